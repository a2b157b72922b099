package dev.writ.cli.reference;

import dev.writ.Json;
import dev.writ.server.DataFolder;
import dev.writ.server.Settings;
import dev.writ.server.Writ;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import tools.jackson.databind.JsonNode;

/** {@code api.md}: every request, of what a running server says about itself. */
final class ApiPage {
    private static final Set<String> METHODS = Set.of("get", "post", "put", "patch", "delete");
    private static final int SECONDS = 60;

    private ApiPage() {}

    static String text(Path folder) throws IOException {
        JsonNode api = described(folder);
        Markdown page = Markdown.page(
                "Requests of the HTTP API",
                "What `GET /api/v1/openapi.json` says: requests, what they take and answer, and what that is made of. What they"
                        + " mean, with an example of each, is told in [the HTTP API](../api.md). A `*` marks what must be"
                        + " given. Every failure is a [Problem](#problem) with the status of its [code](errors.md).");
        Map<String, List<List<String>>> byTag = new LinkedHashMap<>();
        api.path("paths")
                .properties()
                .forEach(path -> path.getValue().properties().stream()
                        .filter(method -> METHODS.contains(method.getKey()))
                        .forEach(method -> byTag.computeIfAbsent(
                                        method.getValue().path("tags").path(0).asString(), tag -> new ArrayList<>())
                                .add(row(
                                        method.getKey().toUpperCase(Locale.ROOT) + " " + prefix(path.getValue())
                                                + path.getKey(),
                                        method.getValue()))));
        byTag.forEach((tag, rows) -> page.heading(2, "Requests: " + tag)
                .table(List.of("request", "what it does", "query", "body", "answer"), rows));
        page.heading(2, "What they are made of");
        api.path("components")
                .path("schemas")
                .properties()
                .forEach(schema -> schema(schema.getKey(), schema.getValue(), page));
        return page.toString();
    }

    private static JsonNode described(Path folder) throws IOException {
        Path data = folder.resolve("data");
        Settings settings =
                Settings.load(Map.of("data", data.toString(), "port", "0"), Map.of("HOME", folder.toString()));
        try (Writ writ = Writ.start(settings);
                HttpClient client = HttpClient.newHttpClient()) {
            DataFolder.Server server = DataFolder.runningServer(data).orElseThrow();
            HttpRequest request = HttpRequest.newBuilder(URI.create(writ.url() + "/api/v1/openapi.json"))
                    .timeout(Duration.ofSeconds(SECONDS))
                    .header("Authorization", "Bearer " + server.token())
                    .build();
            return Json.parse(client.send(request, BodyHandlers.ofString()).body());
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IOException(e);
        }
    }

    /** Some paths say themselves where they begin. */
    private static String prefix(JsonNode path) {
        String own = path.path("servers").path(0).path("url").asString("/api/v1");
        return own.equals("/") ? "" : own;
    }

    private static List<String> row(String request, JsonNode operation) {
        String queries = operation
                .path("parameters")
                .valueStream()
                .filter(one -> one.path("in").asString().equals("query"))
                .map(one -> field(
                        one.path("name").asString(),
                        one.path("schema"),
                        one.path("required").asBoolean(false)))
                .collect(Collectors.joining("; "));
        JsonNode body = operation
                .path("requestBody")
                .path("content")
                .path("application/json")
                .path("schema");
        return List.of(
                Markdown.code(request),
                operation.path("summary").asString(""),
                queries,
                body.isMissingNode() ? "" : ApiType.of(body),
                answers(operation.path("responses")));
    }

    private static String answers(JsonNode responses) {
        return responses.properties().stream()
                .filter(response -> !response.getKey().equals("default"))
                .map(response -> {
                    JsonNode content = response.getValue().path("content");
                    String type = content.properties().stream()
                            .map(one -> one.getKey().equals("application/json")
                                    ? ApiType.of(one.getValue().path("schema"))
                                    : Markdown.code(one.getKey()))
                            .collect(Collectors.joining(" or "));
                    return (response.getKey() + " " + type).strip();
                })
                .collect(Collectors.joining("; "));
    }

    private static String field(String name, JsonNode schema, boolean needed) {
        return (Markdown.code(name) + (needed ? "*" : "") + " " + ApiType.of(schema)).strip();
    }

    private static void schema(String name, JsonNode schema, Markdown page) {
        page.heading(3, name).paragraph(schema.path("description").asString(""));
        if (schema.path("properties").isEmpty()) {
            page.paragraph(capital(ApiType.of(schema)) + ".");
            return;
        }
        Set<String> needed =
                schema.path("required").valueStream().map(JsonNode::asString).collect(Collectors.toSet());
        page.table(
                List.of("field", "type", "meaning"),
                schema.path("properties").properties().stream()
                        .map(one -> List.of(
                                Markdown.code(one.getKey()) + (needed.contains(one.getKey()) ? "*" : ""),
                                ApiType.of(one.getValue()),
                                one.getValue().path("description").asString("")))
                        .toList());
    }

    private static String capital(String word) {
        return word.isEmpty() ? word : Character.toUpperCase(word.charAt(0)) + word.substring(1);
    }
}
