package dev.writ.tool.git;

import dev.writ.Json;
import java.util.List;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/** Writes the JSON Schema of an object whose properties are all known. */
final class ObjectSchema {
    private final ObjectNode properties = Json.object();
    private final ArrayNode required = Json.array();

    /** The arguments of an operation on a repository, to which others can be added. */
    static ObjectSchema ofArguments() {
        return new ObjectSchema()
                .with(
                        "repository",
                        text().put("maxLength", 4096),
                        "Folder of the repository relative to the workspace root; \".\" (the default) is the root itself.");
    }

    ObjectSchema with(String name, ObjectNode type, String description) {
        if (!description.isEmpty()) {
            type.put("description", description);
        }
        properties.set(name, type);
        return this;
    }

    ObjectSchema require(String name, ObjectNode type, String description) {
        required.add(name);
        return with(name, type, description);
    }

    /** A property of a result: always there, its name saying what it is. */
    ObjectSchema result(String name, ObjectNode type) {
        return require(name, type, "");
    }

    ObjectNode build() {
        ObjectNode schema = Json.object().put("type", "object");
        schema.set("properties", properties);
        schema.set("required", required);
        return schema.put("additionalProperties", false);
    }

    static ObjectNode text() {
        return Json.object().put("type", "string");
    }

    static ObjectNode flag() {
        return Json.object().put("type", "boolean");
    }

    static ObjectNode count() {
        return Json.object().put("type", "integer").put("minimum", 0);
    }

    static ObjectNode between(int least, int most) {
        return Json.object().put("type", "integer").put("minimum", least).put("maximum", most);
    }

    static ObjectNode oneOf(String... words) {
        ObjectNode schema = text();
        schema.set("enum", Json.array(List.of(words)));
        return schema;
    }

    static ObjectNode listOf(ObjectNode element) {
        ObjectNode schema = Json.object().put("type", "array");
        schema.set("items", element);
        return schema;
    }

    /** Literal paths given as an argument. */
    static ObjectNode paths(int least) {
        return listOf(text().put("minLength", 1).put("maxLength", 4096))
                .put("minItems", least)
                .put("maxItems", 1000);
    }
}
