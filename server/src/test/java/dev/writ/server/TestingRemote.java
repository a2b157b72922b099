package dev.writ.server;

import dev.writ.mcp.Implementation;
import dev.writ.mcp.TraceContext;
import dev.writ.mcp.engine.Engine;
import dev.writ.mcp.http.Authenticator;
import dev.writ.mcp.http.McpHttp;
import dev.writ.mcp.http.TrustedHosts;
import dev.writ.mcp.server.Access;
import dev.writ.mcp.server.Offer;
import dev.writ.mcp.server.Outcome;
import dev.writ.mcp.server.Tool;
import dev.writ.mcp.server.ToolResult;
import dev.writ.mcp.server.ToolSpec;
import io.helidon.webserver.WebServer;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.stream.Stream;

/** A server of a third party on the loopback address, whose tools say "done" and keep what trace they were part of. */
final class TestingRemote implements AutoCloseable {
    final BlockingQueue<Optional<TraceContext>> traces = new LinkedBlockingQueue<>();
    private final Engine engine;
    private final McpHttp http;
    private final WebServer server;

    TestingRemote(String... tools) {
        List<Tool> offered = Stream.of(tools)
                .map(name -> new Tool(
                        ToolSpec.of(name, "Says that it is done.", ToolSpec.noArguments()), (given, exchange) -> {
                            traces.add(exchange.trace());
                            return Outcome.done(ToolResult.text("done"));
                        }))
                .toList();
        this.engine = new Engine(
                new Implementation("remote", "Remote", "1"),
                "For tests.",
                new Offer.Fixed(offered, List.of(), List.of(), List.of()),
                Access.OPEN,
                Engine.freshKey(),
                InstantSource.system());
        this.http = new McpHttp(engine, Authenticator.NOBODY, TrustedHosts.LOOPBACK);
        this.server = WebServer.builder()
                .host("127.0.0.1")
                .port(0)
                .shutdownHook(false)
                .routing(routing -> routing.register("/mcp", http))
                .build()
                .start();
    }

    String url() {
        return "http://127.0.0.1:" + server.port() + "/mcp";
    }

    @Override
    public void close() {
        server.stop();
        http.close();
        engine.close();
    }
}
