package dev.writ.tool;

import dev.writ.FailureCode;
import dev.writ.WritException;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.OptionalInt;
import tools.jackson.databind.JsonNode;

/**
 * What the definition of a third-party tool must be before a person is asked to accept it: text that is what it looks like,
 * under a name that cannot be taken for another tool's.
 */
final class OutsideDefinitions {
    /** Letters and pairs that are drawn alike, in the letters that names may have. */
    private static final List<Map.Entry<String, String>> ALIKE = List.of(
            Map.entry("_", ""),
            Map.entry("rn", "m"),
            Map.entry("vv", "w"),
            Map.entry("cl", "d"),
            Map.entry("0", "o"),
            Map.entry("1", "l"),
            Map.entry("i", "l"),
            Map.entry("5", "s"));

    private OutsideDefinitions() {}

    /** @throws WritException with {@code invalid_arguments} where a text hides something from who reads it */
    static void checkTexts(RegisteredTool tool) {
        String name = tool.spec().name();
        check(name, tool.spec().description());
        for (OperationSpec operation : tool.operations()) {
            check(name, operation.description());
            check(name, operation.inputSchema());
            check(name, operation.outputSchema());
        }
    }

    private static void check(String tool, JsonNode schema) {
        if (schema.isString()) {
            check(tool, schema.stringValue());
        }
        schema.properties().forEach(property -> {
            check(tool, property.getKey());
            check(tool, property.getValue());
        });
        if (schema.isArray()) {
            schema.forEach(element -> check(tool, element));
        }
    }

    private static void check(String tool, String text) {
        OptionalInt hidden = HiddenCharacters.first(text);
        if (hidden.isPresent()) {
            throw new WritException(
                    FailureCode.INVALID_ARGUMENTS,
                    "The definition of the tool %s holds a hidden character (U+%04X), so it is not what it looks like."
                            .formatted(tool, hidden.getAsInt()),
                    "Have its server corrected, or switch it off.");
        }
    }

    /** @throws WritException with {@code conflict} where a third party's tool has a name that reads like that of another server's */
    static void checkNames(Collection<RegisteredTool> tools) {
        Map<String, RegisteredTool> byLook = new HashMap<>();
        for (RegisteredTool tool : tools) {
            RegisteredTool other = byLook.putIfAbsent(look(tool.spec().name()), tool);
            if (other != null
                    && !other.server().name().equals(tool.server().name())
                    && (other.server().thirdParty() || tool.server().thirdParty())) {
                throw new WritException(
                        FailureCode.CONFLICT,
                        "The tool " + tool.spec().name() + " has a name that reads like "
                                + other.spec().name() + " of another server.",
                        "Give one of them another name, or switch it off.");
            }
        }
    }

    private static String look(String name) {
        String look = name;
        for (Map.Entry<String, String> alike : ALIKE) {
            look = look.replace(alike.getKey(), alike.getValue());
        }
        return look;
    }
}
