package dev.writ.bench;

import dev.writ.Json;
import dev.writ.server.DataFolder;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicInteger;
import tools.jackson.databind.node.ObjectNode;

/** What a call over MCP takes: through all of Writ, through its protocol engine alone, and through other servers. */
final class McpCalls implements Measurement {
    private static final List<Integer> LEVELS = List.of(1, 50, 1_000);
    private static final String TARGET = "ahead of the Java SDK, 3 times TypeScript";

    @Override
    public String name() {
        return "mcp";
    }

    @Override
    public String title() {
        return "Call over MCP";
    }

    @Override
    public String explanation() {
        return "One `tools/call` over Streamable HTTP, each client on a connection that stays open, the same plain client for "
                + "every server, and every reply looked at for its content. *Writ* is `serve` with an access token: the "
                + "token is looked up, the call authorized and durably recorded twice, the tool tells of a file. *Engine* is the "
                + "protocol alone, with a tool that gives back its message; so are the peers: the official Java SDK's server "
                + "(2.1.0, on Tomcat 11) and the TypeScript `server-everything`, in the era that they speak. All on "
                + "the same machine as the clients, all servers running, one called at a time. What a call takes of the "
                + "server's processors tells more of the server than the rate, for which clients and server compete.";
    }

    @Override
    public List<Row> measure(Plan plan) throws Exception {
        List<Row> rows = new ArrayList<>();
        try (McpPeer sdk = served(plan, McpSdkServer.class);
                McpPeer engine = served(plan, McpEngineServer.class);
                McpPeer writ = writ(plan)) {
            Optional<McpPeer> typescript = typescript(plan);
            try {
                for (int level : LEVELS) {
                    McpPeer.Load peer = sdk.under(plan, level);
                    Optional<McpPeer.Load> node = typescript.isEmpty()
                            ? Optional.empty()
                            : Optional.of(typescript.get().under(plan, level));
                    rows.addAll(rows(level, peer, node, engine.under(plan, level), writ.under(plan, level)));
                }
            } finally {
                typescript.ifPresent(McpPeer::close);
            }
        }
        rows.add(idle(plan));
        rows.addAll(McpFirstAnswer.rows(plan));
        return rows;
    }

    private static List<Row> rows(
            int level, McpPeer.Load sdk, Optional<McpPeer.Load> typescript, McpPeer.Load engine, McpPeer.Load writ) {
        String at = level + (level == 1 ? " connection" : " connections");
        String peers = "Java SDK " + sdk.figure() + "; TypeScript "
                + typescript.map(McpPeer.Load::figure).orElse("not measured: no Node.js, or not installed");
        return List.of(
                engine.row("engine, " + at).besides(peers).against(TARGET, reached(engine, sdk, typescript)),
                writ.row("Writ, " + at).besides(peers).against(TARGET, reached(writ, sdk, typescript)));
    }

    private static boolean reached(McpPeer.Load load, McpPeer.Load sdk, Optional<McpPeer.Load> typescript) {
        return load.perSecond() > sdk.perSecond()
                && load.perSecond()
                        >= 3 * typescript.map(McpPeer.Load::perSecond).orElse(0.0);
    }

    private static void echo(McpConnection connection, int number) throws IOException {
        connection.call(number + 1, "echo", "{\"message\":\"m" + number + "\"}", "Echo: m" + number);
    }

    private static McpPeer served(Plan plan, Class<?> server) throws Exception {
        Path folder = plan.newFolder("mcp");
        ChildProcess process = ChildProcess.start(
                folder,
                JavaOptions.withoutArchive(),
                server,
                List.of(folder.resolve("server.json").toString()));
        URI address = URI.create(process.server(folder).url() + "/mcp");
        return McpPeer.withSessions(address, process::processorTime, process::close, McpCalls::echo);
    }

    /** All of Writ. A task's calls a minute are limited, so many tasks take turns. */
    private static McpPeer writ(Plan plan) throws Exception {
        Path folder = plan.newFolder("mcp-writ");
        Path workspace = Files.createDirectory(folder.resolve("workspace"));
        Files.writeString(workspace.resolve("a.txt"), "a");
        Path data = folder.resolve("data");
        ChildProcess process = ChildProcess.start(
                folder,
                JavaOptions.withoutArchive(),
                dev.writ.cli.Main.class,
                List.of("serve", "--port", "0", "--data", data.toString()));
        process.awaitHealthy(data);
        DataFolder.Server server = process.server(data);
        List<String> tokens = tokens(server, workspace, plan.choose(150, 500));
        AtomicInteger made = new AtomicInteger();
        return McpPeer.withoutSessions(
                URI.create(server.url() + "/mcp"), process::processorTime, process::close, (connection, number) -> {
                    // Neighbours in time use different tasks, so none makes too many calls at once.
                    String token = tokens.get(made.getAndIncrement() % tokens.size());
                    connection.modernCall(
                            number + 1,
                            token,
                            "file_system_listing__get_file_info",
                            "{\"path\":\"a.txt\"}",
                            "\"isError\":false");
                });
    }

    private static List<String> tokens(DataFolder.Server server, Path workspace, int count) throws Exception {
        ObjectNode body = Json.object()
                .put("purpose", "measure")
                .put("workspace", workspace.toString())
                .put("reading", true);
        List<String> tokens = new ArrayList<>();
        try (HttpClient client = HttpClient.newHttpClient()) {
            for (int i = 0; i < count; i++) {
                HttpRequest request = HttpRequest.newBuilder(URI.create(server.url() + "/api/v1/tokens"))
                        .header("Authorization", "Bearer " + server.token())
                        .POST(HttpRequest.BodyPublishers.ofString(Json.write(body)))
                        .build();
                tokens.add(Json.parse(client.send(request, HttpResponse.BodyHandlers.ofString())
                                .body())
                        .path("secret")
                        .asString());
            }
        }
        return tokens;
    }

    /** {@code server-everything} from npm; nothing where Node.js is not there. */
    private static Optional<McpPeer> typescript(Plan plan) throws Exception {
        try {
            NodeServer node = NodeServer.everything(plan);
            return Optional.of(McpPeer.withSessions(node.address(), node::processorTime, node::close, McpCalls::echo));
        } catch (Missing e) {
            plan.say("  TypeScript is left out: " + e.why() + ".");
            return Optional.empty();
        }
    }

    /** What a thousand sessions that do nothing hold. */
    private static Row idle(Plan plan) throws Exception {
        Path folder = plan.newFolder("mcp-idle");
        List<McpConnection> connections = new ArrayList<>();
        try (ChildProcess process = ChildProcess.start(
                folder,
                JavaOptions.withoutArchive(),
                McpEngineServer.class,
                List.of(folder.resolve("server.json").toString()))) {
            URI address = URI.create(process.server(folder).url() + "/mcp");
            connections.add(new McpConnection(address).initialized());
            long before = process.residentMemory().orElse(0L);
            for (int i = 1; i <= 1_000; i++) {
                connections.add(new McpConnection(address).initialized());
            }
            Thread.sleep(Duration.ofSeconds(2));
            long after = process.residentMemory().orElse(0L);
            return Row.of(
                    "engine, resident with 1,000 idle sessions",
                    (after >> 20) + " MB",
                    "with one: " + (before >> 20) + " MB");
        } finally {
            for (McpConnection connection : connections) {
                connection.close();
            }
        }
    }
}
