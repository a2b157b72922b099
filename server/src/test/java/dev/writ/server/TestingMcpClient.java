package dev.writ.server;

import dev.writ.Json;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Stream;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/** An MCP client of revision 2026-07-28, as plain as can be: each request is one HTTP post. */
final class TestingMcpClient implements AutoCloseable {
    private static final Duration LONGEST_WAIT = Duration.ofSeconds(60);

    private final HttpClient http = HttpClient.newHttpClient();
    private final URI endpoint;
    private final String secret;
    /** What it says it can be asked for. */
    final ObjectNode capabilities = Json.object();

    /** What it adds to the {@code _meta} of each request. */
    final ObjectNode meta = Json.object();

    private final AtomicInteger ids = new AtomicInteger();

    TestingMcpClient(String endpoint, String secret) {
        this.endpoint = URI.create(endpoint);
        this.secret = secret;
    }

    /** What came back: the JSON-RPC response, whether as one object or at the end of a stream. */
    record Answer(int status, JsonNode message, HttpResponse<String> http) {
        JsonNode result() {
            return message.path("result");
        }

        JsonNode error() {
            return message.path("error");
        }

        String text() {
            return result().path("content").path(0).path("text").asString("");
        }
    }

    List<String> tools() {
        return request("tools/list", Json.object())
                .result()
                .path("tools")
                .valueStream()
                .map(tool -> tool.path("name").asString())
                .toList();
    }

    Answer call(String tool, String arguments) {
        ObjectNode params = Json.object().put("name", tool);
        params.set("arguments", Json.parse(arguments));
        return request("tools/call", params);
    }

    /** The same call again, with what the client's person answered to what was asked. */
    Answer retry(String tool, String arguments, Answer asked, String answers) {
        ObjectNode params = Json.object().put("name", tool);
        params.set("arguments", Json.parse(arguments));
        params.set("inputResponses", Json.parse(answers));
        params.set("requestState", asked.result().path("requestState"));
        return request("tools/call", params);
    }

    Answer read(String uri) {
        return request("resources/read", Json.object().put("uri", uri));
    }

    Answer request(String method, ObjectNode params) {
        try {
            HttpResponse<String> response = http.send(post(method, params), BodyHandlers.ofString());
            return new Answer(response.statusCode(), last(response.body()), response);
        } catch (IOException | InterruptedException e) {
            throw new AssertionError(e);
        }
    }

    /** Subscribes to changes of the tool list; the notifications' methods come in order, {@code end} at the end. */
    BlockingQueue<String> listen() {
        ObjectNode params = Json.object();
        params.putObject("notifications").put("toolsListChanged", true);
        BlockingQueue<String> heard = new LinkedBlockingQueue<>();
        http.sendAsync(post("subscriptions/listen", params), BodyHandlers.ofLines())
                .thenAccept(response -> {
                    try (Stream<String> lines = response.body()) {
                        lines.filter(line -> line.startsWith("data:"))
                                .map(line -> Json.parse(line.substring(5)))
                                .forEach(message ->
                                        heard.add(message.path("method").asString("end")));
                    }
                });
        return heard;
    }

    /** Subscribes to these resources; the messages come as they are. */
    BlockingQueue<JsonNode> listenTo(String... uris) {
        ObjectNode params = Json.object();
        params.putObject("notifications").set("resourceSubscriptions", Json.array(List.of(uris)));
        BlockingQueue<JsonNode> heard = new LinkedBlockingQueue<>();
        http.sendAsync(post("subscriptions/listen", params), BodyHandlers.ofLines())
                .thenAccept(response -> {
                    try (Stream<String> lines = response.body()) {
                        lines.filter(line -> line.startsWith("data:"))
                                .map(line -> Json.parse(line.substring(5)))
                                .forEach(heard::add);
                    }
                });
        return heard;
    }

    static String next(BlockingQueue<String> heard) throws InterruptedException {
        String next = heard.poll(LONGEST_WAIT.toSeconds(), TimeUnit.SECONDS);
        if (next == null) {
            throw new AssertionError("heard nothing");
        }
        return next;
    }

    private HttpRequest post(String method, ObjectNode params) {
        ObjectNode meta = params.putObject("_meta").put("io.modelcontextprotocol/protocolVersion", "2026-07-28");
        meta.set("io.modelcontextprotocol/clientCapabilities", capabilities);
        meta.setAll(this.meta);
        ObjectNode message = Json.object()
                .put("jsonrpc", "2.0")
                .put("id", ids.incrementAndGet())
                .put("method", method);
        message.set("params", params);
        HttpRequest.Builder request = HttpRequest.newBuilder(endpoint)
                .timeout(LONGEST_WAIT)
                .header("Content-Type", "application/json")
                .header("Accept", "application/json, text/event-stream")
                .header("Authorization", "Bearer " + secret)
                .header("MCP-Protocol-Version", "2026-07-28")
                .header("Mcp-Method", method);
        String name = params.path("name")
                .asString(params.path("uri").asString(params.path("taskId").asString("")));
        if (!name.isEmpty()) {
            request.header("Mcp-Name", name);
        }
        return request.POST(BodyPublishers.ofString(Json.write(message))).build();
    }

    private static JsonNode last(String body) {
        List<String> events = body.lines()
                .filter(line -> line.startsWith("data:"))
                .map(line -> line.substring(5))
                .toList();
        return Json.parse(events.isEmpty() ? body : events.getLast());
    }

    @Override
    public void close() {
        http.shutdownNow();
    }
}
