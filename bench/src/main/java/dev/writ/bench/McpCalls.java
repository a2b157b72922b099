package dev.writ.bench;

import dev.writ.Json;
import dev.writ.server.DataFolder;
import java.io.IOException;
import java.io.UncheckedIOException;
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
                + "the same machine as the clients, one server at a time.";
    }

    /** A call on the connection of one client. */
    private interface Call {
        void make(McpConnection connection, int number) throws IOException;
    }

    @Override
    public List<Row> measure(Plan plan) throws Exception {
        List<Row> rows = new ArrayList<>();
        List<Callers> sdk = served(plan, McpSdkServer.class, McpCalls::echo);
        List<Callers> typescript = typescript(plan);
        List<Callers> engine = served(plan, McpEngineServer.class, McpCalls::echo);
        List<Callers> writ = writ(plan);
        for (int i = 0; i < LEVELS.size(); i++) {
            String level = LEVELS.get(i) + (LEVELS.get(i) == 1 ? " connection" : " connections");
            String peers = "Java SDK " + sdk.get(i).figure() + "; TypeScript "
                    + (typescript.isEmpty()
                            ? "not measured: no Node.js, or not installed"
                            : typescript.get(i).figure());
            boolean ahead = engine.get(i).perSecond() > sdk.get(i).perSecond()
                    && (typescript.isEmpty()
                            || engine.get(i).perSecond()
                                    >= 3 * typescript.get(i).perSecond());
            rows.add(Row.of(
                            "engine, " + level,
                            engine.get(i).figure(),
                            engine.get(i).series().spread())
                    .besides(peers)
                    .against("ahead of the Java SDK, 3 times TypeScript", ahead));
            rows.add(Row.of(
                            "Writ, " + level,
                            writ.get(i).figure(),
                            writ.get(i).series().spread())
                    .besides(peers));
        }
        rows.add(idle(plan));
        return rows;
    }

    private static void echo(McpConnection connection, int number) throws IOException {
        connection.call(number + 1, "echo", "{\"message\":\"m" + number + "\"}", "Echo: m" + number);
    }

    private static List<Callers> served(Plan plan, Class<?> server, Call call) throws Exception {
        Path folder = plan.newFolder("mcp");
        try (ChildProcess process = ChildProcess.start(
                folder,
                JavaOptions.withoutArchive(),
                server,
                List.of(folder.resolve("server.json").toString()))) {
            return levels(plan, URI.create(process.server(folder).url() + "/mcp"), true, call);
        }
    }

    private static List<Callers> levels(Plan plan, URI address, boolean sessions, Call call) throws Exception {
        List<Callers> measured = new ArrayList<>();
        for (int level : LEVELS) {
            List<McpConnection> connections = new ArrayList<>();
            try {
                for (int i = 0; i < level; i++) {
                    McpConnection connection = new McpConnection(address);
                    connections.add(sessions ? connection.initialized() : connection);
                }
                int each = Math.max(plan.choose(3_000, 30_000) / level, 5);
                measured.add(Callers.measure(
                        plan, level, each, (caller, number) -> call.make(connections.get(caller), number)));
            } finally {
                connections.forEach(McpCalls::close);
            }
        }
        return measured;
    }

    /** All of Writ. A task's calls a minute are limited, so many tasks take turns. */
    private static List<Callers> writ(Plan plan) throws Exception {
        Path folder = plan.newFolder("mcp-writ");
        Path workspace = Files.createDirectory(folder.resolve("workspace"));
        Files.writeString(workspace.resolve("a.txt"), "a");
        Path data = folder.resolve("data");
        try (ChildProcess process = ChildProcess.start(
                folder,
                JavaOptions.withoutArchive(),
                dev.writ.cli.Main.class,
                List.of("serve", "--port", "0", "--data", data.toString()))) {
            process.awaitHealthy(data);
            DataFolder.Server server = process.server(data);
            List<String> tokens = tokens(server, workspace, plan.choose(150, 500));
            AtomicInteger made = new AtomicInteger();
            return levels(plan, URI.create(server.url() + "/mcp"), false, (connection, number) -> {
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
    private static List<Callers> typescript(Plan plan) throws Exception {
        Optional<NodeServer> everything = NodeServer.everything(plan);
        if (everything.isEmpty()) {
            return List.of();
        }
        try (NodeServer server = everything.get()) {
            return levels(plan, server.address(), true, McpCalls::echo);
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
            connections.forEach(McpCalls::close);
        }
    }

    private static void close(McpConnection connection) {
        try {
            connection.close();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
