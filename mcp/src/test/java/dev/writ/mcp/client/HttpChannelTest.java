package dev.writ.mcp.client;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import dev.writ.mcp.Implementation;
import dev.writ.mcp.client.ServerFailure.Kind;
import dev.writ.mcp.json.MalformedJson;
import dev.writ.mcp.json.StrictJson;
import java.io.IOException;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import tools.jackson.databind.JsonNode;

/** Servers on HTTP that behave badly, each on a loopback port of this process. */
@Timeout(60)
class HttpChannelTest {
    private static final Duration PATIENCE = Duration.ofSeconds(20);
    private static final String DISCOVERED = """
            {"supportedVersions": ["2026-07-28"], "capabilities": {"tools": {}}, "resultType": "complete"}""";

    private final ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor();
    private final List<String> asked = new CopyOnWriteArrayList<>();
    private HttpServer server;
    private volatile Answer answer = (exchange, message) -> {};

    /** Answers what comes after the introduction. */
    @FunctionalInterface
    private interface Answer {
        void to(HttpExchange exchange, JsonNode message) throws IOException;
    }

    @BeforeEach
    void start() throws IOException {
        server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        server.setExecutor(threads);
        server.createContext("/mcp", this::serve);
        server.start();
    }

    @AfterEach
    void stop() {
        server.stop(0);
        threads.shutdownNow();
    }

    private void serve(HttpExchange exchange) throws IOException {
        try (exchange) {
            asked.add(String.valueOf(exchange.getRequestHeaders().getFirst("Authorization")));
            JsonNode message = StrictJson.parse(exchange.getRequestBody().readAllBytes());
            if (message.path("method").asString("").equals("server/discover")) {
                json(exchange, 200, result(message, DISCOVERED));
            } else {
                answer.to(exchange, message);
            }
        } catch (MalformedJson e) {
            exchange.sendResponseHeaders(400, -1);
        }
    }

    private static String result(JsonNode request, String result) {
        return "{\"jsonrpc\": \"2.0\", \"id\": " + request.path("id") + ", \"result\": " + result + "}";
    }

    private static void json(HttpExchange exchange, int status, String body) throws IOException {
        send(exchange, status, "application/json", body);
    }

    private static void send(HttpExchange exchange, int status, String type, String body) throws IOException {
        byte[] bytes = body.getBytes(StandardCharsets.UTF_8);
        exchange.getResponseHeaders().set("Content-Type", type);
        exchange.sendResponseHeaders(status, bytes.length);
        exchange.getResponseBody().write(bytes);
    }

    private URI address() {
        return URI.create("http://127.0.0.1:" + server.getAddress().getPort() + "/mcp");
    }

    private McpClient connect() throws InterruptedException {
        return McpClient.connect(
                new HttpChannel(address(), Map.of("Authorization", "Bearer secret")),
                new Implementation("client", "Client", "1"),
                new Heard(),
                PATIENCE);
    }

    private void fails(Kind kind) throws InterruptedException {
        fails(kind, PATIENCE);
    }

    private void fails(Kind kind, Duration patience) throws InterruptedException {
        try (McpClient client = connect()) {
            assertThatExceptionOfType(ServerFailure.class)
                    .isThrownBy(() -> client.call("echo", StrictJson.object(), patience))
                    .satisfies(failure -> assertThat(failure.kind()).isEqualTo(kind));
        }
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "200 | text/html        | <p>hello</p>                       | MALFORMED",
                "200 | application/json | <p>hello</p>                       | MALFORMED",
                "200 | application/json | []                                 | MALFORMED",
                "200 | application/json | {\"jsonrpc\": \"2.0\", \"id\": 99, \"result\": {}} | MALFORMED",
                "202 | application/json | {}                                 | REFUSED",
                "500 | text/plain       | broken                             | REFUSED",
                "401 | application/json | {}                                 | REFUSED",
                "200 | text/event-stream | data: no json                     | MALFORMED"
            })
    void what_is_no_answer_fails_the_call(int status, String type, String body, Kind kind) throws Exception {
        answer = (exchange, message) -> send(exchange, status, type, body + "\n\n");
        fails(kind);
    }

    @Test
    void the_words_of_an_error_beside_a_status_are_kept() throws Exception {
        answer = (exchange, message) -> json(
                exchange, 403, "{\"jsonrpc\": \"2.0\", \"error\": {\"code\": -32000, \"message\": \"not today\"}}");
        try (McpClient client = connect()) {
            assertThatExceptionOfType(ServerFailure.class)
                    .isThrownBy(() -> client.call("echo", StrictJson.object(), PATIENCE))
                    .withMessage("not today (HTTP 403)");
        }
    }

    @Test
    void a_redirect_is_not_followed_so_that_no_other_server_gets_the_headers() throws Exception {
        server.createContext("/other", exchange -> {
            asked.add("other got " + exchange.getRequestHeaders().getFirst("Authorization"));
            exchange.sendResponseHeaders(200, -1);
        });
        answer = (exchange, message) -> {
            exchange.getResponseHeaders().set("Location", "/other");
            exchange.sendResponseHeaders(307, -1);
        };
        fails(Kind.REFUSED);
        assertThat(asked).isNotEmpty().allMatch(one -> one.equals("Bearer secret"));
    }

    @ParameterizedTest
    @CsvSource({"application/json, ' '", "text/event-stream, x"})
    void an_answer_without_end_is_cut_off(String type, String filling) throws Exception {
        answer = (exchange, message) -> {
            exchange.getResponseHeaders().set("Content-Type", type);
            exchange.sendResponseHeaders(200, 0);
            byte[] block = filling.repeat(1 << 16).getBytes(StandardCharsets.UTF_8);
            try (OutputStream out = exchange.getResponseBody()) {
                // More than is taken; where the client did not go away this would end, and the test fail.
                for (int i = 0; i < 1_000; i++) {
                    out.write(block);
                }
            }
        };
        fails(Kind.TOO_LARGE);
    }

    @Test
    void a_flood_of_notifications_ends_the_connection() throws Exception {
        answer = (exchange, message) -> {
            exchange.getResponseHeaders().set("Content-Type", "text/event-stream");
            exchange.sendResponseHeaders(200, 0);
            byte[] event = "data: {\"jsonrpc\": \"2.0\", \"method\": \"notifications/message\"}\n\n"
                    .getBytes(StandardCharsets.UTF_8);
            try (OutputStream out = exchange.getResponseBody()) {
                for (int i = 0; i < 1_000_000; i++) {
                    out.write(event);
                }
            }
        };
        fails(Kind.TOO_LARGE);
    }

    @Test
    void one_that_does_not_answer_is_not_waited_for_longer_than_the_call_may_take() throws Exception {
        answer = (exchange, message) -> {
            try {
                Thread.sleep(Duration.ofSeconds(30));
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
            }
        };
        fails(Kind.SILENT, Duration.ofMillis(500));
    }

    @Test
    void an_event_of_several_lines_is_one_message() throws Exception {
        answer = (exchange, message) ->
                send(exchange, 200, "text/event-stream; charset=utf-8", """
                : a comment
                event: message
                data: {"jsonrpc": "2.0", "id": %s,
                data:  "result": {"content": [{"type": "text", "text": "said"}]}}

                """.formatted(message.path("id")));
        try (McpClient client = connect()) {
            assertThat(client.call("echo", StrictJson.object(), PATIENCE).content())
                    .singleElement()
                    .satisfies(part -> assertThat(part.path("text").asString()).isEqualTo("said"));
        }
    }

    @Test
    void one_that_is_not_there_cannot_be_connected_to() {
        server.stop(0);
        assertThatExceptionOfType(ServerFailure.class)
                .isThrownBy(this::connect)
                .satisfies(failure -> assertThat(failure.kind()).isEqualTo(Kind.CLOSED));
    }
}
