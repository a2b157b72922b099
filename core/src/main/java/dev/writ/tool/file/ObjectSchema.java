package dev.writ.tool.file;

import dev.writ.Json;
import java.util.List;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/** Builds the JSON Schema of an object that has the properties named and no others. */
final class ObjectSchema {
    private final ObjectNode properties = Json.object();
    private final ArrayNode required = Json.array();

    static ObjectSchema of() {
        return new ObjectSchema();
    }

    ObjectSchema required(String name, ObjectNode type) {
        required.add(name);
        return optional(name, type);
    }

    ObjectSchema optional(String name, ObjectNode type) {
        properties.set(name, type);
        return this;
    }

    ObjectNode node() {
        ObjectNode schema = Json.object().put("type", "object");
        schema.set("properties", properties);
        schema.set("required", required);
        return schema.put("additionalProperties", false);
    }

    static ObjectNode text(String description) {
        return typed("string", description);
    }

    static ObjectNode text(String description, int mostCharacters) {
        return text(description).put("maxLength", mostCharacters);
    }

    static ObjectNode path(String description) {
        return text(description + " Relative to the workspace root; \"\" or \".\" is the root.", 8_000);
    }

    static ObjectNode choice(String description, List<String> values) {
        ObjectNode type = text(description);
        type.set("enum", Json.array(values));
        return type;
    }

    static ObjectNode number(String description) {
        return typed("integer", description);
    }

    static ObjectNode number(String description, int least, int most) {
        return number(description).put("minimum", least).put("maximum", most);
    }

    static ObjectNode flag(String description) {
        return typed("boolean", description);
    }

    static ObjectNode list(String description, ObjectNode element) {
        ObjectNode type = typed("array", description);
        type.set("items", element);
        return type;
    }

    private static ObjectNode typed(String type, String description) {
        return Json.object().put("type", type).put("description", description);
    }
}
