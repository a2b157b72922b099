package dev.writ.model.provider;

import dev.langchain4j.agent.tool.ToolSpecification;
import dev.langchain4j.model.chat.request.json.JsonObjectSchema;
import dev.langchain4j.model.chat.request.json.JsonRawSchema;
import dev.langchain4j.model.chat.request.json.JsonSchemaElement;
import dev.writ.Json;
import dev.writ.model.ModelRequest;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/**
 * Functions as LangChain4j describes them. The parameters' object is its own type there; what stands below it passes as raw
 * JSON Schema, word for word.
 */
final class Tools {
    private Tools() {}

    static List<ToolSpecification> of(List<ModelRequest.Function> functions) {
        return functions.stream().map(Tools::of).toList();
    }

    private static ToolSpecification of(ModelRequest.Function function) {
        ObjectNode schema = function.parameters();
        List<String> required = schema.path("required").values().stream()
                .map(JsonNode::asString)
                .toList();
        return ToolSpecification.builder()
                .name(function.name())
                .description(function.description())
                .parameters(JsonObjectSchema.builder()
                        .addProperties(schemas(schema.path("properties")))
                        .required(required)
                        .definitions(schemas(schema.path("$defs")))
                        .build())
                .build();
    }

    private static Map<String, JsonSchemaElement> schemas(JsonNode node) {
        Map<String, JsonSchemaElement> schemas = new LinkedHashMap<>();
        // A schema may also be true or false, which providers do not know.
        node.properties()
                .forEach(entry -> schemas.put(
                        entry.getKey(),
                        JsonRawSchema.from(entry.getValue().isObject() ? Json.write(entry.getValue()) : "{}")));
        return schemas;
    }
}
