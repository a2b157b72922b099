package dev.writ.server;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import dev.writ.Json;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.concurrent.ConcurrentSkipListMap;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/** A third party's tool server on a loopback port, whose tools say of themselves whatever a test has them say. */
final class TestingToolServer implements AutoCloseable {
    private final HttpServer server;
    private final Map<String, String> tools = new ConcurrentSkipListMap<>();

    private TestingToolServer(HttpServer server) {
        this.server = server;
    }

    static TestingToolServer start() throws IOException {
        TestingToolServer tools =
                new TestingToolServer(HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0));
        tools.server.createContext("/mcp", tools::serve);
        tools.server.start();
        return tools;
    }

    /** Offers a tool of this name and description from the next question on. */
    void offer(String name, String description) {
        tools.put(name, description);
    }

    /** The part of a settings file that registers it. */
    String asSettings(String name) {
        return """
                servers:
                  %s:
                    url: http://127.0.0.1:%d/mcp
                """.formatted(name, server.getAddress().getPort());
    }

    private void serve(HttpExchange exchange) throws IOException {
        try (exchange) {
            JsonNode message = Json.parse(new String(exchange.getRequestBody().readAllBytes(), StandardCharsets.UTF_8));
            ObjectNode answer = Json.object().put("jsonrpc", "2.0");
            answer.set("id", message.path("id"));
            answer.set("result", result(message.path("method").asString("")));
            byte[] bytes = Json.write(answer).getBytes(StandardCharsets.UTF_8);
            exchange.getResponseHeaders().set("Content-Type", "application/json");
            exchange.sendResponseHeaders(200, bytes.length);
            exchange.getResponseBody().write(bytes);
        }
    }

    private ObjectNode result(String method) {
        ObjectNode result = Json.object().put("resultType", "complete");
        if (method.equals("server/discover")) {
            result.putArray("supportedVersions").add("2026-07-28");
            result.putObject("capabilities").putObject("tools");
        } else if (method.equals("tools/list")) {
            ArrayNode list = result.putArray("tools");
            tools.forEach((name, description) -> list.addObject()
                    .put("name", name)
                    .put("description", description)
                    .set("inputSchema", Json.parse("""
                            {"type": "object", "properties": {"words": {"type": "string", "description": "what to look for"}},
                             "required": ["words"], "additionalProperties": false}""")));
            result.put("ttlMs", 0).put("cacheScope", "private");
        }
        return result;
    }

    @Override
    public void close() {
        server.stop(0);
    }
}
