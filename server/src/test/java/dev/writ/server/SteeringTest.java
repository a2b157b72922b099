package dev.writ.server;

import static dev.writ.server.TestingModel.calls;
import static dev.writ.server.TestingModel.ends;
import static dev.writ.server.TestingModel.endsWithLastResult;
import static dev.writ.server.TestingModel.says;
import static dev.writ.server.TestingModel.turns;
import static dev.writ.server.TestingWrit.work;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import dev.writ.FailureCode;
import dev.writ.WritException;
import dev.writ.entity.EntityKind;
import dev.writ.permission.Allow;
import dev.writ.permission.ApprovalRequest;
import dev.writ.runtime.Submission;
import dev.writ.task.Message;
import dev.writ.task.Task;
import dev.writ.task.TaskState;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.assertj.core.api.Assumptions;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What a person can do to work under way: step, pause, resume, cancel. */
class SteeringTest {
    private static final String USER = "person:user";
    private static final String PROGRESS = "message_user__show_progress";

    @TempDir
    Path folder;

    private final TestingModel model = new TestingModel();
    private Path workspace;
    private TestingWrit writ;

    @BeforeEach
    void start() throws IOException {
        workspace = Files.createDirectory(folder.resolve("workspace"));
        writ = TestingWrit.start(folder, model);
    }

    @AfterEach
    void stop() {
        writ.close();
    }

    @Test
    void in_step_mode_a_tree_is_held_before_every_model_call_and_every_tool_call() {
        model.worker(calls(PROGRESS, "{\"message\": \"half\", \"percent\": 50}"), ends("done"));
        Task task = writ.submit(stepping(work("do it")));

        assertThat(heldAt(task)).isEqualTo("step: a model call by worker");
        assertThat(model.requests()).isEmpty();
        writ.parts().steering().step(task.id(), USER);
        assertThat(heldAt(task)).isEqualTo("step: " + PROGRESS);
        assertThat(writ.value("SELECT COUNT(*) FROM user_messages")).isEqualTo("0");
        writ.parts().steering().step(task.id(), USER);
        assertThat(heldAt(task)).isEqualTo("step: a model call by worker");
        assertThat(writ.value("SELECT COUNT(*) FROM user_messages")).isEqualTo("1");
        writ.parts().steering().step(task.id(), USER);
        assertThat(heldAt(task)).isEqualTo("step: end_task");
        writ.parts().steering().step(task.id(), USER);
        assertThat(writ.ended(task.id()).state()).isEqualTo(TaskState.COMPLETED);
    }

    @Test
    void resuming_ends_step_mode() {
        model.worker(calls(PROGRESS, "{\"message\": \"half\", \"percent\": 50}"), ends("done"));
        Task task = writ.submit(stepping(work("do it")));
        heldAt(task);
        writ.parts().steering().resume(task.id(), USER);
        assertThat(writ.ended(task.id()).state()).isEqualTo(TaskState.COMPLETED);
        assertThat(writ.events(task.id(), "task.held")).hasSize(1);
    }

    @Test
    void step_mode_of_the_system_holds_every_task_and_outlives_a_restart() {
        model.worker(says("done"));
        writ.parts().steering().setSystemStepMode(true);
        Task task = writ.submit(work("do it"));
        heldAt(task);
        writ.restart();
        Task other = writ.submit(work("do it too"));
        heldAt(other);
        writ.parts().steering().setSystemStepMode(false);
        writ.parts().steering().resume(task.id(), USER);
        writ.ended(task.id());
        assertThat(writ.task(other.id()).state()).isEqualTo(TaskState.MANUAL_HOLD);
    }

    @Test
    void step_mode_of_one_task_leaves_the_others_of_its_tree_alone() {
        model.on(
                "worker",
                request -> (first(request.messages()).contains("ROOT")
                                ? turns(calls("start_subtask", """
                                                {"title": "Part", "instruction": "part", "agent": "worker"}"""), endsWithLastResult())
                                : turns(calls(PROGRESS, "{\"message\": \"half\", \"percent\": 50}"), ends("part")))
                        .answer(request));
        Task task = writ.submit(stepping(work("ROOT")));
        heldAt(task);
        // Out of step mode, the tree runs; its subtask alone is put into it while it is held.
        writ.parts().steering().step(task.id(), USER);
        heldAt(task);
        writ.parts().steering().step(task.id(), USER);
        Task subtask = writ.child(task.id(), "start_subtask");
        heldAt(subtask);
        writ.parts().steering().setTreeStepMode(task.id(), false);
        writ.parts().steering().step(subtask.id(), USER);
        assertThat(heldAt(subtask)).isEqualTo("step: " + PROGRESS);
        writ.parts().steering().resume(subtask.id(), USER);
        writ.ended(subtask.id());
    }

    @Test
    void a_step_where_nothing_is_held_is_refused() {
        model.worker(says("done"));
        Task task = writ.run(work("do it"));
        refused(FailureCode.ILLEGAL_TRANSITION, () -> writ.parts().steering().step(task.id(), USER));
        refused(FailureCode.ILLEGAL_TRANSITION, () -> writ.parts().steering().pause(task.id(), USER));
        refused(FailureCode.ILLEGAL_TRANSITION, () -> writ.parts().steering().resume(task.id(), USER));
        refused(FailureCode.ILLEGAL_TRANSITION, () -> writ.parts().steering().cancel(task.id(), USER, "late"));
        refused(FailureCode.NOT_FOUND, () -> writ.parts().steering().cancel("task_0", USER, "unknown"));
    }

    @Test
    void a_paused_task_finishes_its_model_call_and_does_nothing_more_until_it_is_resumed() throws Exception {
        CountDownLatch asked = new CountDownLatch(1);
        CountDownLatch goOn = new CountDownLatch(1);
        model.worker(
                request -> {
                    asked.countDown();
                    await(goOn);
                    return calls(PROGRESS, "{\"message\": \"half\", \"percent\": 50}")
                            .answer(request);
                },
                ends("done"));
        Task task = writ.submit(work("do it"));
        asked.await();
        writ.parts().steering().pause(task.id(), USER);
        goOn.countDown();
        assertThat(heldAt(task)).isEqualTo("paused");
        assertThat(writ.value("SELECT COUNT(*) FROM user_messages")).isEqualTo("0");
        writ.restart();
        assertThat(writ.task(task.id()).state()).isEqualTo(TaskState.MANUAL_HOLD);
        writ.parts().steering().resume(task.id(), USER);
        assertThat(writ.ended(task.id()).state()).isEqualTo(TaskState.COMPLETED);
        assertThat(writ.value("SELECT COUNT(*) FROM user_messages")).isEqualTo("1");
    }

    @Test
    void a_pause_taken_back_before_it_took_effect_holds_nothing() throws Exception {
        CountDownLatch asked = new CountDownLatch(1);
        CountDownLatch goOn = new CountDownLatch(1);
        model.worker(
                request -> {
                    asked.countDown();
                    await(goOn);
                    return calls(PROGRESS, "{\"message\": \"half\", \"percent\": 50}")
                            .answer(request);
                },
                ends("done"));
        Task task = writ.submit(work("do it"));
        asked.await();
        writ.parts().steering().pause(task.id(), USER);
        writ.parts().steering().resume(task.id(), USER);
        goOn.countDown();
        assertThat(writ.ended(task.id()).state()).isEqualTo(TaskState.COMPLETED);
        assertThat(writ.events(task.id(), "task.held")).isEmpty();
    }

    @Test
    void a_waiting_task_is_paused_at_once_and_what_it_waited_for_reaches_it_after_the_pause() {
        model.worker(calls("message_user__ask_user", "{\"question\": \"Which?\"}"), endsWithLastResult());
        Task task = writ.submit(work("ask"));
        writ.reaches(task.id(), TaskState.WAITING_ON_DEPENDENCIES);
        writ.parts().steering().pause(task.id(), USER);
        assertThat(writ.task(task.id()).state()).isEqualTo(TaskState.MANUAL_HOLD);
        writ.parts().steering().reply(task.id(), "that one", USER);
        assertThat(writ.task(task.id()).state()).isEqualTo(TaskState.MANUAL_HOLD);
        writ.parts().steering().resume(task.id(), USER);
        assertThat(writ.ended(task.id()).result().orElseThrow().text()).contains("that one");
    }

    @Test
    void an_agent_at_its_limit_of_turns_is_held_for_a_person_and_goes_on_when_resumed() {
        int limit = writ.parts()
                .definitions()
                .get(EntityKind.AGENT, "task_evaluator")
                .content()
                .path("maximum_turns")
                .asInt();
        model.on(
                "task_evaluator",
                request -> TestingModel.turnsTaken(request) < limit + 2
                        ? calls(PROGRESS, "{\"message\": \"m\", \"percent\": " + TestingModel.turnsTaken(request) + "}")
                                .answer(request)
                        : ends("done").answer(request));
        Task task = writ.submit(TestingWrit.with(Submission.of("judge"), "single_agent", "task_evaluator"));
        assertThat(heldAt(task)).startsWith("limit: ");
        assertThat(model.requests()).hasSize(limit);
        writ.parts().steering().resume(task.id(), USER);
        assertThat(writ.ended(task.id()).state()).isEqualTo(TaskState.COMPLETED);
    }

    @Test
    void cancelling_during_a_model_call_ends_it_and_its_late_answer_changes_nothing() throws Exception {
        CountDownLatch asked = new CountDownLatch(1);
        CountDownLatch goOn = new CountDownLatch(1);
        CountDownLatch answered = new CountDownLatch(1);
        model.costing(50, 3).worker(request -> {
            asked.countDown();
            awaitUninterrupted(goOn);
            answered.countDown();
            return ends("too late").answer(request);
        });
        Task task = writ.submit(work("do it"));
        asked.await();
        assertThat(writ.parts().steering().cancel(task.id(), USER, "changed my mind"))
                .isEqualTo(1);
        Task cancelled = writ.task(task.id());
        assertThat(cancelled.state()).isEqualTo(TaskState.CANCELLED);
        assertThat(cancelled.failure().orElseThrow().message()).contains("changed my mind");
        goOn.countDown();
        answered.await();
        writ.until(
                () -> writ.value("SELECT reserved_tokens || ' ' || tokens FROM trees WHERE id = ?", task.id())
                        .equals("0 50"),
                () -> "the late answer's cost is not settled");
        assertThat(writ.task(task.id())).isEqualTo(cancelled);
        assertThat(writ.conversation(task.id())).noneMatch(Message.Reply.class::isInstance);
        assertThat(writ.value("SELECT finished_at FROM trees WHERE id = ?", task.id()))
                .isNotEmpty();
        writ.until(() -> writ.value("SELECT COUNT(*) FROM scheduled_tasks").equals("0"), () -> "something still runs");
    }

    @Test
    void cancelling_during_a_model_call_interrupts_it() throws Exception {
        CountDownLatch asked = new CountDownLatch(1);
        CountDownLatch interrupted = new CountDownLatch(1);
        model.worker(request -> {
            asked.countDown();
            try {
                TimeUnit.MINUTES.sleep(5);
            } catch (InterruptedException e) {
                interrupted.countDown();
                throw new WritException(FailureCode.CANCELLED, "The call was interrupted.", "Nothing to do.");
            }
            return ends("never").answer(request);
        });
        Task task = writ.submit(work("do it"));
        asked.await();
        writ.parts().steering().cancel(task.id(), USER, "enough");
        assertThat(interrupted.await(20, TimeUnit.SECONDS)).isTrue();
        assertThat(writ.task(task.id()).state()).isEqualTo(TaskState.CANCELLED);
    }

    @Test
    void cancelling_a_running_command_kills_it_and_ends_its_grant() throws Exception {
        model.worker(
                calls("need_more_tools", """
                        {"request": "run", "justification": "asked for", "tools": ["terminal"],
                         "scope": {"terminal": {"commands": [["sleep", "299"]]}}}"""),
                calls("terminal__execute_command", "{\"argv\": [\"sleep\", \"299\"], \"timeout_seconds\": 300}"),
                ends("never"));
        Task task = writ.submit(work("sleep").in(workspace, Set.of(Allow.RUN)));
        writ.until(() -> sleeps() || writ.results(task.id()).size() > 1, () -> "the command does not run");
        Assumptions.assumeThat(sleeps()).as("commands can be run here").isTrue();

        writ.parts().steering().cancel(task.id(), USER, "enough");

        writ.until(() -> !sleeps(), () -> "the command still runs");
        assertThat(writ.value("SELECT state FROM task_tool_assignments WHERE task = ?", task.id()))
                .isEqualTo("task_ended");
        writ.until(
                () -> writ.value("SELECT outcome FROM tool_usage_events WHERE tool = 'terminal'")
                        .equals("failed"),
                () -> "the call has no end on record");
        assertThat(writ.task(task.id()).state()).isEqualTo(TaskState.CANCELLED);
        assertThat(model.requests("worker")).hasSize(2);
    }

    private static boolean sleeps() {
        return ProcessHandle.current()
                .descendants()
                .map(process -> process.info().commandLine().orElse(""))
                .anyMatch(line -> line.endsWith("sleep 299"));
    }

    @Test
    void cancelling_while_a_person_is_asked_withdraws_the_question_and_the_approval() {
        model.worker(calls("need_more_tools", """
                {"request": "write", "justification": "asked for", "tools": ["file_edit"],
                 "scope": {"file_edit": {"read": [], "write": ["b.txt"]}}}"""), ends("never"));
        Task editing = writ.submit(work("write").in(workspace, Set.of()));
        ApprovalRequest approval = writ.approval(editing.id());
        writ.reaches(editing.id(), TaskState.WAITING_ON_DEPENDENCIES);
        writ.parts().steering().cancel(editing.id(), USER, "enough");

        assertThat(writ.pending(editing.id())).isEmpty();
        refused(
                FailureCode.APPROVAL_EXPIRED,
                () -> writ.parts()
                        .database()
                        .write(transaction -> writ.parts()
                                .approvals()
                                .decide(transaction, approval.id(), new ApprovalRequest.Answer.Deny(), USER, "no")));
        assertThat(writ.tree(editing.id())).allMatch(task -> task.state() == TaskState.CANCELLED);

        model.worker(calls("message_user__ask_user", "{\"question\": \"Which?\"}"), ends("never"));
        Task asking = writ.submit(work("ask"));
        writ.reaches(asking.id(), TaskState.WAITING_ON_DEPENDENCIES);
        writ.parts().steering().cancel(asking.id(), USER, "enough");
        assertThat(writ.value("SELECT state FROM user_messages WHERE task = ?", asking.id()))
                .isEqualTo("expired");
        assertThat(writ.value("SELECT COUNT(*) FROM pending_calls")).isEqualTo("0");
        assertThat(writ.value("SELECT COUNT(*) FROM tool_usage_events WHERE outcome = 'waiting'"))
                .isEqualTo("0");
    }

    @Test
    void cancelling_a_tree_that_waits_for_subtasks_cancels_them_all() throws Exception {
        CountDownLatch asked = new CountDownLatch(2);
        CountDownLatch never = new CountDownLatch(1);
        model.on("worker", request -> {
            if (first(request.messages()).contains("ROOT")) {
                return calls("break_down_task", """
                        {"subtasks": [{"title": "A", "instruction": "a", "agent": "worker"},
                                      {"title": "B", "instruction": "b", "agent": "worker"},
                                      {"title": "C", "instruction": "c", "agent": "worker", "after": [0]}]}""").answer(request);
            }
            asked.countDown();
            await(never);
            return ends("never").answer(request);
        });
        Task task = writ.submit(work("ROOT"));
        asked.await();
        writ.reaches(task.id(), TaskState.WAITING_ON_DEPENDENCIES);
        assertThat(writ.parts().steering().cancel(task.id(), USER, "enough")).isEqualTo(5);
        assertThat(writ.tree(task.id())).hasSize(5).allMatch(one -> one.state() == TaskState.CANCELLED);
        writ.until(() -> writ.value("SELECT COUNT(*) FROM scheduled_tasks").equals("0"), () -> "something still runs");
        assertThat(model.requests()).hasSize(3);
    }

    @Test
    void cancelling_one_part_lets_what_builds_on_it_fail_and_the_rest_go_on() throws Exception {
        CountDownLatch asked = new CountDownLatch(1);
        CountDownLatch never = new CountDownLatch(1);
        model.on("worker", request -> {
            String words = first(request.messages());
            if (words.contains("ROOT")) {
                return turns(calls("break_down_task", """
                                        {"subtasks": [{"title": "A", "instruction": "stuck", "agent": "worker"},
                                                      {"title": "B", "instruction": "b", "agent": "worker", "after": [0]},
                                                      {"title": "C", "instruction": "c", "agent": "worker"}]}"""), endsWithLastResult())
                        .answer(request);
            }
            if (words.contains("stuck")) {
                asked.countDown();
                await(never);
            }
            return ends("fine").answer(request);
        });
        Task task = writ.submit(work("ROOT"));
        asked.await();
        Task stuck = writ
                .parts()
                .tasks()
                .children(writ.child(task.id(), "break_down_task").id())
                .stream()
                .filter(one -> one.title().equals("A"))
                .findFirst()
                .orElseThrow();
        writ.parts().steering().cancel(stuck.id(), USER, "enough");
        assertThat(writ.ended(task.id()).state()).isEqualTo(TaskState.COMPLETED);
        assertThat(writ.results(task.id()).getFirst().data().path("results"))
                .extracting(result -> result.path("status").asString())
                .containsExactly("cancelled", "failed", "completed");
    }

    @Test
    void what_was_changed_by_somebody_else_fences_off_whoever_works_on_it() throws Exception {
        CountDownLatch asked = new CountDownLatch(1);
        CountDownLatch goOn = new CountDownLatch(1);
        model.worker(request -> {
            asked.countDown();
            await(goOn);
            return ends("from the zombie").answer(request);
        });
        Task task = writ.submit(work("do it"));
        asked.await();
        // What another node does that has taken the task over.
        writ.parts()
                .database()
                .writeOnly(transaction ->
                        transaction.handle().execute("UPDATE tasks SET version = version + 1 WHERE id = ?", task.id()));
        long version = writ.task(task.id()).version();
        goOn.countDown();
        writ.until(() -> writ.value("SELECT COUNT(*) FROM scheduled_tasks").equals("0"), () -> "it still runs");
        assertThat(writ.task(task.id()).version()).isEqualTo(version);
        assertThat(writ.conversation(task.id())).noneMatch(Message.Reply.class::isInstance);
        assertThat(writ.task(task.id()).state()).isEqualTo(TaskState.AGENT_RESPONDING);
    }

    private String heldAt(Task task) {
        return writ.reaches(task.id(), TaskState.MANUAL_HOLD).holdReason();
    }

    private static String first(List<Message> messages) {
        return messages.stream()
                .filter(Message.Request.class::isInstance)
                .map(message -> ((Message.Request) message).text())
                .findFirst()
                .orElseThrow();
    }

    private static void refused(FailureCode code, org.assertj.core.api.ThrowableAssert.ThrowingCallable action) {
        assertThatExceptionOfType(WritException.class)
                .isThrownBy(action)
                .satisfies(thrown -> assertThat(thrown.failure().code()).isEqualTo(code));
    }

    private static Submission stepping(Submission one) {
        return new Submission(
                one.request(),
                one.process(),
                one.agent(),
                one.parameters(),
                one.workspace(),
                one.allow(),
                one.budget(),
                one.approvalTimeout(),
                true,
                one.priority(),
                one.key(),
                one.submittedBy());
    }

    private static void await(CountDownLatch latch) {
        try {
            if (!latch.await(60, TimeUnit.SECONDS)) {
                throw new IllegalStateException("waited in vain");
            }
        } catch (InterruptedException e) {
            throw new WritException(FailureCode.CANCELLED, "The call was interrupted.", "Nothing to do.");
        }
    }

    private static void awaitUninterrupted(CountDownLatch latch) {
        boolean interrupted = false;
        while (true) {
            try {
                latch.await();
                break;
            } catch (InterruptedException e) {
                interrupted = true;
            }
        }
        if (interrupted) {
            Thread.currentThread().interrupt();
        }
    }
}
