package dev.writ.server;

import dev.writ.Json;
import dev.writ.mcp.json.JsonSchema;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.SortedSet;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.function.BiConsumer;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/** The API's description of itself, as tests look at it. */
final class Described {
    private final ObjectNode root;
    private final ObjectNode components;

    Described(JsonNode root) {
        this.root = (ObjectNode) root;
        this.components = (ObjectNode) root.path("components").deepCopy();
        close(components);
    }

    /** Methods by path, of what is below the API's own prefix. */
    Map<String, SortedSet<String>> routes() {
        Map<String, SortedSet<String>> routes = new TreeMap<>();
        each((path, method) -> {
            if (!root.path("paths").path(path).has("servers")) {
                routes.computeIfAbsent(path, key -> new TreeSet<>()).add(method);
            }
        });
        return routes;
    }

    void each(BiConsumer<String, String> pathAndMethod) {
        root.path("paths")
                .properties()
                .forEach(path -> path.getValue().properties().stream()
                        .filter(method -> method.getValue().has("responses"))
                        .forEach(method -> pathAndMethod.accept(
                                path.getKey(), method.getKey().toUpperCase(Locale.ROOT))));
    }

    private JsonNode operation(String path, String method) {
        return root.path("paths").path(path).path(method.toLowerCase(Locale.ROOT));
    }

    SortedSet<String> queries(String path, String method) {
        SortedSet<String> names = new TreeSet<>();
        operation(path, method).path("parameters").forEach(one -> {
            if (one.path("in").asString().equals("query")) {
                names.add(one.path("name").asString());
            }
        });
        return names;
    }

    /** Names of the body's fields; empty where there is no body. */
    Optional<SortedSet<String>> fields(String path, String method) {
        JsonNode schema = operation(path, method).at("/requestBody/content/application~1json/schema");
        if (schema.isMissingNode()) {
            return Optional.empty();
        }
        JsonNode resolved =
                schema.has("$ref") ? root.at(schema.path("$ref").asString().substring(1)) : schema;
        return Optional.of(new TreeSet<>(resolved.path("properties").propertyNames()));
    }

    /** What does not fit about an answer; a field that is not described does not, either. */
    Optional<String> mistake(String path, String method, int status, JsonNode body) {
        JsonNode responses = operation(path, method).path("responses");
        JsonNode response = responses.has(String.valueOf(status))
                ? responses.path(String.valueOf(status))
                : root.at(responses.path("default").path("$ref").asString().substring(1));
        if (status < 400 && !responses.has(String.valueOf(status))) {
            return Optional.of("no answer with status " + status + " is described");
        }
        ObjectNode schema =
                (ObjectNode) response.at("/content/application~1json/schema").deepCopy();
        close(schema);
        schema.set("components", components);
        return JsonSchema.compile(schema).firstMistake(body);
    }

    /** What does not fit about a value of a shared schema. */
    Optional<String> mistake(String schema, JsonNode value) {
        ObjectNode reference = Json.object().put("$ref", "#/components/schemas/" + schema);
        reference.set("components", components);
        return JsonSchema.compile(reference).firstMistake(value);
    }

    private static void close(JsonNode node) {
        if (node instanceof ObjectNode object
                && object.path("properties") instanceof ObjectNode
                && !object.has("additionalProperties")) {
            object.put("additionalProperties", false);
        }
        node.forEach(Described::close);
    }

    @Override
    public String toString() {
        return Json.write(root);
    }
}
