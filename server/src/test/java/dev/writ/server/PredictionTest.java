package dev.writ.server;

import static dev.writ.server.TestingModel.calls;
import static dev.writ.server.TestingModel.endsWithLastResult;
import static org.assertj.core.api.Assertions.assertThat;

import dev.writ.Json;
import dev.writ.permission.Allow;
import dev.writ.permission.Scope;
import dev.writ.permission.ScopeJson;
import dev.writ.prediction.Retention;
import dev.writ.runtime.Submission;
import dev.writ.task.Task;
import dev.writ.task.TaskState;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.node.ObjectNode;

/** What a task was seen to use, the next one like it has from its start. */
class PredictionTest {
    private static final String REQUEST = "Bring the changelog notes.txt up to date with this week's release";
    private static final String ASK = """
            {"request": "write notes.txt", "justification": "the user asked for it", "tools": ["file_edit"],
             "operations": ["write_file"], "scope": {"file_edit": {"read": [], "write": ["notes.txt"]}}}""";
    private static final String WRITE = """
            {"path": "notes.txt", "content": "news", "mode": "overwrite"}""";

    private final TestingModel model = new TestingModel();
    private Path workspace;
    private TestingWrit writ;

    @BeforeEach
    void start(@TempDir Path folder) throws IOException {
        workspace = Files.createDirectory(folder.resolve("workspace"));
        Files.writeString(workspace.resolve("notes.txt"), "old");
        writ = TestingWrit.start(folder, model);
    }

    @AfterEach
    void stop() {
        writ.close();
    }

    private Submission submission(String request, Allow... allow) {
        return TestingWrit.with(Submission.of(request), "neutral_task", "worker")
                .in(workspace, Set.of(allow));
    }

    private Task firstTask(Allow... allow) {
        model.worker(calls("need_more_tools", ASK), calls("file_edit__write_file", WRITE), endsWithLastResult());
        Task first = writ.run(submission(REQUEST, allow));
        assertThat(writ.value("SELECT state FROM tasks WHERE id = ?", first.id()))
                .isEqualTo("completed");
        writ.until(() -> writ.core().predictor().examples() > 0, () -> "nothing was learned");
        return first;
    }

    private ObjectNode step(Task task) {
        return Json.parseObject(
                writ.value("SELECT result FROM process_steps WHERE name = 'predict_tools' AND task = ?", task.id()));
    }

    @Test
    void the_second_similar_task_has_its_tool_without_asking_and_the_records_say_that_it_was_used() {
        firstTask(Allow.EDIT);

        model.worker(calls("file_edit__write_file", WRITE), endsWithLastResult());
        Task second = writ.run(submission(REQUEST, Allow.EDIT));

        assertThat(writ.results(second.id()).getFirst().text()).doesNotContain("denied");
        assertThat(writ.events(second.tree(), "grant.requested")).isEmpty();
        assertThat(writ.value(
                        "SELECT reason FROM task_tool_assignments WHERE task = ? AND tool = 'file_edit'", second.id()))
                .startsWith("predicted: the one similar task used it");
        assertThat(writ.value(
                        "SELECT uses FROM task_tool_assignments WHERE task = ? AND tool = 'file_edit'", second.id()))
                .isEqualTo("1");
        assertThat(step(second).path("model").asInt()).isEqualTo(1);
        assertThat(step(second).at("/foreseen/0/probability").asDouble()).isGreaterThan(0.85);
        String labels = "SELECT used || unused || asked FROM prediction_examples WHERE task = ?";
        writ.until(() -> !writ.value(labels, second.id()).isEmpty(), () -> "the second taught nothing");
        assertThat(writ.value(labels, second.id())).isEqualTo("[\"file_edit.write_file\"][][]");
    }

    @Test
    void the_scope_is_what_was_used_and_the_operations_too() {
        firstTask(Allow.EDIT);
        model.worker(endsWithLastResult());
        Task second = writ.run(submission("Bring the changelog up to date with this week's release", Allow.EDIT));
        String scope = writ.value(
                "SELECT scope FROM task_tool_assignments WHERE task = ? AND tool = 'file_edit'", second.id());
        assertThat(scope).isNotEmpty();
        assertThat(new Scope.FileScope(List.of("notes.txt"), List.of("notes.txt"))
                        .covers(ScopeJson.read("file_edit", Json.parse(scope).asObject())))
                .isTrue();
        assertThat(writ.value(
                        "SELECT operations FROM task_tool_assignments WHERE task = ? AND tool = 'file_edit'",
                        second.id()))
                .isEqualTo("[\"write_file\"]");
    }

    @Test
    void what_a_person_must_allow_is_not_given_however_likely_it_is() {
        firstTask(Allow.EDIT);
        model.worker(endsWithLastResult());
        Task second = writ.run(submission(REQUEST));
        assertThat(writ.value(
                        "SELECT id FROM task_tool_assignments WHERE task = ? AND tool = 'file_edit'", second.id()))
                .isEmpty();
        assertThat(step(second).at("/foreseen/0/tool").asString()).isEqualTo("file_edit");
        assertThat(step(second).at("/foreseen/0").has("assignment")).isFalse();
    }

    @Test
    void what_was_learned_is_there_after_a_crash() {
        firstTask(Allow.EDIT);
        writ.crash();
        writ.until(() -> writ.core().predictor().examples() > 0, () -> "nothing was loaded");
        model.worker(calls("file_edit__write_file", WRITE), endsWithLastResult());
        Task second = writ.run(submission(REQUEST, Allow.EDIT));
        assertThat(writ.value(
                        "SELECT uses FROM task_tool_assignments WHERE task = ? AND tool = 'file_edit'", second.id()))
                .isEqualTo("1");
    }

    @Test
    void a_word_of_thanks_is_given_nothing() {
        firstTask(Allow.EDIT);
        model.worker(endsWithLastResult());
        Task second = writ.run(submission("Thank you, have a good evening!", Allow.EDIT));
        assertThat(writ.value("SELECT id FROM task_tool_assignments WHERE task = ?", second.id()))
                .isEmpty();
    }

    @Test
    void a_grant_narrows_to_what_was_used_of_it_once_half_of_its_time_is_over() {
        String ask = """
                {"request": "write", "justification": "the user asked for it", "tools": ["file_edit"], "duration": "30m",
                 "scope": {"file_edit": {"read": ["notes.txt", "b.txt"], "write": ["notes.txt", "b.txt"]}}}""";
        model.worker(
                calls("need_more_tools", ask),
                calls("file_edit__write_file", WRITE),
                calls("message_user__ask_user", "{\"question\": \"Which colour?\"}"),
                endsWithLastResult());
        Task task = writ.submit(submission(REQUEST, Allow.EDIT));
        writ.reaches(task.id(), TaskState.WAITING_ON_DEPENDENCIES);
        Instant now = Instant.now();
        assertThat(retention(now.plusSeconds(14 * 60)).narrow()).isZero();
        assertThat(retention(now.plusSeconds(16 * 60)).narrow()).isEqualTo(1);
        assertThat(retention(now.plusSeconds(16 * 60)).narrow()).isZero();
        String grant = "SELECT %s FROM task_tool_assignments WHERE task = ? AND tool = 'file_edit'";
        assertThat(writ.value(grant.formatted("operations"), task.id())).isEqualTo("[\"write_file\"]");
        assertThat(writ.value(grant.formatted("scope"), task.id()))
                .contains("notes.txt")
                .doesNotContain("b.txt");
        assertThat(writ.events(task.tree(), "grant.narrowed")).hasSize(1);
    }

    private Retention retention(Instant now) {
        return new Retention(writ.parts().database(), writ.parts().permissions(), () -> now);
    }
}
