package dev.writ.tool.thirdparty;

import dev.writ.FailureCode;
import dev.writ.Json;
import dev.writ.WritException;
import dev.writ.mcp.json.JsonSchema;
import dev.writ.permission.GrantDuration;
import dev.writ.permission.ThirdPartyName;
import dev.writ.tool.Effect;
import dev.writ.tool.OperationSpec;
import dev.writ.tool.SecurityLevel;
import dev.writ.tool.ToolSpec;
import java.util.List;
import java.util.Optional;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/**
 * One tool of a third party's server as Writ offers it: a tool of one operation.
 *
 * @param remoteName what the server calls it
 * @param definition what the server says of it, word for word
 * @param results the form of the data it answers with, where it says one
 */
record ThirdPartyTool(
        ToolSpec spec,
        OperationSpec operation,
        String remoteName,
        ObjectNode definition,
        Optional<JsonSchema> results) {
    private static final int LARGEST = 65_536;
    private static final int LONGEST_DESCRIPTION = 10_000;

    /**
     * Takes up a definition as {@code tools/list} gives it. Of its annotations those that warn raise the level; none lowers
     * it, since the server says them of itself. What it does to information is judged from its names and schema.
     *
     * @throws WritException with {@code invalid_arguments} or {@code too_large} for one that cannot be used
     */
    static ThirdPartyTool of(ServerSettings server, ObjectNode definition) {
        String remoteName = definition.path("name").asString("");
        if (Json.write(definition).length() > LARGEST) {
            throw new WritException(
                    FailureCode.TOO_LARGE,
                    "The definition of the tool " + ServerText.shown(remoteName) + " is longer than " + LARGEST
                            + " characters.",
                    "Have its server corrected.");
        }
        String own = ThirdPartyName.written(remoteName);
        String name = ThirdPartyName.of(server.name(), own);
        if (!ThirdPartyName.isTool(name)) {
            throw new WritException(
                    FailureCode.INVALID_ARGUMENTS,
                    "The tool " + ServerText.shown(remoteName) + " has a name that cannot be written here.",
                    "Have its server give it a name of letters and digits.");
        }
        String description = ServerText.cut(
                definition.path("description").asString(definition.path("title").asString("")), LONGEST_DESCRIPTION);
        return new ThirdPartyTool(
                new ToolSpec(
                        name,
                        description,
                        level(server.level(), definition.path("annotations")),
                        GrantDuration.byDefault(name),
                        List.of()),
                new OperationSpec(
                        name,
                        own,
                        description,
                        schema(definition.path("inputSchema")),
                        RemoteAnswer.schema(definition),
                        // It says itself whether it can be repeated, so that is not relied on.
                        Effect.UNSAFE),
                remoteName,
                definition.deepCopy(),
                results(definition));
    }

    private static Optional<JsonSchema> results(ObjectNode definition) {
        try {
            return RemoteAnswer.declares(definition)
                    ? Optional.of(JsonSchema.compile(RemoteAnswer.schema(definition)))
                    : Optional.empty();
        } catch (IllegalArgumentException e) {
            throw new WritException(
                    FailureCode.INVALID_ARGUMENTS,
                    "The schema of a tool's results cannot be used: "
                            + ServerText.shown(String.valueOf(e.getMessage())),
                    "Have its server corrected.");
        }
    }

    private static SecurityLevel level(SecurityLevel least, JsonNode annotations) {
        boolean warns = annotations.path("destructiveHint").asBoolean(false)
                || annotations.path("openWorldHint").asBoolean(false);
        return warns ? SecurityLevel.ELEVATED : least;
    }

    /** The schema, without the name of an older dialect: what such schemas say means the same in this one. */
    private static ObjectNode schema(JsonNode schema) {
        if (!(schema instanceof ObjectNode object)) {
            throw new WritException(
                    FailureCode.INVALID_ARGUMENTS,
                    "The schema of a tool's arguments is not an object.",
                    "Have its server corrected.");
        }
        ObjectNode copy = object.deepCopy();
        copy.remove("$schema");
        return copy;
    }
}
