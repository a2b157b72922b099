package dev.writ.server;

import static dev.writ.server.TestingModel.call;
import static dev.writ.server.TestingModel.calls;
import static dev.writ.server.TestingModel.ends;
import static dev.writ.server.TestingModel.endsWithLastResult;
import static dev.writ.server.TestingModel.reply;
import static dev.writ.server.TestingModel.says;
import static dev.writ.server.TestingModel.turns;
import static dev.writ.server.TestingWrit.work;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.groups.Tuple.tuple;

import dev.writ.Failure;
import dev.writ.FailureCode;
import dev.writ.WritException;
import dev.writ.model.ModelRequest;
import dev.writ.runtime.Submission;
import dev.writ.task.Message;
import dev.writ.task.Task;
import dev.writ.task.TaskFilter;
import dev.writ.task.TaskResult;
import dev.writ.task.TaskState;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Set;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.node.ObjectNode;

/** A request from its submission to its end, whatever the model answers. */
class RequestsTest {
    @TempDir
    Path folder;

    private final TestingModel model = new TestingModel();
    private TestingWrit writ;

    @BeforeEach
    void start() {
        writ = TestingWrit.start(folder, model);
    }

    @AfterEach
    void stop() {
        writ.close();
    }

    @Test
    void a_plain_request_is_worked_on_evaluated_and_completed() throws Exception {
        Path workspace = Files.createDirectory(folder.resolve("workspace"));
        Files.writeString(workspace.resolve("a.txt"), "alpha\n");
        model.worker(calls("file_system_listing__read_file", "{\"path\": \"a.txt\"}"), endsWithLastResult());

        Task task = writ.run(Submission.of("Read the file a.txt").in(workspace, Set.of()));

        assertThat(task.state()).isEqualTo(TaskState.COMPLETED);
        assertThat(task.agent()).isEqualTo("worker");
        assertThat(text(task)).startsWith("succeeded: ").contains("alpha");
        assertThat(model.requests("task_evaluator")).isEmpty();
        assertThat(writ.events(task.tree(), "task.completed")).isNotEmpty();
        assertThat(writ.value("SELECT finished_at FROM trees WHERE id = ?", task.tree()))
                .isNotEmpty();
    }

    @Test
    void a_claim_without_evidence_is_judged_by_the_evaluator() {
        model.worker(ends("trust me")).on("task_evaluator", calls("end_task", """
                        {"status": "completed", "result": "no",
                         "data": {"verdict": "not_achieved", "reason": "nothing was done"}}"""));

        Task task = writ.run(Submission.of("Tell me the time"));

        assertThat(task.state()).isEqualTo(TaskState.FAILED);
        assertThat(failure(task).message()).contains("nothing was done");
    }

    @Test
    void words_without_a_call_are_the_result() {
        model.worker(says("It is done."));
        Task task = writ.run(work("do it"));
        assertThat(task.state()).isEqualTo(TaskState.COMPLETED);
        assertThat(text(task)).isEqualTo("It is done.");
    }

    @Test
    void a_model_that_answers_nothing_three_times_fails_the_task() {
        model.worker(says(""));
        Task task = writ.run(work("do it"));
        assertThat(failure(task).code()).isEqualTo(FailureCode.MODEL_FAILED);
        assertThat(model.requests("worker")).hasSize(3);
    }

    @Test
    void a_model_that_recovers_from_an_empty_answer_goes_on() {
        model.worker(says(""), says(" "), ends("better"));
        assertThat(text(writ.run(work("do it")))).isEqualTo("better");
    }

    @Test
    void the_failure_of_a_model_is_the_failure_of_the_task() {
        model.worker(request -> {
            throw new WritException(FailureCode.MODEL_CANNOT, "This model cannot sing.", "Configure another one.");
        });
        Task task = writ.run(work("sing"));
        assertThat(task.state()).isEqualTo(TaskState.FAILED);
        assertThat(failure(task))
                .isEqualTo(Failure.of(FailureCode.MODEL_CANNOT, "This model cannot sing.", "Configure another one."));
    }

    @Test
    void a_model_that_breaks_in_an_unforeseen_way_fails_as_a_model() {
        model.costing(100, 7).worker(request -> {
            throw new IllegalStateException("inside the model");
        });
        Task task = writ.run(work("do it"));
        assertThat(failure(task).code()).isEqualTo(FailureCode.MODEL_FAILED);
        assertThat(failure(task).message()).doesNotContain("inside the model");
        assertThat(writ.value("SELECT reserved_tokens FROM trees WHERE id = ?", task.tree()))
                .isEqualTo("0");
    }

    @Test
    void an_agent_that_repeats_the_same_call_is_stopped() {
        model.worker(calls("message_user__list_messages", "{}"));
        Task task = writ.run(work("loop"));
        assertThat(failure(task).code()).isEqualTo(FailureCode.LIMIT_REACHED);
        assertThat(model.requests("worker")).hasSize(3);
    }

    @Test
    void an_agent_that_repeats_the_same_two_calls_is_stopped_too() {
        model.worker(
                calls(call("message_user__list_messages", "{}"), call("file_edit__write_file", "{\"path\": \"a\"}")));
        Task task = writ.run(work("loop"));
        assertThat(failure(task).code()).isEqualTo(FailureCode.LIMIT_REACHED);
        assertThat(model.requests("worker")).hasSize(3);
    }

    @Test
    void an_agent_that_goes_in_a_circle_is_stopped() {
        model.worker(request -> TestingModel.turnsTaken(request) % 2 == 0
                ? reply("", call("list_nothing", "{}"))
                : reply("", call("list_less", "{}")));
        Task task = writ.run(work("go"));
        assertThat(failure(task).code()).isEqualTo(FailureCode.LIMIT_REACHED);
        assertThat(model.requests("worker")).hasSize(6);
    }

    @Test
    void an_agent_that_answers_a_question_about_a_question_may_ask_none() {
        model.worker(turns(calls("need_more_context", "{\"question\": \"how?\"}"), says("done")));
        model.on("context_addition", calls("need_more_context", "{\"question\": \"what?\"}"));
        Task task = writ.run(work("go"));
        assertThat(task.state()).isEqualTo(TaskState.COMPLETED);
        assertThat(writ.tree(task.id()))
                .allSatisfy(one -> assertThat(one.depth()).isLessThanOrEqualTo(4));
    }

    @Test
    void an_unknown_function_is_a_failed_call_and_the_agent_goes_on() {
        model.worker(calls("abracadabra", "{}"), endsWithLastResult());
        Task task = writ.run(work("conjure"));
        assertThat(task.state()).isEqualTo(TaskState.COMPLETED);
        assertThat(writ.results(task.id()).getFirst().status()).isEqualTo("failed");
        assertThat(writ.results(task.id()).getFirst().data().path("code").asString())
                .isEqualTo("unknown_operation");
    }

    @Test
    void arguments_off_the_schema_are_a_failed_call_and_the_agent_goes_on() {
        model.worker(calls("message_user__send_message", "{\"text\": 5, \"colour\": \"red\"}"), endsWithLastResult());
        Task task = writ.run(work("tell"));
        assertThat(task.state()).isEqualTo(TaskState.COMPLETED);
        assertThat(writ.results(task.id()).getFirst().data().path("code").asString())
                .isEqualTo("invalid_arguments");
        assertThat(writ.value("SELECT COUNT(*) FROM user_messages")).isEqualTo("0");
    }

    @Test
    void an_end_off_the_schema_does_not_end_the_task() {
        model.worker(calls("end_task", "{\"status\": \"perhaps\", \"result\": \"x\"}"), ends("now"));
        assertThat(text(writ.run(work("do it")))).isEqualTo("now");
    }

    @Test
    void a_call_beyond_its_grant_is_denied_with_a_receipt_that_leads_on() throws Exception {
        Path workspace = Files.createDirectory(folder.resolve("workspace"));
        Files.writeString(workspace.resolve("a.txt"), "alpha\n");
        model.worker(
                calls("need_more_tools", """
                        {"request": "read", "justification": "asked for", "tools": ["file_system_listing"],
                         "scope": {"file_system_listing": {"read": ["b.txt"], "write": []}}}"""),
                calls("file_system_listing__read_file", "{\"path\": \"a.txt\"}"),
                request -> reply("", new Message.Call("x", "need_more_tools", smallestRequest(request))),
                calls("file_system_listing__read_file", "{\"path\": \"a.txt\"}"),
                endsWithLastResult());
        Task task = writ.run(work("look").in(workspace, Set.of()));
        assertThat(writ.results(task.id()))
                .as("what the agent was given")
                .extracting(Message.Result::function, Message.Result::status)
                .startsWith(
                        tuple("need_more_tools", "succeeded"),
                        tuple("file_system_listing__read_file", "denied"),
                        tuple("need_more_tools", "succeeded"),
                        tuple("file_system_listing__read_file", "succeeded"));
        assertThat(text(task)).contains("alpha");
    }

    private static ObjectNode smallestRequest(ModelRequest request) {
        ObjectNode smallest =
                (ObjectNode) TestingModel.lastResult(request).data().path("smallest_request");
        return smallest.put("justification", "the user asked for it");
    }

    @Test
    void an_agent_that_says_it_failed_fails_with_the_code_it_names() {
        model.worker(calls("end_task", """
                {"status": "failed", "result": "No such file.", "data": {"code": "not_found"}}"""));
        Task task = writ.run(work("find it"));
        assertThat(failure(task).code()).isEqualTo(FailureCode.NOT_FOUND);
        assertThat(failure(task).message()).isEqualTo("No such file.");
    }

    @Test
    void an_unknown_agent_or_process_is_refused_before_anything_is_written() {
        assertThatThrownBy(() -> writ.submit(TestingWrit.with(Submission.of("x"), "neutral_task", "nobody")))
                .hasMessageContaining("nobody");
        assertThatThrownBy(() -> writ.submit(TestingWrit.with(Submission.of("x"), "dance", "worker")))
                .hasMessageContaining("dance");
        assertThat(writ.parts().tasks().list(TaskFilter.all())).isEmpty();
    }

    @Test
    void the_same_submission_key_is_the_same_request() {
        model.worker(says("once"));
        Task first = writ.submit(work("do it").keyed("k1"));
        Task second = writ.submit(work("do it").keyed("k1"));
        assertThat(second.id()).isEqualTo(first.id());
        writ.ended(first.id());
        assertThat(model.requests("worker")).hasSize(1);
    }

    @Test
    void calls_that_waited_end_on_record_with_their_result() {
        model.worker(ends("done"));
        Task task = writ.run(work("do it"));
        assertThat(writ.value("SELECT outcome FROM tool_usage_events WHERE task = ?", task.id()))
                .isEqualTo("succeeded");
        assertThat(writ.value("SELECT COUNT(*) FROM tool_usage_events WHERE finished_at IS NULL"))
                .isEqualTo("0");
    }

    @Test
    void every_event_of_a_request_belongs_to_its_tree_and_every_wake_up_is_used_up() {
        model.worker(ends("done"));
        Task task = writ.run(work("do it"));
        assertThat(writ.events(task.tree(), "task.created"))
                .allSatisfy(event -> assertThat(event.tree()).isEqualTo(task.tree()));
        writ.until(() -> writ.value("SELECT COUNT(*) FROM scheduled_tasks").equals("0"), () -> "wake-ups are left");
    }

    private static String text(Task task) {
        return task.result().map(TaskResult::text).orElse("(no result: " + task.failure() + ")");
    }

    private static Failure failure(Task task) {
        return task.failure().orElseThrow();
    }
}
