package dev.writ.server;

import static org.assertj.core.api.Assertions.assertThat;

import dev.writ.Json;
import io.modelcontextprotocol.client.McpAsyncClient;
import io.modelcontextprotocol.client.McpClient;
import io.modelcontextprotocol.client.McpSyncClient;
import io.modelcontextprotocol.client.transport.HttpClientStreamableHttpTransport;
import io.modelcontextprotocol.spec.McpSchema;
import io.modelcontextprotocol.spec.McpSchema.CallToolRequest;
import io.modelcontextprotocol.spec.McpSchema.CallToolResult;
import io.modelcontextprotocol.spec.McpSchema.TextContent;
import java.io.IOException;
import java.net.http.HttpRequest;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import reactor.core.Disposable;
import tools.jackson.databind.node.ObjectNode;

/** A client nobody here wrote, the official Java SDK's, works with Writ as it is. */
class JavaSdkClientTest {
    private static final Duration LONGEST_WAIT = Duration.ofSeconds(60);

    @TempDir
    Path folder;

    private Path workspace;
    private TestingApi api;
    private final List<McpSyncClient> clients = new ArrayList<>();
    private final BlockingQueue<List<String>> lists = new LinkedBlockingQueue<>();

    @BeforeEach
    void start() throws IOException {
        workspace = Files.createDirectory(folder.resolve("workspace"));
        Files.writeString(workspace.resolve("notes.txt"), "buy milk");
        api = TestingApi.start(folder, new TestingModel());
    }

    @AfterEach
    void stop() {
        clients.forEach(McpSyncClient::closeGracefully);
        api.close();
    }

    @Test
    void it_lists_calls_and_gets_structured_results() {
        McpSyncClient client = client("{\"reading\": true}");
        assertThat(client.listTools().tools())
                .extracting(McpSchema.Tool::name)
                .contains("file_system_listing__read_file");
        CallToolResult result = call(client, "file_system_listing__read_file", "{\"path\": \"notes.txt\"}");
        assertThat(result.isError()).isFalse();
        assertThat(result.structuredContent())
                .asInstanceOf(org.assertj.core.api.InstanceOfAssertFactories.MAP)
                .containsEntry("content", "buy milk");
    }

    @Test
    void it_hears_of_a_grant_and_of_its_revocation() throws InterruptedException {
        McpSyncClient client = client("{}");
        call(client, "need_more_tools", """
                {"request": "keep a list", "justification": "the user asked for it", "tools": ["file_edit"],
                 "scope": {"file_edit": {"read": [], "write": ["list.txt"]}}, "duration": "30m"}""");
        assertThat(lists.poll(60, TimeUnit.SECONDS)).contains("file_edit__write_file");
        assertThat(call(
                                client,
                                "file_edit__write_file",
                                "{\"path\": \"list.txt\", \"content\": \"milk\", \"mode\": \"create\"}")
                        .isError())
                .isFalse();
        api.post("/api/v1/grants/revoke-all", "{\"reason\": \"enough\"}");
        List<String> last = lists.poll(60, TimeUnit.SECONDS);
        while (last != null && last.contains("file_edit__write_file")) {
            last = lists.poll(60, TimeUnit.SECONDS);
        }
        assertThat(last).isNotNull().doesNotContain("file_edit__write_file");
    }

    @Test
    void it_hears_that_a_grant_has_expired() throws InterruptedException {
        McpSyncClient client = client("{}");
        call(client, "need_more_tools", """
                {"request": "keep a list", "justification": "the user asked for it", "tools": ["file_edit"],
                 "scope": {"file_edit": {"read": [], "write": ["list.txt"]}}, "duration": "3s"}""");
        List<String> last = lists.poll(60, TimeUnit.SECONDS);
        assertThat(last).contains("file_edit__write_file");
        while (last != null && last.contains("file_edit__write_file")) {
            last = lists.poll(60, TimeUnit.SECONDS);
        }
        assertThat(last).isNotNull().doesNotContain("file_edit__write_file");
    }

    @Test
    void it_hears_of_progress() {
        List<McpSchema.ProgressNotification> told = new CopyOnWriteArrayList<>();
        McpSyncClient client = build(token("{\"reading\": true}"), spec -> spec.progressConsumer(told::add));
        client.callTool(CallToolRequest.builder("file_system_listing__watch")
                .arguments(Map.of("path", ".", "seconds", 4))
                .progressToken("how far")
                .build());
        assertThat(told).isNotEmpty().allSatisfy(one -> {
            assertThat(one.progressToken()).isEqualTo("how far");
            assertThat(one.message()).contains("watch");
        });
        assertThat(told).extracting(McpSchema.ProgressNotification::progress).isSorted();
    }

    /** The SDK has no cancellation: a call whose answer is no longer wanted runs on. When the session ends, so does the call. */
    @Test
    void it_cannot_cancel_a_call_but_ends_it_with_its_session() {
        String secret = token("{\"reading\": true}");
        McpAsyncClient client =
                McpClient.async(transport(secret)).requestTimeout(LONGEST_WAIT).build();
        client.initialize().block(LONGEST_WAIT);
        Disposable call = client.callTool(CallToolRequest.builder("file_system_listing__watch")
                        .arguments(Map.of("path", ".", "seconds", 55))
                        .build())
                .subscribe();
        api.until("/api/v1/events?type=tool.started", answer -> !answer.body().isEmpty());
        call.dispose();
        assertThat(client.listTools().block(LONGEST_WAIT).tools()).isNotEmpty();
        assertThat(api.get("/api/v1/events?type=tool.failed").body()).isEmpty();
        client.closeGracefully().block(LONGEST_WAIT);
        assertThat(api.until(
                                "/api/v1/events?type=tool.failed",
                                answer -> !answer.body().isEmpty())
                        .body()
                        .path(0)
                        .path("data")
                        .path("code")
                        .asString())
                .isEqualTo("cancelled");
    }

    @Test
    void a_denial_reaches_it_as_the_answer_of_the_tool() {
        McpSyncClient client = client("{\"reading\": true}");
        CallToolResult denied = call(client, "file_system_listing__read_file", "{\"path\": \"/etc/hostname\"}");
        assertThat(denied.isError()).isTrue();
        assertThat(text(denied)).isNotBlank();
    }

    @Test
    void its_person_is_asked_for_an_approval() {
        List<String> asked = new ArrayList<>();
        McpSyncClient client = build(
                token("{\"may_approve\": true}"),
                spec -> spec.elicitation(request -> {
                    asked.add(request.message());
                    return McpSchema.ElicitResult.builder(McpSchema.ElicitResult.Action.ACCEPT)
                            .content(Map.of("decision", "approve"))
                            .build();
                }));
        CallToolResult granted = call(client, "need_more_tools", """
                {"request": "run make", "justification": "the user wants to see it run", "tools": ["terminal"],
                 "scope": {"terminal": {"commands": [["make", "test"]]}}, "duration": "30m"}""");
        assertThat(text(granted)).startsWith("Granted terminal");
        assertThat(asked).singleElement().asString().contains("The agent worker asks for terminal.");
    }

    @Test
    void it_reads_resources_and_gets_prompts() {
        McpSyncClient client = client("{\"reading\": true}");
        McpSchema.ResourceContents contents = client.readResource(
                        McpSchema.ReadResourceRequest.builder("writ://file/notes.txt")
                                .build())
                .contents()
                .getFirst();
        assertThat(((McpSchema.TextResourceContents) contents).text()).isEqualTo("buy milk");
        assertThat(client.listPrompts().prompts())
                .extracting(McpSchema.Prompt::name)
                .contains("start_subtask");
    }

    private McpSyncClient client(String fields) {
        return build(token(fields), spec -> spec);
    }

    private McpSyncClient build(String secret, java.util.function.UnaryOperator<McpClient.SyncSpec> more) {
        McpSyncClient client = more.apply(McpClient.sync(transport(secret))
                        .requestTimeout(LONGEST_WAIT)
                        .toolsChangeConsumer(tools -> lists.add(
                                tools.stream().map(McpSchema.Tool::name).toList())))
                .build();
        clients.add(client);
        client.initialize();
        return client;
    }

    private HttpClientStreamableHttpTransport transport(String secret) {
        return HttpClientStreamableHttpTransport.builder(api.writ.url())
                .endpoint("/mcp")
                .requestBuilder(HttpRequest.newBuilder().header("Authorization", "Bearer " + secret))
                .build();
    }

    private String token(String fields) {
        ObjectNode body =
                Json.parseObject(fields).put("purpose", "sum up the notes").put("workspace", workspace.toString());
        body.putArray("allow").add("edit");
        return api.post("/api/v1/tokens", Json.write(body)).text("secret");
    }

    @SuppressWarnings("unchecked")
    private static CallToolResult call(McpSyncClient client, String tool, String arguments) {
        return client.callTool(CallToolRequest.builder(tool)
                .arguments(Json.convert(Json.parse(arguments), Map.class))
                .build());
    }

    private static String text(CallToolResult result) {
        return ((TextContent) result.content().getFirst()).text();
    }
}
