package dev.writ.server;

import static org.assertj.core.api.Assertions.assertThat;

import dev.writ.Json;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/** What would become of a request, asked before it is handed in. */
class PreflightTest {
    @TempDir
    static Path folder;

    private static TestingApi api;
    private static Path workspace;

    @BeforeAll
    static void start() throws IOException {
        workspace = Files.createDirectory(folder.resolve("workspace"));
        api = TestingApi.start(folder, new TestingModel());
    }

    @AfterAll
    static void stop() {
        api.close();
    }

    private static TestingApi.Answer ask(String request, String... allow) {
        ObjectNode body = Json.object().put("request", request).put("workspace", workspace.toString());
        body.set("allow", Json.array(java.util.List.of(allow)));
        return api.post("/api/v1/tasks/preflight", body.toString());
    }

    private static JsonNode expected(TestingApi.Answer answer, String tool) {
        return answer.body()
                .path("expected")
                .valueStream()
                .filter(one -> one.path("tool").asString().equals(tool))
                .findFirst()
                .orElseGet(Json::object);
    }

    private static String outcome(TestingApi.Answer answer, String tool) {
        return expected(answer, tool).path("outcome").asString("");
    }

    @Test
    void reading_is_given_at_the_start_and_editing_asks_unless_it_was_allowed() {
        TestingApi.Answer unasked = ask("write \"hello\" to the file notes.txt");
        assertThat(unasked.body().path("agents").path(0).path("name").asString())
                .isEqualTo("worker");
        assertThat(expected(unasked, "file_system_listing").path("at_start").asBoolean())
                .isTrue();
        assertThat(outcome(unasked, "file_system_listing")).isEqualTo("automatic");
        assertThat(outcome(unasked, "file_edit")).isEqualTo("person");
        assertThat(expected(unasked, "file_edit").path("scope").toString()).contains("notes.txt");
        assertThat(outcome(ask("write \"hello\" to the file notes.txt", "edit"), "file_edit"))
                .isEqualTo("automatic");
    }

    @Test
    void a_command_names_its_very_line_and_needs_leave_to_run() {
        TestingApi.Answer answer = ask("run `make test`");
        assertThat(outcome(answer, "terminal")).isEqualTo("person");
        assertThat(expected(answer, "terminal").path("scope").toString())
                .contains("make")
                .contains("test");
        assertThat(outcome(ask("run `make test`", "run"), "terminal")).isEqualTo("automatic");
    }

    @Test
    void without_a_workspace_what_needs_one_is_outside() {
        TestingApi.Answer answer = api.post("/api/v1/tasks/preflight", "{\"request\": \"run `make test`\"}");
        assertThat(outcome(answer, "terminal")).isEqualTo("outside");
        assertThat(answer.body()
                        .path("tools")
                        .valueStream()
                        .filter(tool -> tool.path("tool").asString().equals("terminal"))
                        .findFirst()
                        .orElseThrow()
                        .path("standing")
                        .asString())
                .isEqualTo("outside");
    }

    @Test
    void words_that_the_rules_do_not_know_promise_nothing() {
        TestingApi.Answer answer = ask("ponder the colour of the wind");
        assertThat(answer.body().path("understood").asBoolean()).isFalse();
        assertThat(answer.body().path("tools").size()).isGreaterThan(5);
    }

    @Test
    void where_several_agents_fit_it_says_that_one_is_chosen() {
        assertThat(ask("fix and speed up the build").body().path("agents").size())
                .isGreaterThan(1);
    }

    @Test
    void what_a_submission_would_be_refused_for_is_refused_before() {
        assertThat(ask(" ").status()).isEqualTo(400);
        assertThat(api.post("/api/v1/tasks/preflight", "{\"request\": \"a\", \"agent\": \"nobody\"}")
                        .status())
                .isEqualTo(404);
        assertThat(api.post("/api/v1/tasks/preflight", "{\"request\": \"a\", \"breakpoints\": [\"x\"]}")
                        .status())
                .isEqualTo(404);
        assertThat(api.post("/api/v1/tasks/preflight", "{\"request\": \"a\", \"workspace\": \"/no/such\"}")
                        .status())
                .isEqualTo(400);
    }

    @Test
    void nothing_is_written_down() {
        String before = api.get("/api/v1/events?limit=10000").body().toString();
        ask("write \"hello\" to the file notes.txt");
        assertThat(api.get("/api/v1/events?limit=10000").body().toString()).isEqualTo(before);
        assertThat(api.get("/api/v1/tasks").body()).isEmpty();
    }
}
