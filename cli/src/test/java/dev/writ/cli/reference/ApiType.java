package dev.writ.cli.reference;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.stream.Collectors;
import tools.jackson.databind.JsonNode;

/** A JSON Schema in a few words. */
final class ApiType {
    private ApiType() {}

    static String of(JsonNode schema) {
        if (schema.has("$ref")) {
            String reference = schema.path("$ref").asString();
            String name = reference.substring(reference.lastIndexOf('/') + 1);
            return "[" + name + "](#" + name.toLowerCase(Locale.ROOT) + ")";
        }
        for (String choice : List.of("anyOf", "oneOf")) {
            if (schema.has(choice)) {
                return schema.path(choice).valueStream().map(ApiType::of).collect(Collectors.joining(" or "));
            }
        }
        if (schema.has("allOf")) {
            return schema.path("allOf").valueStream().map(ApiType::of).collect(Collectors.joining(" with "));
        }
        if (schema.has("enum")) {
            return Markdown.codes(schema.path("enum").valueStream().map(JsonNode::asString));
        }
        if (schema.has("const")) {
            return Markdown.code(schema.path("const").asString());
        }
        return switch (schema.path("type").asString("")) {
            case "array" -> "list of " + of(schema.path("items"));
            case "object" -> object(schema);
            case "integer" -> "number" + limits(schema);
            case "number" -> "number, also with a fraction" + limits(schema);
            case "boolean" -> "`true` or `false`";
            case "null" -> "`null`";
            case "string" -> "text" + limits(schema);
            default -> "anything";
        };
    }

    private static String object(JsonNode schema) {
        JsonNode fields = schema.path("properties");
        if (fields.isEmpty()) {
            JsonNode values = schema.path("additionalProperties");
            if (values.isBoolean() && !values.asBoolean()) {
                return "`{}`";
            }
            return values.isObject() ? "object, by name: " + of(values) : "object";
        }
        Set<String> needed =
                schema.path("required").valueStream().map(JsonNode::asString).collect(Collectors.toSet());
        return fields.properties().stream()
                .map(field -> Markdown.code(field.getKey()) + (needed.contains(field.getKey()) ? "*" : "") + " "
                        + of(field.getValue()))
                .collect(Collectors.joining("; "));
    }

    private static String limits(JsonNode schema) {
        List<String> limits = new ArrayList<>();
        if (schema.has("minimum")) {
            limits.add("from " + schema.path("minimum").asString());
        }
        if (schema.has("maximum")) {
            limits.add("to " + schema.path("maximum").asString());
        }
        if (schema.has("maxLength")) {
            limits.add("of at most " + schema.path("maxLength").asString() + " characters");
        }
        if (schema.has("default")) {
            limits.add("(" + Markdown.code(schema.path("default").asString()) + ")");
        }
        return limits.isEmpty() ? "" : " " + String.join(" ", limits);
    }
}
