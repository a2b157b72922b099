package dev.writ.server;

import dev.writ.Json;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandler;
import java.net.http.HttpResponse.BodyHandlers;
import java.time.Duration;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Stream;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/** An MCP client of revision 2025-11-25, as plain as can be: it begins a session and posts in it. */
final class TestingLegacyClient implements AutoCloseable {
    private static final Duration LONGEST_WAIT = Duration.ofSeconds(60);

    private final HttpClient http = HttpClient.newHttpClient();
    private final URI endpoint;
    private final String secret;
    private final AtomicInteger ids = new AtomicInteger();
    private final String session;

    /** @param capabilities what it says it can be asked for */
    TestingLegacyClient(String endpoint, String secret, String capabilities) {
        this.endpoint = URI.create(endpoint);
        this.secret = secret;
        ObjectNode params = Json.object().put("protocolVersion", "2025-11-25");
        params.set("capabilities", Json.parse(capabilities));
        params.putObject("clientInfo").put("name", "test").put("version", "1");
        this.session = send(post(message("initialize", params)))
                .headers()
                .firstValue("Mcp-Session-Id")
                .orElseThrow();
    }

    /** The response, whether as one object or at the end of a stream. */
    JsonNode request(String method, String params) {
        String body = send(post(message(method, Json.parseObject(params))).header("Mcp-Session-Id", session))
                .body();
        return Json.parse(body.lines()
                .filter(line -> line.startsWith("data:"))
                .map(line -> line.substring(5))
                .reduce((first, last) -> last)
                .orElse(body));
    }

    /** Opens the session's stream; its notifications as they come. */
    BlockingQueue<JsonNode> listen() {
        BlockingQueue<JsonNode> heard = new LinkedBlockingQueue<>();
        HttpResponse<Stream<String>> response =
                send(base().header("Mcp-Session-Id", session).GET(), BodyHandlers.ofLines());
        Thread.ofVirtual().start(() -> {
            try (Stream<String> lines = response.body()) {
                lines.filter(line -> line.startsWith("data:"))
                        .map(line -> Json.parse(line.substring(5)))
                        .forEach(heard::add);
            } catch (UncheckedIOException e) {
                // The client was closed.
            }
        });
        return heard;
    }

    /** Ends the session. */
    void end() {
        send(base().header("Mcp-Session-Id", session).DELETE());
        close();
    }

    private ObjectNode message(String method, ObjectNode params) {
        ObjectNode message = Json.object()
                .put("jsonrpc", "2.0")
                .put("id", ids.incrementAndGet())
                .put("method", method);
        return message.set("params", params);
    }

    private HttpRequest.Builder post(ObjectNode message) {
        return base().timeout(LONGEST_WAIT).POST(BodyPublishers.ofString(Json.write(message)));
    }

    private HttpRequest.Builder base() {
        return HttpRequest.newBuilder(endpoint)
                .header("Content-Type", "application/json")
                .header("Accept", "application/json, text/event-stream")
                .header("Authorization", "Bearer " + secret);
    }

    private HttpResponse<String> send(HttpRequest.Builder request) {
        return send(request, BodyHandlers.ofString());
    }

    private <T> HttpResponse<T> send(HttpRequest.Builder request, BodyHandler<T> body) {
        try {
            return http.send(request.build(), body);
        } catch (IOException | InterruptedException e) {
            throw new AssertionError(e);
        }
    }

    @Override
    public void close() {
        http.shutdownNow();
    }
}
