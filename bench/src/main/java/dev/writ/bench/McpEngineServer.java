package dev.writ.bench;

import dev.writ.mcp.Implementation;
import dev.writ.mcp.engine.Engine;
import dev.writ.mcp.http.Authenticator;
import dev.writ.mcp.http.McpHttp;
import dev.writ.mcp.http.TrustedHosts;
import dev.writ.mcp.json.StrictJson;
import dev.writ.mcp.server.Access;
import dev.writ.mcp.server.Offer;
import dev.writ.mcp.server.Outcome;
import dev.writ.mcp.server.Tool;
import dev.writ.mcp.server.ToolResult;
import dev.writ.mcp.server.ToolSpec;
import io.helidon.webserver.WebServer;
import java.nio.file.Path;
import java.time.InstantSource;
import java.util.List;
import tools.jackson.databind.node.ObjectNode;

/** Writ's protocol engine with one tool that gives back what it is given, and nothing of Writ around it. */
final class McpEngineServer {
    private McpEngineServer() {}

    /** @param arguments the file for its address */
    public static void main(String[] arguments) throws Exception {
        ObjectNode schema = StrictJson.object().put("type", "object");
        schema.putObject("properties").putObject("message").put("type", "string");
        schema.putArray("required").add("message");
        Tool echo = new Tool(
                ToolSpec.of("echo", "Gives back the message.", schema),
                (given, exchange) -> Outcome.done(
                        ToolResult.text("Echo: " + given.path("message").asString(""))));
        Engine engine = new Engine(
                new Implementation("bench", "Bench", "1"),
                "For measurements.",
                new Offer.Fixed(List.of(echo), List.of(), List.of(), List.of()),
                Access.OPEN,
                Engine.freshKey(),
                InstantSource.system());
        WebServer server = WebServer.builder()
                .host("127.0.0.1")
                .port(0)
                .routing(routing ->
                        routing.register("/mcp", new McpHttp(engine, Authenticator.NOBODY, TrustedHosts.LOOPBACK)))
                .build()
                .start();
        HelloServer.announce(Path.of(arguments[0]), server.port());
    }
}
