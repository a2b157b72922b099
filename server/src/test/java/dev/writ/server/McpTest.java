package dev.writ.server;

import static org.assertj.core.api.Assertions.assertThat;

import dev.writ.Json;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.node.ObjectNode;

/** An agent that runs elsewhere works with Writ's tools, and sees and does what its grants allow. */
class McpTest {
    private static final String ASK_TO_READ = """
            {"request": "read the notes", "justification": "the user wants them summed up",
             "tools": ["file_system_listing"], "scope": {"file_system_listing": {"read": ["**"], "write": []}},
             "duration": "30m"}""";
    private static final String ASK_TO_RUN = """
            {"request": "run make", "justification": "the user wants to see \\"it\\" run", "tools": ["terminal"],
             "scope": {"terminal": {"commands": [["make", "test"]]}}, "duration": "30m"}""";
    private static final List<String> TOOLKIT = List.of(
            "break_down_task",
            "end_task",
            "flag_for_review",
            "need_more_context",
            "need_more_tools",
            "request_improvement",
            "start_subtask");

    @TempDir
    Path folder;

    private Path workspace;
    private TestingApi api;
    private final List<TestingMcpClient> clients = new ArrayList<>();

    @BeforeEach
    void start() throws IOException {
        workspace = Files.createDirectory(folder.resolve("workspace"));
        Files.writeString(workspace.resolve("notes.txt"), "buy milk");
        api = TestingApi.start(folder, new TestingModel());
    }

    @AfterEach
    void stop() {
        clients.forEach(TestingMcpClient::close);
        api.close();
    }

    @Test
    void whoever_has_no_token_is_told_where_to_find_out_how_to_get_in() {
        TestingMcpClient.Answer answer = client("/mcp", "writ_guessed").request("tools/list", Json.object());
        assertThat(answer.status()).isEqualTo(401);
        assertThat(answer.http().headers().firstValue("WWW-Authenticate").orElse(""))
                .contains("resource_metadata=\"" + api.writ.url() + "/.well-known/oauth-protected-resource\"");
        assertThat(api.get("/.well-known/oauth-protected-resource").text("resource"))
                .isEqualTo(api.writ.url() + "/mcp");
    }

    @Test
    void the_token_of_the_api_is_none_for_agents_and_the_other_way_round() {
        assertThat(client("/mcp", api.writ.token())
                        .request("tools/list", Json.object())
                        .status())
                .isEqualTo(401);
        String secret = token("{}").text("secret");
        assertThat(api.send(api.request("/api/v1/tokens")
                                .setHeader("Authorization", "Bearer " + secret)
                                .build())
                        .status())
                .isEqualTo(401);
    }

    @Test
    void an_agent_sees_the_core_toolkit_and_what_its_kind_may_always_use() {
        assertThat(client(token("{}")).tools()).containsAll(TOOLKIT).noneMatch(name -> name.startsWith("file_"));
    }

    @Test
    void a_tool_appears_when_it_is_granted_and_the_agent_hears_of_it() throws InterruptedException {
        TestingMcpClient client = client(token("{}"));
        BlockingQueue<String> heard = client.listen();
        assertThat(TestingMcpClient.next(heard)).isEqualTo("notifications/subscriptions/acknowledged");
        TestingMcpClient.Answer granted = client.call("need_more_tools", ASK_TO_READ);
        assertThat(granted.text()).startsWith("Granted file_system_listing");
        assertThat(TestingMcpClient.next(heard)).isEqualTo("notifications/tools/list_changed");
        assertThat(client.tools()).contains("file_system_listing__read_file");
        assertThat(client.call("file_system_listing__read_file", "{\"path\": \"notes.txt\"}")
                        .text())
                .contains("buy milk");
    }

    @Test
    void a_tool_disappears_when_its_grant_expires_and_the_agent_hears_of_it() throws InterruptedException {
        TestingMcpClient client = client(token("{}"));
        BlockingQueue<String> heard = client.listen();
        assertThat(TestingMcpClient.next(heard)).isEqualTo("notifications/subscriptions/acknowledged");
        client.call("need_more_tools", ASK_TO_READ.replace("30m", "2s"));
        assertThat(client.tools()).contains("file_system_listing__read_file");
        while (client.tools().contains("file_system_listing__read_file")) {
            assertThat(TestingMcpClient.next(heard)).isEqualTo("notifications/tools/list_changed");
        }
        assertThat(client.call("file_system_listing__read_file", "{\"path\": \"notes.txt\"}")
                        .error()
                        .path("message")
                        .asString())
                .isEqualTo("There is no tool 'file_system_listing__read_file'.");
    }

    @Test
    void a_call_outside_the_grants_is_challenged_with_the_scope_it_needs() {
        TestingMcpClient client = client(token("{\"reading\": true}"));
        TestingMcpClient.Answer denied =
                client.call("file_system_listing__read_file", "{\"path\": \"../outside.txt\"}");
        assertThat(denied.result().path("isError").asBoolean()).isTrue();
        client.call("need_more_tools", """
                {"request": "keep a list", "justification": "the user asked for it", "tools": ["file_edit"],
                 "scope": {"file_edit": {"read": [], "write": ["list.txt"]}}, "duration": "30m"}""");
        TestingMcpClient.Answer other = client.call(
                "file_edit__write_file", "{\"path\": \"other.txt\", \"content\": \"x\", \"mode\": \"create\"}");
        assertThat(other.status()).isEqualTo(403);
        assertThat(other.http().headers().firstValue("WWW-Authenticate").orElse(""))
                .isEqualTo("Bearer error=\"insufficient_scope\", scope=\"writ:file_edit.write_file\"");
        assertThat(other.error().path("data").path("rule").asString()).isEqualTo("scope");
        assertThat(workspace.resolve("other.txt")).doesNotExist();
    }

    @Test
    void a_tool_that_may_not_be_seen_is_like_one_that_does_not_exist() {
        TestingMcpClient client = client(token("{}"));
        String hidden = client.call("file_edit__write_file", "{}").error().toString();
        String none = client.call("no_such__operation_", "{}").error().toString();
        assertThat(hidden.replace("file_edit__write_file", "NAME"))
                .isEqualTo(none.replace("no_such__operation_", "NAME"));
    }

    @Test
    void the_person_at_the_client_is_asked_there_where_it_may_approve() {
        TestingMcpClient client = asking("{\"may_approve\": true}");
        TestingMcpClient.Answer asked = client.call("need_more_tools", ASK_TO_RUN);
        assertThat(asked.result().path("resultType").asString()).isEqualTo("input_required");
        assertThat(asked.result()
                        .path("inputRequests")
                        .path("approval")
                        .path("params")
                        .path("message")
                        .asString())
                .contains("The agent worker asks for terminal.", "\"the user wants to see \\\"it\\\" run\"");
        TestingMcpClient.Answer granted = client.retry("need_more_tools", ASK_TO_RUN, asked, answer("approve"));
        assertThat(granted.text()).startsWith("Granted terminal");
        assertThat(client.tools()).contains("terminal__execute_command");
    }

    @Test
    void a_person_that_declines_at_the_client_has_denied() {
        TestingMcpClient client = asking("{\"may_approve\": true}");
        TestingMcpClient.Answer asked = client.call("need_more_tools", ASK_TO_RUN);
        TestingMcpClient.Answer denied =
                client.retry("need_more_tools", ASK_TO_RUN, asked, "{\"approval\": {\"action\": \"decline\"}}");
        assertThat(denied.text()).contains("Not granted terminal", "denied in the client");
    }

    @Test
    void an_approval_cannot_be_used_for_another_request() {
        TestingMcpClient client = asking("{\"may_approve\": true}");
        TestingMcpClient.Answer asked = client.call("need_more_tools", ASK_TO_RUN);
        TestingMcpClient.Answer other =
                client.retry("need_more_tools", ASK_TO_RUN.replace("make", "rm"), asked, answer("approve"));
        assertThat(other.error().path("code").asInt()).isEqualTo(-32602);
        assertThat(api.get("/api/v1/approvals?state=pending").body()).hasSize(1);
    }

    @Test
    void without_leave_to_approve_there_the_request_waits_in_the_inbox() throws Exception {
        TestingMcpClient client = asking("{}");
        var call = CompletableFuture.supplyAsync(() -> client.call("need_more_tools", ASK_TO_RUN));
        String id = api.until(
                        "/api/v1/approvals?state=pending",
                        answer -> !answer.body().isEmpty())
                .body()
                .path(0)
                .path("id")
                .asString();
        assertThat(api.post("/api/v1/approvals/" + id + "/approve", "{}").status())
                .isEqualTo(200);
        assertThat(call.get(60, TimeUnit.SECONDS).text()).startsWith("Granted terminal");
    }

    private TestingMcpClient asking(String fields) {
        TestingMcpClient client = client(token(fields));
        client.capabilities.putObject("elicitation").putObject("form");
        return client;
    }

    private static String answer(String decision) {
        return "{\"approval\": {\"action\": \"accept\", \"content\": {\"decision\": \"" + decision + "\"}}}";
    }

    @Test
    void the_list_of_an_agent_is_its_own_and_no_fresher_than_its_grants_last() {
        ObjectNode result = (ObjectNode) client(token("{\"reading\": true, \"ttl_seconds\": 60}"))
                .request("tools/list", Json.object())
                .result();
        assertThat(result.path("cacheScope").asString()).isEqualTo("private");
        assertThat(result.path("ttlMs").asLong()).isBetween(1L, 60_000L);
    }

    @Test
    void the_endpoint_of_one_server_offers_its_tools_alone() {
        TestingApi.Answer token = token("{\"reading\": true}");
        assertThat(client("/mcp/file_system", token.text("secret")).tools())
                .contains("file_system_listing__read_file", "need_more_tools");
        assertThat(client("/mcp/sql_lite", token.text("secret")).tools())
                .contains("need_more_tools")
                .noneMatch(name -> name.startsWith("file_system"));
    }

    @Test
    void a_revoked_token_lets_nobody_in_and_ends_the_task_with_its_grants() throws InterruptedException {
        TestingApi.Answer token = token("{\"reading\": true}");
        TestingMcpClient client = client(token);
        BlockingQueue<String> heard = client.listen();
        assertThat(TestingMcpClient.next(heard)).isEqualTo("notifications/subscriptions/acknowledged");
        api.post("/api/v1/tokens/" + token.text("id") + "/revoke", "{}");
        assertThat(client.request("tools/list", Json.object()).status()).isEqualTo(401);
        assertThat(api.ended(token.text("task")).text("state")).isEqualTo("cancelled");
        assertThat(api.get("/api/v1/grants?task=" + token.text("task"))
                        .body()
                        .path(0)
                        .path("state")
                        .asString())
                .isEqualTo("task_ended");
        String last = TestingMcpClient.next(heard);
        while (!last.equals("end")) {
            last = TestingMcpClient.next(heard);
        }
    }

    @Test
    void the_last_word_of_an_agent_ends_its_task() {
        TestingApi.Answer token = token("{}");
        TestingMcpClient client = client(token);
        client.call("end_task", "{\"status\": \"completed\", \"result\": \"milk it is\"}");
        TestingApi.Answer task = api.ended(token.text("task"));
        assertThat(task.text("state")).isEqualTo("completed");
        assertThat(task.body().path("result").path("text").asString()).isEqualTo("milk it is");
        assertThat(client.request("tools/list", Json.object()).status()).isEqualTo(401);
    }

    @Test
    void a_file_is_a_resource_for_whoever_may_read_it() {
        TestingMcpClient client = client(token("{\"reading\": true}"));
        assertThat(client.read("writ://file/notes.txt")
                        .result()
                        .path("contents")
                        .path(0)
                        .path("text")
                        .asString())
                .isEqualTo("buy milk");
        TestingMcpClient.Answer unknown = client(token("{}")).read("writ://file/notes.txt");
        assertThat(unknown.error().path("code").asInt()).isEqualTo(-32602);
        assertThat(unknown.error().path("message").asString())
                .isEqualTo("There is no resource 'writ://file/notes.txt'.");
    }

    @Test
    void documents_are_listed_for_an_agent_that_may_read_them() {
        TestingApi.Answer reader = api.post(
                "/api/v1/tokens", "{\"agent\": \"documentation_agent\", \"purpose\": \"tidy the documents up\"}");
        TestingMcpClient client = client(reader);
        String uri = client.request("resources/list", Json.object())
                .result()
                .path("resources")
                .path(0)
                .path("uri")
                .asString();
        assertThat(uri).startsWith("writ://document/");
        assertThat(client.read(uri)
                        .result()
                        .path("contents")
                        .path(0)
                        .path("text")
                        .asString())
                .isNotBlank();
        assertThat(client(token("{}"))
                        .request("resources/list", Json.object())
                        .result()
                        .path("resources"))
                .isEmpty();
    }

    @Test
    void the_processes_an_agent_can_start_are_prompts() {
        ObjectNode params = Json.object().put("name", "start_subtask");
        params.putObject("arguments").put("title", "count words").put("instruction", "count the words of notes.txt");
        String text = client(token("{}"))
                .request("prompts/get", params)
                .result()
                .path("messages")
                .path(0)
                .path("content")
                .path("text")
                .asString();
        assertThat(text).startsWith("Call the tool start_subtask").contains("count the words of notes.txt");
    }

    @Test
    void nothing_is_done_for_an_agent_while_a_person_holds_its_task() {
        TestingApi.Answer token = token("{\"reading\": true}");
        TestingMcpClient client = client(token);
        String task = "/api/v1/tasks/" + token.text("task");
        api.until(task, answer -> answer.text("state").equals("waiting_on_dependencies"));
        api.post(task + "/pause", "{}");
        TestingMcpClient.Answer held = client.call("file_system_listing__read_file", "{\"path\": \"notes.txt\"}");
        assertThat(held.result().path("isError").asBoolean()).isTrue();
        assertThat(held.text()).contains("A person holds this task");
        api.post(task + "/resume", "{}");
        assertThat(client.call("file_system_listing__read_file", "{\"path\": \"notes.txt\"}")
                        .text())
                .contains("buy milk");
    }

    @Test
    void a_call_at_a_breakpoint_is_held_and_made_once_when_the_agent_makes_it_again() {
        TestingApi.Answer token = token("{\"reading\": true}");
        TestingMcpClient client = client(token);
        String task = "/api/v1/tasks/" + token.text("task");
        api.post(task + "/breakpoints", "{\"before\": \"file_system_listing.read_file\"}");
        String call = "{\"path\": \"notes.txt\"}";
        assertThat(client.call("file_system_listing__read_file", call).text())
                .contains("nothing was done", "same call again");
        assertThat(api.get(task + "/breakpoints")
                        .body()
                        .path("hits")
                        .path(0)
                        .path("arguments")
                        .asString())
                .contains("notes.txt");
        assertThat(api.get(task).text("hold_reason")).startsWith("breakpoint file_system_listing.read_file");
        assertThat(client.call("file_system_listing__read_file", call).text()).contains("holds this task");

        api.post(task + "/resume", "");
        // Let go was this call, not another one.
        assertThat(client.call("file_system_listing__read_file", "{\"path\": \"other.txt\"}")
                        .text())
                .contains("nothing was done");
        api.post(task + "/resume", "");
        assertThat(client.call("file_system_listing__read_file", call).text()).contains("milk");
        assertThat(client.call("file_system_listing__read_file", call).text()).contains("nothing was done");
    }

    @Test
    void every_call_of_an_agent_is_on_record_like_any_other() {
        TestingApi.Answer token = token("{\"reading\": true}");
        client(token).call("file_system_listing__read_file", "{\"path\": \"notes.txt\"}");
        assertThat(api.get("/api/v1/events?type=tool.succeeded&tree=" + token.text("task"))
                        .body()
                        .path(0)
                        .path("data")
                        .path("operation")
                        .asString())
                .isEqualTo("read_file");
    }

    private TestingApi.Answer token(String fields) {
        ObjectNode body = Json.parseObject(fields)
                .put("agent", "worker")
                .put("purpose", "sum up the notes")
                .put("workspace", workspace.toString());
        body.putArray("allow").add("edit");
        TestingApi.Answer answer = api.post("/api/v1/tokens", Json.write(body));
        assertThat(answer.status()).as(() -> answer.body().toString()).isEqualTo(201);
        return answer;
    }

    private TestingMcpClient client(TestingApi.Answer token) {
        return client("/mcp", token.text("secret"));
    }

    private TestingMcpClient client(String path, String secret) {
        TestingMcpClient client = new TestingMcpClient(api.writ.url() + path, secret);
        clients.add(client);
        return client;
    }
}
