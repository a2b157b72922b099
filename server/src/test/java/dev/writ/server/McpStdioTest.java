package dev.writ.server;

import static org.assertj.core.api.Assertions.assertThat;

import dev.writ.Json;
import dev.writ.mcp.stdio.BridgeEndpoint;
import dev.writ.mcp.stdio.StdioBridge;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.io.PipedInputStream;
import java.io.PipedOutputStream;
import java.io.PrintStream;
import java.io.UncheckedIOException;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/** A client that speaks over standard input and output works with a server that speaks over HTTP. */
class McpStdioTest {
    private static final String MODERN = """
            "_meta": {"io.modelcontextprotocol/protocolVersion": "2026-07-28",
                      "io.modelcontextprotocol/clientCapabilities": {}}""";

    @TempDir
    Path folder;

    private TestingApi api;
    private PrintStream toServer;
    private final Lines fromServer = new Lines();
    private Thread bridge;

    @BeforeEach
    void start() throws IOException {
        Path workspace = Files.createDirectory(folder.resolve("workspace"));
        Files.writeString(workspace.resolve("notes.txt"), "buy milk");
        api = TestingApi.start(folder, new TestingModel());
        ObjectNode body = Json.object()
                .put("purpose", "sum up the notes")
                .put("workspace", workspace.toString())
                .put("reading", true);
        body.putArray("allow").add("edit");
        String secret = api.post("/api/v1/tokens", Json.write(body)).text("secret");
        PipedOutputStream client = new PipedOutputStream();
        PipedInputStream input = new PipedInputStream(client, 1 << 16);
        StdioBridge served =
                new StdioBridge(new BridgeEndpoint(URI.create(api.writ.url() + "/mcp"), secret), fromServer);
        toServer = new PrintStream(client, true, StandardCharsets.UTF_8);
        bridge = Thread.ofPlatform().start(() -> {
            try {
                served.serve(input);
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        });
    }

    @AfterEach
    void stop() throws InterruptedException {
        toServer.close();
        bridge.join();
        api.close();
    }

    @Test
    void a_legacy_client_shakes_hands_reads_a_file_and_hears_of_its_grants() {
        say("""
                {"jsonrpc": "2.0", "id": 1, "method": "initialize", "params": {"protocolVersion": "2025-06-18",
                 "capabilities": {}, "clientInfo": {"name": "test", "version": "1"}}}""");
        assertThat(hear().path("result").path("protocolVersion").asString()).isEqualTo("2025-06-18");
        say("{\"jsonrpc\": \"2.0\", \"method\": \"notifications/initialized\"}");
        say("""
                {"jsonrpc": "2.0", "id": 2, "method": "tools/call", "params":
                 {"name": "file_system_listing__read_file", "arguments": {"path": "notes.txt"}}}""");
        assertThat(text(hear())).contains("buy milk");
        say("""
                {"jsonrpc": "2.0", "id": 3, "method": "tools/call", "params": {"name": "need_more_tools", "arguments":
                 {"request": "keep a list", "justification": "the user asked for it", "tools": ["file_edit"],
                  "scope": {"file_edit": {"read": [], "write": ["list.txt"]}}, "duration": "30m"}}}""");
        JsonNode first = hear();
        JsonNode second = hear();
        assertThat(first.path("method").asString("") + second.path("method").asString(""))
                .isEqualTo("notifications/tools/list_changed");
        assertThat(text(first) + text(second)).contains("Granted file_edit");
    }

    @Test
    void a_modern_client_needs_no_handshake_and_a_denial_is_the_answer_of_the_tool() {
        say("""
                {"jsonrpc": "2.0", "id": "a", "method": "tools/call", "params": {"name": "need_more_tools", "arguments":
                 {"request": "keep a list", "justification": "the user asked for it", "tools": ["file_edit"],
                  "scope": {"file_edit": {"read": [], "write": ["list.txt"]}}, "duration": "30m"}, %s}}""".formatted(MODERN));
        assertThat(text(hear())).contains("Granted file_edit");
        say("""
                {"jsonrpc": "2.0", "id": "b", "method": "tools/call", "params": {"name": "file_edit__write_file",
                 "arguments": {"path": "other.txt", "content": "x", "mode": "create"}, %s}}""".formatted(MODERN));
        JsonNode denied = hear();
        assertThat(denied.path("id").asString()).isEqualTo("b");
        assertThat(denied.path("result").path("isError").asBoolean()).isTrue();
        assertThat(text(denied)).contains("Denied by rule 'scope'");
    }

    @Test
    void a_task_is_asked_for_by_its_id() {
        say("""
                {"jsonrpc": "2.0", "id": "a", "method": "tasks/get", "params": {"taskId": "x", "_meta":
                 {"io.modelcontextprotocol/protocolVersion": "2026-07-28", "io.modelcontextprotocol/clientCapabilities":
                  {"extensions": {"io.modelcontextprotocol/tasks": {}}}}}}""");
        assertThat(hear().path("error").path("message").asString()).startsWith("There is no task 'x'.");
    }

    @Test
    void what_is_no_message_is_answered_with_an_error_and_the_next_one_works() {
        say("what?");
        assertThat(hear().path("error").path("code").asInt()).isEqualTo(-32700);
        say("{\"jsonrpc\": \"2.0\", \"id\": 1, \"method\": \"tools/list\"}");
        JsonNode answer = hear();
        assertThat(answer.path("id").asInt()).isEqualTo(1);
        assertThat(answer.path("error").path("message").asString()).contains("initialize");
        say("{\"jsonrpc\": \"2.0\", \"id\": 2, \"method\": \"server/discover\", \"params\": {%s}}".formatted(MODERN));
        assertThat(hear().path("result").path("supportedVersions").path(0).asString())
                .isEqualTo("2026-07-28");
    }

    private void say(String message) {
        toServer.println(message.replace("\n", " "));
    }

    private JsonNode hear() {
        try {
            String line = fromServer.complete.poll(60, TimeUnit.SECONDS);
            assertThat(line).as("a line from the server").isNotNull();
            return Json.parse(line);
        } catch (InterruptedException e) {
            throw new AssertionError(e);
        }
    }

    /** Whole lines of what is written to it. */
    private static final class Lines extends OutputStream {
        private final BlockingQueue<String> complete = new LinkedBlockingQueue<>();
        private final ByteArrayOutputStream begun = new ByteArrayOutputStream();

        @Override
        public void write(int next) {
            if (next == '\n') {
                complete.add(begun.toString(StandardCharsets.UTF_8));
                begun.reset();
            } else {
                begun.write(next);
            }
        }
    }

    private static String text(JsonNode message) {
        return message.path("result").path("content").path(0).path("text").asString("");
    }
}
