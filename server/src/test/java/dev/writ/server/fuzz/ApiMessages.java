package dev.writ.server.fuzz;

import dev.writ.Json;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentLinkedDeque;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/** Requests of the API as its own description says they are, with values as it says and as it does not. */
final class ApiMessages {
    private static final Set<String> METHODS = Set.of("get", "post", "put", "patch", "delete");
    private static final Pattern ID = Pattern.compile("\"id\" ?: ?\"(\\w{1,60})\"");
    private static final int MOST_IDS = 200;

    private final JsonNode description;
    private final Path workspace;
    private final String token;
    private final List<Route> routes = new ArrayList<>();
    private final ConcurrentLinkedDeque<String> ids = new ConcurrentLinkedDeque<>();

    private record Route(String method, String path, JsonNode operation) {}

    /**
     * @param description OpenAPI, as the server serves it
     * @param workspace the only folder that a request may name whole
     */
    ApiMessages(JsonNode description, Path workspace, String token) {
        this.description = description;
        this.workspace = workspace;
        this.token = token;
        for (Map.Entry<String, JsonNode> path : description.path("paths").properties()) {
            for (Map.Entry<String, JsonNode> one : path.getValue().properties()) {
                if (METHODS.contains(one.getKey())) {
                    String prefix = path.getValue().has("servers") ? "" : "/api/v1";
                    routes.add(
                            new Route(one.getKey().toUpperCase(Locale.ROOT), prefix + path.getKey(), one.getValue()));
                }
            }
        }
    }

    int routes() {
        return routes.size();
    }

    /** Remembers ids that an answer shows, so that requests are about what there is. */
    void learn(String answer) {
        Matcher found = ID.matcher(answer);
        while (found.find()) {
            ids.addFirst(found.group(1));
            if (ids.size() > MOST_IDS) {
                ids.pollLast();
            }
        }
    }

    Message next(Oddities odd) {
        Route route = odd.of(routes);
        String method =
                odd.oneOf(40) ? odd.of(List.of("PUT", "DELETE", "PATCH", "OPTIONS", "TRACE", "X")) : route.method();
        return new Message(method, target(route, odd), headers(odd), body(route, odd));
    }

    private String target(Route route, Oddities odd) {
        StringBuilder target = new StringBuilder();
        for (String part : route.path().split("(?=/)")) {
            target.append(part.startsWith("/{") ? "/" + encoded(id(odd)) : part);
        }
        char mark = '?';
        for (JsonNode parameter : route.operation().path("parameters")) {
            JsonNode whole = resolved(parameter);
            if (whole.path("in").asString("").equals("query") && odd.oneOf(3)) {
                JsonNode value = value(whole.path("schema"), odd, 0);
                target.append(mark)
                        .append(whole.path("name").asString(""))
                        .append('=')
                        .append(encoded(value.isString() ? value.stringValue() : value.toString()));
                mark = '&';
            }
        }
        return target.length() > 6_000 ? target.substring(0, 6_000) : target.toString();
    }

    private String id(Oddities odd) {
        List<String> known = List.copyOf(ids);
        return known.isEmpty() || odd.oneOf(4) ? odd.text() : odd.of(known);
    }

    private static String encoded(String text) {
        return URLEncoder.encode(text, StandardCharsets.UTF_8);
    }

    private List<String> headers(Oddities odd) {
        List<String> headers = new ArrayList<>();
        headers.add("Authorization: Bearer "
                + (odd.oneOf(30) ? "x".repeat(odd.random().nextInt(100)) : token));
        headers.add("Content-Type: " + (odd.oneOf(30) ? "text/plain" : "application/json"));
        if (odd.oneOf(20)) {
            headers.add("Last-Event-ID: " + odd.random().nextLong());
        }
        if (odd.oneOf(20)) {
            headers.add("Accept: " + odd.of(List.of("text/event-stream", "text/csv", "*/*", "x/y;q=9")));
        }
        return headers;
    }

    private String body(Route route, Oddities odd) {
        JsonNode schema = route.operation()
                .path("requestBody")
                .path("content")
                .path("application/json")
                .path("schema");
        if (schema.isMissingNode()) {
            return odd.oneOf(20) ? "{}" : "";
        }
        JsonNode body = odd.oneOf(15) ? odd.value(0) : value(schema, odd, 0);
        if (body instanceof ObjectNode object && object.has("workspace") && !odd.oneOf(4)) {
            object.put("workspace", workspace.toString());
        }
        return Json.write(body);
    }

    /** As the schema says, but for one in twelve. */
    private JsonNode value(JsonNode reference, Oddities odd, int depth) {
        JsonNode schema = resolved(reference);
        if (odd.oneOf(12) || depth > 6) {
            return odd.value(depth);
        }
        JsonNode choices = schema.has("oneOf") ? schema.path("oneOf") : schema.path("anyOf");
        if (!choices.isEmpty()) {
            return value(choices.path(odd.random().nextInt(choices.size())), odd, depth + 1);
        }
        if (!schema.path("enum").isEmpty()) {
            return schema.path("enum")
                    .path(odd.random().nextInt(schema.path("enum").size()));
        }
        return switch (schema.path("type").asString("string")) {
            case "object" -> object(schema, odd, depth);
            case "array" -> {
                ArrayNode list = Json.array();
                for (int i = odd.random().nextInt(3); i > 0; i--) {
                    list.add(value(schema.path("items"), odd, depth + 1));
                }
                yield list;
            }
            case "integer", "number" -> Json.parse(Integer.toString(odd.random().nextInt(0, 50)));
            case "boolean" -> Json.parse(Boolean.toString(odd.random().nextBoolean()));
            default ->
                Json.object().put("text", odd.oneOf(2) ? id(odd) : odd.text()).path("text");
        };
    }

    private ObjectNode object(JsonNode schema, Oddities odd, int depth) {
        ObjectNode object = Json.object();
        List<String> required = schema.path("required")
                .valueStream()
                .map(name -> name.asString(""))
                .toList();
        for (Map.Entry<String, JsonNode> property : schema.path("properties").properties()) {
            if (required.contains(property.getKey()) ? !odd.oneOf(20) : odd.oneOf(3)) {
                object.set(property.getKey(), value(property.getValue(), odd, depth + 1));
            }
        }
        if (odd.oneOf(25)) {
            object.set("colour", odd.value(depth));
        }
        return object;
    }

    private JsonNode resolved(JsonNode node) {
        JsonNode now = node;
        for (int steps = 0; steps < 10 && now.has("$ref"); steps++) {
            now = description.at(now.path("$ref").asString("").substring(1));
        }
        return now;
    }
}
