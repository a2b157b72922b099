package dev.writ.server;

import static org.assertj.core.api.Assertions.assertThat;

import dev.writ.Json;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/** A call that waits for a person goes on as a task, in both eras of the protocol. */
class McpTasksTest {
    private static final Duration LONGEST_WAIT = Duration.ofSeconds(60);
    private static final String ASK_TO_RUN = """
            {"request": "run make", "justification": "the user wants to see it run", "tools": ["terminal"],
             "scope": {"terminal": {"commands": [["make", "test"]]}}, "duration": "30m"}""";
    private static final String ASK_TO_EDIT = """
            {"request": "keep a list", "justification": "the user asked for it", "tools": ["file_edit"],
             "scope": {"file_edit": {"read": [], "write": ["list.txt"]}}, "duration": "30m"}""";
    private static final String PENDING = "/api/v1/approvals?state=pending";

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
    void what_is_granted_at_once_is_no_task() {
        TestingMcpClient client = modern("{}");
        TestingMcpClient.Answer granted = client.call("need_more_tools", ASK_TO_EDIT);
        assertThat(granted.result().path("resultType").asString()).isEqualTo("complete");
        assertThat(granted.text()).startsWith("Granted file_edit");
    }

    @Test
    void modern_an_approval_in_the_inbox_completes_the_task() {
        TestingMcpClient client = modern("{}");
        String task = begun(client);
        assertThat(get(client, task).path("status").asString()).isEqualTo("working");
        decide("approve");
        JsonNode done = ended(() -> get(client, task));
        assertThat(done.path("status").asString()).isEqualTo("completed");
        assertThat(text(done.path("result"))).startsWith("Granted terminal");
        assertThat(done.path("result").path("_meta").path("dev.writ/receipt").asString())
                .startsWith("writ://receipt/");
        assertThat(client.tools()).contains("terminal__execute_command");
    }

    @Test
    void modern_a_denial_is_a_failed_call_that_says_why() {
        TestingMcpClient client = modern("{}");
        String task = begun(client);
        decide("deny");
        JsonNode done = ended(() -> get(client, task));
        assertThat(done.path("result").path("isError").asBoolean())
                .as(done.toString())
                .isTrue();
        assertThat(text(done.path("result"))).contains("Not granted terminal", "not today");
    }

    @Test
    void modern_to_cancel_the_task_withdraws_the_request() {
        TestingMcpClient client = modern("{}");
        String task = begun(client);
        client.request("tasks/cancel", Json.object().put("taskId", task));
        assertThat(get(client, task).path("status").asString()).isEqualTo("cancelled");
        agents.api().until(PENDING, answer -> answer.body().isEmpty());
    }

    @Test
    void modern_after_a_restart_the_task_is_unknown_and_the_request_still_waits() {
        TestingApi.Answer token = agents.token("{}");
        String task = begun(knowingTasks(agents.client(token)));
        agents.restart();
        TestingMcpClient again = knowingTasks(agents.client(token));
        TestingMcpClient.Answer unknown =
                again.request("tasks/get", Json.object().put("taskId", task));
        assertThat(unknown.error().path("code").asInt()).isEqualTo(-32602);
        assertThat(unknown.error().path("message").asString())
                .contains("There is no task '" + task + "'", "started anew", "make the call again");
        decide("approve");
        Instant latest = Instant.now().plus(LONGEST_WAIT);
        while (!again.tools().contains("terminal__execute_command")) {
            assertThat(Instant.now()).isBefore(latest);
        }
    }

    @Test
    void modern_a_person_at_the_client_is_asked_first_and_who_waves_it_away_has_a_task() {
        TestingMcpClient client = modern("{\"may_approve\": true}");
        client.capabilities.putObject("elicitation").putObject("form");
        TestingMcpClient.Answer asked = client.call("need_more_tools", ASK_TO_RUN);
        assertThat(asked.result().path("resultType").asString()).isEqualTo("input_required");
        TestingMcpClient.Answer begun =
                client.retry("need_more_tools", ASK_TO_RUN, asked, "{\"approval\": {\"action\": \"cancel\"}}");
        assertThat(begun.result().path("resultType").asString()).isEqualTo("task");
        decide("approve");
        String task = begun.result().path("taskId").asString();
        assertThat(text(ended(() -> get(client, task)).path("result"))).startsWith("Granted terminal");
    }

    @Test
    void modern_a_question_to_the_user_is_a_task_too() {
        TestingApi.Answer token = agents.token("{}");
        TestingMcpClient client = knowingTasks(agents.client(token));
        TestingMcpClient.Answer begun =
                client.call("message_user__ask_user", "{\"question\": \"Which list?\", \"timeout_seconds\": 300}");
        assertThat(begun.result().path("resultType").asString())
                .as(begun.message().toString())
                .isEqualTo("task");
        agents.api().post("/api/v1/tasks/" + token.text("task") + "/reply", "{\"text\": \"the long one\"}");
        String task = begun.result().path("taskId").asString();
        assertThat(text(ended(() -> get(client, task)).path("result"))).contains("the long one");
    }

    @Test
    void legacy_an_approval_in_the_inbox_completes_the_task() {
        try (TestingLegacyClient client = legacy()) {
            String task = begun(client);
            decide("approve");
            assertThat(ended(() -> get(client, task)).path("status").asString()).isEqualTo("completed");
            assertThat(text(client.request("tasks/result", id(task)).path("result")))
                    .startsWith("Granted terminal");
        }
    }

    @Test
    void legacy_a_denial_is_a_failed_task_that_says_why() {
        try (TestingLegacyClient client = legacy()) {
            String task = begun(client);
            decide("deny");
            JsonNode failed = ended(() -> get(client, task));
            assertThat(failed.path("status").asString()).isEqualTo("failed");
            assertThat(failed.path("statusMessage").asString()).contains("not today");
            assertThat(client.request("tasks/result", id(task))
                            .path("result")
                            .path("isError")
                            .asBoolean())
                    .isTrue();
        }
    }

    @Test
    void legacy_to_cancel_the_task_withdraws_the_request() {
        try (TestingLegacyClient client = legacy()) {
            String task = begun(client);
            agents.api().until(PENDING, answer -> !answer.body().isEmpty());
            assertThat(client.request("tasks/cancel", id(task))
                            .path("result")
                            .path("status")
                            .asString())
                    .isEqualTo("cancelled");
            agents.api().until(PENDING, answer -> answer.body().isEmpty());
        }
    }

    @Test
    void legacy_after_a_restart_the_task_is_unknown() {
        TestingApi.Answer token = agents.token("{}");
        String task;
        try (TestingLegacyClient client = legacy(token)) {
            task = begun(client);
            agents.api().until(PENDING, answer -> !answer.body().isEmpty());
        }
        agents.restart();
        try (TestingLegacyClient again = legacy(token)) {
            assertThat(again.request("tasks/result", id(task))
                            .path("error")
                            .path("message")
                            .asString())
                    .contains("There is no task '" + task + "'", "started anew");
        }
    }

    private TestingMcpClient modern(String fields) {
        return knowingTasks(agents.client(agents.token(fields)));
    }

    private static TestingMcpClient knowingTasks(TestingMcpClient client) {
        client.capabilities.putObject("extensions").putObject("io.modelcontextprotocol/tasks");
        return client;
    }

    private static String begun(TestingMcpClient client) {
        ObjectNode begun =
                (ObjectNode) client.call("need_more_tools", ASK_TO_RUN).result();
        assertThat(begun.path("resultType").asString()).as(begun.toString()).isEqualTo("task");
        return begun.path("taskId").asString();
    }

    private static JsonNode get(TestingMcpClient client, String task) {
        return client.request("tasks/get", Json.object().put("taskId", task)).result();
    }

    private TestingLegacyClient legacy() {
        return legacy(agents.token("{}"));
    }

    private TestingLegacyClient legacy(TestingApi.Answer token) {
        return new TestingLegacyClient(agents.api().writ.url() + "/mcp", token.text("secret"), "{}");
    }

    private static String begun(TestingLegacyClient client) {
        JsonNode begun = client.request(
                "tools/call", "{\"name\": \"need_more_tools\", \"task\": {}, \"arguments\": " + ASK_TO_RUN + "}");
        String id = begun.path("result").path("task").path("taskId").asString("");
        assertThat(id).as(begun.toString()).isNotEmpty();
        return id;
    }

    private static JsonNode get(TestingLegacyClient client, String task) {
        return client.request("tasks/get", id(task)).path("result");
    }

    private static String id(String task) {
        return Json.write(Json.object().put("taskId", task));
    }

    private void decide(String answer) {
        String id = agents.api()
                .until(PENDING, list -> !list.body().isEmpty())
                .body()
                .path(0)
                .path("id")
                .asString();
        assertThat(agents.api()
                        .post("/api/v1/approvals/" + id + "/" + answer, "{\"reason\": \"not today\"}")
                        .status())
                .isEqualTo(200);
    }

    private static JsonNode ended(Supplier<JsonNode> task) {
        Instant latest = Instant.now().plus(LONGEST_WAIT);
        JsonNode now = task.get();
        while (now.path("status").asString("").equals("working")) {
            assertThat(Instant.now()).as(now.toString()).isBefore(latest);
            pause();
            now = task.get();
        }
        return now;
    }

    private static void pause() {
        try {
            TimeUnit.MILLISECONDS.sleep(50);
        } catch (InterruptedException e) {
            throw new AssertionError(e);
        }
    }

    private static String text(JsonNode result) {
        return result.path("content").path(0).path("text").asString("");
    }
}
