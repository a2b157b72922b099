package dev.writ.server;

import static org.assertj.core.api.Assertions.assertThat;

import dev.writ.Json;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.JsonNode;

/** Who has subscribed to a file of the workspace hears that it has changed, as long as it may read it. */
class McpFileWatchTest {
    private static final String UPDATED = "notifications/resources/updated";
    private static final String NOTES = "writ://file/notes.txt";
    private static final String OTHER = "writ://file/other.txt";
    /** To be sure that nothing comes: several times as long as between two looks. */
    private static final long QUIET_MILLIS = 2_500;

    @TempDir
    Path folder;

    private TestingAgents agents;

    @BeforeEach
    void start() throws IOException {
        agents = TestingAgents.start(folder);
    }

    @AfterEach
    void stop() {
        agents.close();
    }

    @Test
    void modern_a_listener_hears_of_each_change_of_what_it_named_and_of_nothing_else() throws Exception {
        BlockingQueue<JsonNode> heard = client("{\"reading\": true}").listenTo(NOTES, "writ://file/later.txt");
        assertThat(honoured(heard)).containsExactly(NOTES, "writ://file/later.txt");
        write("other.txt", "nobody asked");
        write("notes.txt", "buy milk and bread");
        assertThat(updated(heard)).isEqualTo(NOTES);
        write("later.txt", "there now");
        assertThat(updated(heard)).isEqualTo("writ://file/later.txt");
        Files.delete(agents.workspace.resolve("notes.txt"));
        assertThat(updated(heard)).isEqualTo(NOTES);
    }

    @Test
    void legacy_a_subscriber_hears_until_it_unsubscribes() throws Exception {
        try (TestingLegacyClient client = legacy("{\"reading\": true}")) {
            BlockingQueue<JsonNode> heard = client.listen();
            assertThat(client.request("resources/subscribe", uri(NOTES)).has("result"))
                    .isTrue();
            assertThat(client.request("resources/subscribe", uri(OTHER)).has("result"))
                    .isTrue();
            write("notes.txt", "buy milk and bread");
            assertThat(updated(heard)).isEqualTo(NOTES);
            client.request("resources/unsubscribe", uri(NOTES));
            write("notes.txt", "buy nothing");
            write("other.txt", "new");
            assertThat(updated(heard)).isEqualTo(OTHER);
        }
    }

    @Test
    void what_may_not_be_read_cannot_be_watched() throws Exception {
        write("secret.txt", "one");
        TestingMcpClient client = readingOnly("notes.txt", "30m");
        BlockingQueue<JsonNode> heard =
                client.listenTo("writ://file/secret.txt", "writ://file/../outside.txt", "writ://document/x", NOTES);
        assertThat(honoured(heard)).containsExactly(NOTES);
        write("secret.txt", "two");
        assertThat(heard.poll(QUIET_MILLIS, TimeUnit.MILLISECONDS)).isNull();
        try (TestingLegacyClient legacy = legacy("{\"reading\": true}")) {
            assertThat(legacy.request("resources/subscribe", uri("writ://file/../outside.txt"))
                            .path("error")
                            .path("message")
                            .asString())
                    .startsWith("outside_workspace");
        }
    }

    @Test
    void the_subscription_ends_with_the_grant_and_does_not_come_back_with_another() throws Exception {
        TestingMcpClient client = readingOnly("notes.txt", "30m");
        BlockingQueue<JsonNode> heard = client.listenTo(NOTES);
        assertThat(honoured(heard)).containsExactly(NOTES);
        agents.api().post("/api/v1/grants/revoke-all", "{\"reason\": \"enough\"}");
        write("notes.txt", "no longer yours");
        assertThat(heard.poll(QUIET_MILLIS, TimeUnit.MILLISECONDS)).isNull();
        assertThat(client.call("need_more_tools", asking("notes.txt", "20m")).text())
                .startsWith("Granted");
        write("notes.txt", "yours again");
        assertThat(heard.poll(QUIET_MILLIS, TimeUnit.MILLISECONDS)).isNull();
        assertThat(honoured(client.listenTo(NOTES))).containsExactly(NOTES);
    }

    @Test
    void the_subscription_ends_when_the_grant_expires() throws Exception {
        TestingMcpClient client = readingOnly("notes.txt", "4s");
        BlockingQueue<JsonNode> heard = client.listenTo(NOTES);
        assertThat(honoured(heard)).containsExactly(NOTES);
        while (client.tools().contains("file_system_listing__read_file")) {
            Thread.onSpinWait();
        }
        write("notes.txt", "no longer yours");
        assertThat(heard.poll(QUIET_MILLIS, TimeUnit.MILLISECONDS)).isNull();
    }

    @Test
    void no_link_leads_out_of_the_workspace() throws Exception {
        Path outside = Files.createDirectory(folder.resolve("outside"));
        Files.writeString(outside.resolve("key.txt"), "one");
        Files.createSymbolicLink(agents.workspace.resolve("link.txt"), outside.resolve("key.txt"));
        Files.createSymbolicLink(agents.workspace.resolve("folder"), outside);
        BlockingQueue<JsonNode> heard =
                client("{\"reading\": true}").listenTo("writ://file/link.txt", "writ://file/folder/key.txt", NOTES);
        honoured(heard);
        Files.writeString(outside.resolve("key.txt"), "two, and longer");
        assertThat(heard.poll(QUIET_MILLIS, TimeUnit.MILLISECONDS)).isNull();
        write("notes.txt", "the watch is at work");
        assertThat(updated(heard)).isEqualTo(NOTES);
    }

    @Test
    void an_agent_watches_a_hundred_files_at_most() throws Exception {
        String[] many = IntStream.range(0, 101)
                .mapToObj(number -> "writ://file/f" + number + ".txt")
                .toArray(String[]::new);
        TestingApi.Answer token = agents.token("{\"reading\": true}");
        assertThat(honoured(agents.client(token).listenTo(many))).hasSize(100);
        try (TestingLegacyClient legacy = legacy(token)) {
            assertThat(legacy.request("resources/subscribe", uri(NOTES))
                            .path("error")
                            .path("message")
                            .asString())
                    .contains("at most 100");
            assertThat(legacy.request("resources/subscribe", uri(many[0])).has("result"))
                    .as("one that is watched already")
                    .isTrue();
        }
    }

    @Test
    void who_goes_away_makes_room() throws Exception {
        TestingApi.Answer token = agents.token("{\"reading\": true}");
        String[] many = IntStream.range(0, 100)
                .mapToObj(number -> "writ://file/f" + number + ".txt")
                .toArray(String[]::new);
        TestingLegacyClient first = legacy(token);
        for (String one : many) {
            first.request("resources/subscribe", uri(one));
        }
        first.end();
        try (TestingLegacyClient next = legacy(token)) {
            assertThat(next.request("resources/subscribe", uri(NOTES)).has("result"))
                    .isTrue();
        }
    }

    private TestingMcpClient client(String fields) {
        return agents.client(agents.token(fields));
    }

    private TestingLegacyClient legacy(String fields) {
        return legacy(agents.token(fields));
    }

    private TestingLegacyClient legacy(TestingApi.Answer token) {
        return new TestingLegacyClient(agents.api().writ.url() + "/mcp", token.text("secret"), "{}");
    }

    private TestingMcpClient readingOnly(String path, String time) {
        TestingMcpClient client = client("{}");
        assertThat(client.call("need_more_tools", asking(path, time)).text()).startsWith("Granted file_system_listing");
        return client;
    }

    private static String asking(String path, String time) {
        return """
                {"request": "read the notes", "justification": "the user wants them summed up",
                 "tools": ["file_system_listing"],
                 "scope": {"file_system_listing": {"read": ["%s"], "write": []}}, "duration": "%s"}""".formatted(path, time);
    }

    private void write(String name, String content) throws IOException {
        Files.writeString(agents.workspace.resolve(name), content);
    }

    private static String uri(String uri) {
        return Json.write(Json.object().put("uri", uri));
    }

    private static List<String> honoured(BlockingQueue<JsonNode> heard) throws InterruptedException {
        JsonNode first = next(heard);
        assertThat(first.path("method").asString()).isEqualTo("notifications/subscriptions/acknowledged");
        return first.path("params")
                .path("notifications")
                .path("resourceSubscriptions")
                .valueStream()
                .map(JsonNode::asString)
                .toList();
    }

    private static String updated(BlockingQueue<JsonNode> heard) throws InterruptedException {
        JsonNode next = next(heard);
        while (next.path("params").path("uri").asString("").isEmpty()) {
            next = next(heard);
        }
        assertThat(next.path("method").asString()).isEqualTo(UPDATED);
        return next.path("params").path("uri").asString();
    }

    private static JsonNode next(BlockingQueue<JsonNode> heard) throws InterruptedException {
        JsonNode next = heard.poll(60, TimeUnit.SECONDS);
        assertThat(next).as("something that is heard").isNotNull();
        return next;
    }
}
