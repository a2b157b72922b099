package dev.writ.server;

import static dev.writ.server.TestingModel.calls;
import static dev.writ.server.TestingModel.endsWithLastResult;
import static org.assertj.core.api.Assertions.assertThat;

import dev.writ.Json;
import dev.writ.server.TestingApi.Answer;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Map;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.JsonNode;

/** An approval that stands for later requests: how far it reaches, and where it ends. */
class StandingRulesTest {
    private static final String ONE_DAY = "{\"rule_seconds\": 86400}";

    private final TestingModel model = new TestingModel();
    private final AtomicReference<Duration> later = new AtomicReference<>(Duration.ZERO);
    private final InstantSource clock = () -> Instant.now().plus(later.get());

    @TempDir
    private Path folder;

    private TestingApi api;
    private Path workspace;

    @BeforeEach
    void start() throws IOException {
        workspace = Files.createDirectory(folder.resolve("workspace"));
        api = TestingApi.start(TestingApi.settings(folder, Map.of()), clock, model);
    }

    @AfterEach
    void stop() {
        api.close();
    }

    private String submitted(Path place, String glob) {
        model.worker(calls("need_more_tools", """
                {"request": "write it", "justification": "the user asked for it", "tools": ["file_edit"],
                 "operations": ["write_file"], "scope": {"file_edit": {"read": [], "write": ["%s"]}}}""".formatted(glob)), endsWithLastResult());
        return api.post(
                        "/api/v1/tasks",
                        Json.write(Json.object()
                                .put("request", "write " + glob)
                                .put("workspace", place.toString())
                                .put("process", "single_agent")
                                .put("agent", "worker")))
                .text("id");
    }

    private String asked(String task) {
        return api.until(
                        "/api/v1/approvals?state=pending&tree=" + task,
                        answer -> !answer.body().isEmpty())
                .body()
                .get(0)
                .path("id")
                .asString();
    }

    /** A rule for {@code notes/**}, made from the answer to a first request. */
    private JsonNode ruleMade() {
        String task = submitted(workspace, "notes/**");
        Answer answer = api.post("/api/v1/approvals/" + asked(task) + "/approve", ONE_DAY);
        assertThat(answer.text("state")).as(answer.body().toString()).isEqualTo("approved");
        api.ended(task);
        return api.get("/api/v1/rules").body().get(0);
    }

    private void isAskedAbout(String task) {
        api.post("/api/v1/approvals/" + asked(task) + "/deny", "{\"reason\": \"enough\"}");
        api.ended(task);
    }

    @Test
    void who_asks_for_no_more_is_answered_at_once_and_the_record_says_by_what() {
        JsonNode rule = ruleMade();
        String task = submitted(workspace, "notes/today.md");
        assertThat(api.ended(task).text("state")).isEqualTo("completed");
        JsonNode approval =
                api.get("/api/v1/approvals?state=all&tree=" + task).body().get(0);
        assertThat(approval.path("state").asString()).isEqualTo("approved");
        assertThat(approval.path("decided_by").asString()).isEqualTo("person:user");
        assertThat(approval.path("decision_reason").asString())
                .startsWith("by the standing rule " + rule.path("id").asString());
        JsonNode grant = api.get("/api/v1/grants?state=all&tree=" + task).body().get(0);
        assertThat(grant.path("scope").path("write").get(0).asString()).isEqualTo("notes/today.md");
        assertThat(api.get("/api/v1/events?type=rule&tree=" + task).body())
                .extracting(event -> event.path("type").asString())
                .containsExactly("rule.applied");
    }

    @Test
    void who_asks_for_more_is_asked_about() {
        ruleMade();
        isAskedAbout(submitted(workspace, "src/**"));
    }

    @Test
    void another_workspace_is_another_matter() throws IOException {
        ruleMade();
        isAskedAbout(submitted(Files.createDirectory(folder.resolve("other")), "notes/a.md"));
    }

    @Test
    void a_rule_ends_by_itself() {
        ruleMade();
        later.set(Duration.ofDays(1).plusSeconds(5));
        isAskedAbout(submitted(workspace, "notes/a.md"));
        assertThat(api.get("/api/v1/rules").body()).isEmpty();
        assertThat(api.get("/api/v1/rules?state=all").body()).hasSize(1);
    }

    @Test
    void a_rule_is_ended_by_hand_once() {
        String path = "/api/v1/rules/" + ruleMade().path("id").asString() + "/end";
        assertThat(api.post(path, "").text("ended_by")).isEqualTo("person:user");
        isAskedAbout(submitted(workspace, "notes/a.md"));
        assertThat(api.post(path, "").error()).isEqualTo("conflict");
    }

    @Test
    void a_tool_that_became_another_one_is_asked_about() {
        ruleMade();
        api.writ
                .core()
                .database()
                .writeOnly(transaction -> transaction
                        .handle()
                        .execute("UPDATE available_tools SET definition_hash = 'other' WHERE name = 'file_edit'"));
        isAskedAbout(submitted(workspace, "notes/a.md"));
    }

    @Test
    void what_would_be_made_is_shown_before_and_nothing_is_kept() {
        String task = submitted(workspace, "notes/**");
        String path = "/api/v1/approvals/" + asked(task);
        Answer shown = api.post(
                path + "/rule", "{\"rule_seconds\": 3600, \"scope\": {\"read\": [], \"write\": [\"notes/a\"]}}");
        assertThat(shown.text("workspace")).isEqualTo(workspace.toString());
        assertThat(shown.text("agent")).isEqualTo("worker");
        assertThat(shown.body().path("scope").path("write").get(0).asString()).isEqualTo("notes/a");
        assertThat(api.get("/api/v1/rules?state=all").body()).isEmpty();
        assertThat(api.post(path + "/rule", "{\"rule_seconds\": 1}").error()).isEqualTo("invalid_arguments");
        api.post(path + "/deny", "{\"reason\": \"no\"}");
        api.ended(task);
    }

    @Test
    void a_rule_takes_an_administrator_and_a_yes_an_approver() {
        String ada = api.post("/api/v1/accounts", "{\"name\": \"ada\", \"role\": \"approver\"}")
                .text("secret");
        String task = submitted(workspace, "notes/**");
        String path = "/api/v1/approvals/" + asked(task) + "/approve";
        assertThat(api.as(ada, "POST", path, ONE_DAY).status()).isEqualTo(403);
        assertThat(api.as(ada, "POST", path, "{}").text("state")).isEqualTo("approved");
        api.ended(task);
        assertThat(api.get("/api/v1/rules?state=all").body()).isEmpty();
    }
}
