package dev.writ.mcp.client;

import static dev.writ.mcp.TestingTools.form;
import static dev.writ.mcp.TestingTools.named;
import static dev.writ.mcp.TestingTools.said;
import static dev.writ.mcp.TestingTools.tool;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import dev.writ.mcp.Implementation;
import dev.writ.mcp.TestingEngine;
import dev.writ.mcp.TestingJson;
import dev.writ.mcp.engine.Change;
import dev.writ.mcp.engine.Engine;
import dev.writ.mcp.http.TestingHttp;
import dev.writ.mcp.json.StrictJson;
import dev.writ.mcp.server.InputRequest;
import dev.writ.mcp.server.Outcome;
import dev.writ.mcp.server.Tool;
import dev.writ.mcp.server.ToolResult;
import dev.writ.mcp.stdio.StdioServer;
import java.io.IOException;
import java.net.URI;
import java.nio.channels.Channels;
import java.nio.channels.Pipe;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import tools.jackson.databind.node.ObjectNode;

/** The client with this project's own engine at the other end, in both eras and over both transports. */
@Timeout(60)
class McpClientTest {
    private static final Duration PATIENCE = Duration.ofSeconds(20);
    private static final Implementation SELF = new Implementation("client", "Client", "1");

    private final List<AutoCloseable> opened = new ArrayList<>();
    private final Heard heard = new Heard();

    @AfterEach
    void close() throws Exception {
        for (AutoCloseable one : opened.reversed()) {
            one.close();
        }
    }

    /** What a test works with. */
    private record Pair(McpClient client, Engine engine) {}

    private Pair connect(String how, Tool... tools) throws Exception {
        Engine engine;
        Channel channel;
        if (how.startsWith("http")) {
            TestingHttp server = TestingHttp.of(tools);
            opened.add(server);
            engine = server.engine;
            channel = new HttpChannel(
                    URI.create("http://localhost:" + server.port() + "/mcp"), Map.of("Authorization", "alice"));
        } else {
            TestingEngine testing = TestingEngine.of(tools);
            opened.add(testing);
            engine = testing.engine;
            channel = streams(testing);
        }
        McpClient client =
                McpClient.connect(how.endsWith("legacy") ? new LegacyOnly(channel) : channel, SELF, heard, PATIENCE);
        opened.add(client);
        return new Pair(client, engine);
    }

    private static Channel streams(TestingEngine engine) throws IOException {
        Pipe up = Pipe.open();
        Pipe down = Pipe.open();
        StdioServer server = new StdioServer(
                engine.engine, TestingEngine.ALICE, Channels.newOutputStream(down.sink()), Duration.ofMillis(200));
        Thread.ofPlatform().daemon().start(() -> {
            try {
                server.serve(Channels.newInputStream(up.source()));
            } catch (IOException e) {
                // The client has gone.
            }
        });
        return new StdioChannel(Channels.newInputStream(down.source()), Channels.newOutputStream(up.sink()));
    }

    @ParameterizedTest
    @ValueSource(strings = {"http modern", "http legacy", "stdio modern", "stdio legacy"})
    void it_lists_calls_and_gets_structured_results(String how) throws Exception {
        Tool adds = tool(
                "add",
                "{'type':'object','properties':{'a':{'type':'integer','x-mcp-header':'First'}}}",
                (arguments, exchange) -> Outcome.done(ToolResult.structured(
                        TestingJson.json("{'sum':" + (arguments.path("a").asInt() + 1) + "}"), "a sum")));
        McpClient client = connect(
                        how,
                        adds,
                        tool("fail", (arguments, exchange) -> Outcome.done(ToolResult.failure("no such thing"))))
                .client();
        assertThat(client.description())
                .isEqualTo("testing 1, MCP " + (how.endsWith("modern") ? "2026-07-28" : "2025-11-25"));
        assertThat(client.tools(PATIENCE))
                .extracting(one -> one.path("name").asString())
                .containsExactly("add", "fail");
        CallResult sum = client.call("add", TestingJson.json("{'a':41}"), PATIENCE);
        assertThat(sum.structured().orElseThrow().path("sum").asInt()).isEqualTo(42);
        assertThat(sum.failed()).isFalse();
        CallResult failed = client.call("fail", StrictJson.object(), PATIENCE);
        assertThat(failed.failed()).isTrue();
        assertThat(failed.content().getFirst().path("text").asString()).isEqualTo("no such thing");
        assertThat(heard.isEmpty()).isTrue();
    }

    @ParameterizedTest
    @ValueSource(strings = {"http modern", "http legacy", "stdio modern", "stdio legacy"})
    void what_a_server_refuses_is_said_and_the_connection_stays(String how) throws Exception {
        McpClient client = connect(how, named("plain")).client();
        assertThatExceptionOfType(ServerFailure.class)
                .isThrownBy(() -> client.call("absent", StrictJson.object(), PATIENCE))
                .satisfies(failure -> assertThat(failure.kind()).isEqualTo(ServerFailure.Kind.REFUSED))
                .withMessageContaining("absent");
        assertThat(client.call("plain", StrictJson.object(), PATIENCE).content())
                .hasSize(1);
    }

    @ParameterizedTest
    @ValueSource(strings = {"http modern", "http legacy", "stdio modern", "stdio legacy"})
    void all_pages_of_a_long_list_are_read(String how) throws Exception {
        Tool[] many = IntStream.range(0, 250).mapToObj(i -> named("tool" + i)).toArray(Tool[]::new);
        assertThat(connect(how, many).client().tools(PATIENCE)).hasSize(250);
    }

    @ParameterizedTest
    @ValueSource(strings = {"http modern", "http legacy", "stdio modern", "stdio legacy"})
    void whoever_does_not_wait_any_more_has_the_server_break_off(String how) throws Exception {
        CountDownLatch interrupted = new CountDownLatch(1);
        McpClient client = connect(how, named("plain"), tool("wait", (arguments, exchange) -> {
                    try {
                        new CountDownLatch(1).await();
                    } catch (InterruptedException e) {
                        interrupted.countDown();
                        throw e;
                    }
                    return said("never");
                }))
                .client();
        assertThatExceptionOfType(ServerFailure.class)
                .isThrownBy(() -> client.call("wait", StrictJson.object(), Duration.ofMillis(300)))
                .satisfies(failure -> assertThat(failure.kind()).isEqualTo(ServerFailure.Kind.SILENT));
        assertThat(interrupted.await(20, TimeUnit.SECONDS)).isTrue();
        assertThat(client.call("plain", StrictJson.object(), PATIENCE).content())
                .hasSize(1);
    }

    @ParameterizedTest
    @ValueSource(strings = {"http modern", "http legacy", "stdio modern", "stdio legacy"})
    void it_hears_of_other_tools(String how) throws Exception {
        Pair pair = connect(how, named("plain"));
        // The server may not listen yet when the first change comes.
        Thread telling = Thread.ofVirtual().start(() -> {
            while (!Thread.currentThread().isInterrupted()) {
                pair.engine().changes().tell(new Change.Tools(), caller -> true);
                try {
                    Thread.sleep(50);
                } catch (InterruptedException e) {
                    Thread.currentThread().interrupt();
                }
            }
        });
        assertThat(heard.next()).isEqualTo("changed");
        telling.interrupt();
    }

    @ParameterizedTest
    @ValueSource(strings = {"http modern", "http legacy", "stdio modern", "stdio legacy"})
    void a_server_that_wants_to_ask_something_is_refused(String how) throws Exception {
        McpClient client = connect(
                        how,
                        tool(
                                "ask",
                                (arguments, exchange) -> Outcome.ask("who", InputRequest.form("Who?", form("name")))))
                .client();
        try {
            // To a server of the older era a client that cannot be asked is a reason for the call to fail.
            assertThat(client.call("ask", StrictJson.object(), PATIENCE).failed())
                    .isTrue();
        } catch (ServerFailure e) {
            assertThat(e.kind()).isEqualTo(ServerFailure.Kind.REFUSED);
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"http modern", "http legacy", "stdio modern", "stdio legacy"})
    void once_closed_it_says_so_and_tells_nobody(String how) throws Exception {
        McpClient client = connect(how, named("plain")).client();
        client.close();
        ObjectNode none = StrictJson.object();
        assertThatExceptionOfType(ServerFailure.class)
                .isThrownBy(() -> client.call("plain", none, PATIENCE))
                .satisfies(failure -> assertThat(failure.kind()).isEqualTo(ServerFailure.Kind.CLOSED));
        assertThat(heard.isEmpty()).isTrue();
    }
}
