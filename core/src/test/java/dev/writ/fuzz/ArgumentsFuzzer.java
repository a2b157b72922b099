package dev.writ.fuzz;

import dev.writ.FailureCode;
import dev.writ.Json;
import dev.writ.WritException;
import dev.writ.tool.ArgumentValidator;
import java.util.Optional;
import java.util.Set;
import tools.jackson.databind.node.ObjectNode;

/** Arguments as models write them: read, printed and read again they are the same, and a schema has an answer to them. */
public final class ArgumentsFuzzer {
    private static final ArgumentValidator SCHEMA = ArgumentValidator.compile(Json.parseObject("""
            {"type": "object", "additionalProperties": false, "required": ["path"], "properties": {
              "path": {"type": "string", "maxLength": 50}, "count": {"type": "integer", "minimum": 1, "maximum": 9},
              "edits": {"type": "array", "maxItems": 3, "items": {"type": "object", "required": ["old"],
                "additionalProperties": false, "properties": {"old": {"type": "string"}}}}}}
            """));

    private static final Set<FailureCode> REFUSALS = Set.of(FailureCode.INVALID_ARGUMENTS, FailureCode.INVALID_JSON);

    private ArgumentsFuzzer() {}

    public static void fuzzerTestOneInput(byte[] data) {
        String text = FuzzText.of(data);
        ObjectNode arguments;
        try {
            arguments = Json.parseObject(text);
        } catch (WritException e) {
            FuzzText.require(REFUSALS.contains(e.failure().code()), "a refusal with its reason", text);
            return;
        }
        String canonical = Json.canonical(arguments);
        FuzzText.require(
                Json.canonical(Json.parseObject(canonical)).equals(canonical), "the canonical form is stable", text);
        FuzzText.require(
                Json.canonical(Json.parseObject(Json.write(arguments))).equals(canonical),
                "printed, they are the same",
                text);
        Optional<String> mistake = SCHEMA.firstMistake(arguments);
        boolean fits = mistake.isEmpty();
        FuzzText.require(!fits || arguments.path("path").isString(), "what fits has what is required", text);
        FuzzText.require(
                !fits || arguments.propertyNames().stream().allMatch(name -> name.matches("path|count|edits")),
                "what fits has nothing else",
                text);
    }
}
