package dev.writ.insight.knowledge;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import dev.writ.Json;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/**
 * An embedding model on loopback: texts about cars point one way, about bread another, all else a third, whatever words they
 * use.
 */
public final class TestingEmbeddings implements AutoCloseable {
    private static final List<List<String>> MATTERS =
            List.of(List.of("car", "automobile", "tyre"), List.of("bread", "loaf", "baking"));

    /** How it answers instead of well. */
    public interface Answer {
        void give(HttpExchange exchange, ObjectNode request) throws IOException;
    }

    /** What arrived. */
    public record Asked(String path, String authorization, ObjectNode body) {
        public List<String> texts() {
            List<String> texts = new ArrayList<>();
            body.path("input").forEach(text -> texts.add(text.asString()));
            return texts;
        }
    }

    private final HttpServer server;
    private final ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor();
    private final List<Asked> asked = new CopyOnWriteArrayList<>();
    private final CountDownLatch closed = new CountDownLatch(1);
    private volatile Answer answer = well(3);

    public TestingEmbeddings() {
        try {
            server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        server.setExecutor(threads);
        server.createContext("/", this::answer);
        server.start();
    }

    private void answer(HttpExchange exchange) throws IOException {
        try (exchange) {
            ObjectNode body =
                    Json.parseObject(new String(exchange.getRequestBody().readAllBytes(), StandardCharsets.UTF_8));
            String authorization = exchange.getRequestHeaders().getFirst("Authorization");
            asked.add(new Asked(exchange.getRequestURI().getPath(), authorization == null ? "" : authorization, body));
            answer.give(exchange, body);
        }
    }

    public void answers(Answer next) {
        answer = next;
    }

    /** Vectors of so many numbers; the last text's first, since their order is not promised. */
    public static Answer well(int dimension) {
        return (exchange, request) -> {
            ArrayNode data = Json.array();
            List<JsonNode> texts =
                    List.copyOf(request.path("input").valueStream().toList());
            for (int i = texts.size() - 1; i >= 0; i--) {
                ObjectNode one = data.addObject().put("index", i);
                ArrayNode vector = one.putArray("embedding");
                for (double number : numbers(texts.get(i).asString(), dimension)) {
                    vector.add(number);
                }
            }
            ObjectNode body = Json.object();
            body.set("data", data);
            body.putObject("usage").put("total_tokens", 10L * texts.size());
            send(exchange, 200, Json.write(body));
        };
    }

    private static double[] numbers(String text, int dimension) {
        double[] numbers = new double[dimension];
        String lower = text.toLowerCase(Locale.ROOT);
        for (int i = 0; i < MATTERS.size(); i++) {
            numbers[i] = MATTERS.get(i).stream().filter(lower::contains).count();
        }
        numbers[dimension - 1] += numbers[0] + numbers[1] == 0 ? 1 : 0.01;
        return numbers;
    }

    public static Answer status(int status, String body, String... headers) {
        return (exchange, request) -> {
            for (int i = 0; i < headers.length; i += 2) {
                exchange.getResponseHeaders().set(headers[i], headers[i + 1]);
            }
            send(exchange, status, body);
        };
    }

    /** Headers and a first byte, and then nothing for as long as this is open. */
    public Answer slowly() {
        return (exchange, request) -> {
            exchange.sendResponseHeaders(200, 0);
            exchange.getResponseBody().write('{');
            exchange.getResponseBody().flush();
            try {
                closed.await();
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
            }
        };
    }

    private static void send(HttpExchange exchange, int status, String body) throws IOException {
        byte[] bytes = body.getBytes(StandardCharsets.UTF_8);
        exchange.sendResponseHeaders(status, bytes.length == 0 ? -1 : bytes.length);
        exchange.getResponseBody().write(bytes);
    }

    public List<Asked> asked() {
        return asked;
    }

    /** All texts that arrived, in their order. */
    public List<String> texts() {
        return asked.stream().flatMap(one -> one.texts().stream()).toList();
    }

    public String baseUrl() {
        return "http://127.0.0.1:" + server.getAddress().getPort() + "/v1";
    }

    /** The environment that leads to this model. */
    public Map<String, String> environment(String model) {
        return Map.of(
                "WRIT_EMBEDDING_PROVIDER",
                "openai-compatible",
                "WRIT_EMBEDDING_MODEL",
                model,
                "WRIT_EMBEDDING_BASE_URL",
                baseUrl());
    }

    @Override
    public void close() {
        closed.countDown();
        server.stop(0);
        threads.shutdownNow();
    }
}
