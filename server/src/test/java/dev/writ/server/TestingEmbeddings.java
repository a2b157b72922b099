package dev.writ.server;

import com.sun.net.httpserver.HttpServer;
import dev.writ.Json;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CopyOnWriteArrayList;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/** An embedding model on loopback, to which texts with {@code car} or {@code automobile} mean one thing, all others another. */
final class TestingEmbeddings implements AutoCloseable {
    private final HttpServer server;
    private final List<String> texts = new CopyOnWriteArrayList<>();
    private volatile int status = 200;

    TestingEmbeddings() {
        try {
            server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        server.createContext("/v1/embeddings", exchange -> {
            try (exchange) {
                JsonNode input = Json.parseObject(
                                new String(exchange.getRequestBody().readAllBytes(), StandardCharsets.UTF_8))
                        .path("input");
                byte[] answer = Json.write(vectors(input)).getBytes(StandardCharsets.UTF_8);
                exchange.sendResponseHeaders(status, answer.length);
                exchange.getResponseBody().write(answer);
            }
        });
        server.start();
    }

    private ObjectNode vectors(JsonNode input) {
        ObjectNode body = Json.object();
        ArrayNode data = body.putArray("data");
        for (JsonNode one : input) {
            String text = one.asString();
            texts.add(text);
            boolean meant = text.contains("car ") || text.contains("automobile");
            data.addObject().putArray("embedding").add(meant ? 1 : 0).add(meant ? 0 : 1);
        }
        return body;
    }

    /** Fails from now on. */
    void breaks() {
        status = 500;
    }

    /** All texts that arrived, in their order. */
    List<String> texts() {
        return texts;
    }

    String baseUrl() {
        return "http://127.0.0.1:" + server.getAddress().getPort() + "/v1";
    }

    /** The environment that leads to this model. */
    Map<String, String> environment() {
        return Map.of(
                "WRIT_EMBEDDING_PROVIDER", "openai-compatible",
                "WRIT_EMBEDDING_MODEL", "matters",
                "WRIT_EMBEDDING_BASE_URL", baseUrl());
    }

    @Override
    public void close() {
        server.stop(0);
    }
}
