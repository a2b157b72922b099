package dev.writ.mcp.http;

import dev.writ.mcp.Implementation;
import dev.writ.mcp.TestingClock;
import dev.writ.mcp.TestingEngine;
import dev.writ.mcp.TestingJson;
import dev.writ.mcp.engine.Engine;
import dev.writ.mcp.server.Access;
import dev.writ.mcp.server.Caller;
import dev.writ.mcp.server.Offer;
import dev.writ.mcp.server.Tool;
import io.helidon.http.HeaderNames;
import io.helidon.webserver.WebServer;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Optional;
import tools.jackson.databind.node.ObjectNode;

/** A server on a free port of this machine. Who sends {@code Authorization: NAME} is that caller; nobody else is any. */
public final class TestingHttp implements AutoCloseable {
    static final Patience QUICK = new Patience(Duration.ofMillis(400), Duration.ofMillis(400), Duration.ofMillis(20));

    final TestingClock clock = new TestingClock();
    public final Engine engine;
    private final McpHttp http;
    private final WebServer server;

    TestingHttp(Offer offer, Access access, Patience patience) {
        this.engine = new Engine(
                new Implementation("testing", "Testing", "1"), "For tests.", offer, access, new byte[32], clock);
        this.http = new McpHttp(engine, TestingHttp::authenticate, TrustedHosts.LOOPBACK, patience);
        this.server = WebServer.builder()
                .host("127.0.0.1")
                .port(0)
                .shutdownHook(false)
                .routing(routing -> routing.register("/mcp", http))
                .build()
                .start();
    }

    public static TestingHttp of(Tool... tools) {
        return new TestingHttp(TestingEngine.offer(tools), Access.OPEN, Patience.USUAL);
    }

    public int port() {
        return server.port();
    }

    /** One request on a connection of its own. */
    RawHttp.Answer send(String method, String headers, String body) throws IOException {
        try (RawHttp connection = new RawHttp(port())) {
            connection.write(request(method, headers, body));
            return connection.answer();
        }
    }

    /** A request of Alice's, with the headers a body needs. */
    RawHttp.Answer post(String headers, String body) throws IOException {
        return send("POST", "Host: localhost\nAuthorization: alice\nContent-Type: application/json\n" + headers, body);
    }

    /** A request of the modern era by Alice, with the headers that belong to it. */
    RawHttp.Answer modern(String method, String name, String params) throws IOException {
        return post(modernHeaders(method, name), modernBody(method, params));
    }

    static String modernHeaders(String method, String name) {
        return "MCP-Protocol-Version: 2026-07-28\nMcp-Method: " + method + "\n"
                + (name.isEmpty() ? "" : "Mcp-Name: " + name + "\n");
    }

    static String modernBody(String method, String params) {
        ObjectNode message =
                TestingJson.json("{'jsonrpc':'2.0','id':1,'method':'" + method + "','params':" + params + "}");
        ((ObjectNode) message.get("params"))
                .withObject("_meta")
                .put("io.modelcontextprotocol/protocolVersion", "2026-07-28")
                .set("io.modelcontextprotocol/clientCapabilities", TestingJson.json(TestingEngine.ALL));
        return message.toString();
    }

    /** The id of a new session of a caller. */
    String session(String caller) throws IOException {
        return send(
                        "POST",
                        "Host: localhost\nAuthorization: " + caller + "\nContent-Type: application/json\n",
                        "{'jsonrpc':'2.0','id':0,'method':'initialize','params':{'protocolVersion':'2025-11-25',"
                                + "'capabilities':" + TestingEngine.ALL + "}}")
                .header("Mcp-Session-Id");
    }

    /** Single quotes in the body become double ones. */
    static String request(String method, String headers, String body) {
        String json = body.replace('\'', '"');
        return method + " /mcp HTTP/1.1\r\n"
                + headers.replace("\n", "\r\n")
                + "Content-Length: " + json.getBytes(StandardCharsets.UTF_8).length + "\r\n\r\n"
                + json;
    }

    @Override
    public void close() {
        engine.close();
        http.close();
        server.stop();
    }

    private static Authenticator.Result authenticate(io.helidon.http.ServerRequestHeaders headers) {
        if (!headers.contains(HeaderNames.AUTHORIZATION)) {
            return new Authenticator.Result.Unauthenticated("Bearer resource_metadata=\"http://localhost/meta\"");
        }
        String name = headers.get(HeaderNames.AUTHORIZATION).get();
        if (name.equals("broken")) {
            throw new IllegalStateException("The key store is gone.");
        }
        return switch (name) {
            case "barred" -> new Authenticator.Result.Forbidden(Optional.of("Bearer scope=\"more\""), "Not you.");
            case "unknowable" -> new Authenticator.Result.Unavailable("Nobody can tell now.");
            default -> new Authenticator.Result.Authenticated(new Caller(name));
        };
    }
}
