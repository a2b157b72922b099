package dev.writ.server;

import static dev.writ.server.TestingModel.calls;
import static dev.writ.server.TestingModel.ends;
import static dev.writ.server.TestingModel.endsWithLastResult;
import static dev.writ.server.TestingModel.turns;
import static dev.writ.server.TestingWrit.work;
import static org.assertj.core.api.Assertions.assertThat;

import dev.writ.FailureCode;
import dev.writ.Json;
import dev.writ.runtime.Submission;
import dev.writ.task.Budget;
import dev.writ.task.Message;
import dev.writ.task.Task;
import dev.writ.task.TaskResult;
import dev.writ.task.TaskState;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.CyclicBarrier;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Work that agents hand on to other agents, and the limits of it. */
class SubtasksTest {
    private static final Budget USUAL = Budget.DEFAULT;

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

    /** The worker answers by the instruction of its task. */
    private void workers(TestingModel.Script root, TestingModel.Script subtask) {
        model.on("worker", request -> (isAbout(request.messages(), "ROOT") ? root : subtask).answer(request));
    }

    private static boolean isAbout(List<Message> messages, String word) {
        return messages.stream()
                .filter(Message.Request.class::isInstance)
                .map(message -> ((Message.Request) message).text())
                .findFirst()
                .orElseThrow()
                .contains(word);
    }

    @Test
    void a_subtask_gives_its_result_to_the_agent_that_started_it() {
        workers(turns(calls("start_subtask", """
                                {"title": "Part", "instruction": "do the part", "agent": "worker",
                                 "input": {"colour": "red"}}"""), endsWithLastResult()), request -> {
            assertThat(isAbout(request.messages(), "colour")).isTrue();
            return ends("the part is done").answer(request);
        });
        Task task = writ.run(work("ROOT"));
        assertThat(text(task)).isEqualTo("succeeded: the part is done");
        Task subtask = writ.child(task.id(), "start_subtask");
        assertThat(subtask.delegatedBy()).isEqualTo(task.id());
        assertThat(subtask.depth()).isEqualTo(1);
        assertThat(writ.value("SELECT subtasks FROM trees WHERE id = ?", task.id()))
                .isEqualTo("1");
    }

    @Test
    void the_failure_of_a_subtask_is_a_failed_call_of_the_agent_that_started_it() {
        workers(
                turns(calls("start_subtask", """
                                {"title": "Part", "instruction": "do the part", "agent": "worker"}"""), endsWithLastResult()),
                calls("end_task", "{\"status\": \"failed\", \"result\": \"It cannot be done.\"}"));
        assertThat(text(writ.run(work("ROOT")))).startsWith("failed: ").contains("It cannot be done.");
    }

    @Test
    void parts_run_side_by_side_and_those_that_build_on_others_after_them() throws Exception {
        CyclicBarrier both = new CyclicBarrier(2);
        workers(turns(calls("break_down_task", """
                                {"subtasks": [
                                  {"title": "A", "instruction": "part A", "agent": "worker"},
                                  {"title": "B", "instruction": "part B", "agent": "worker"},
                                  {"title": "C", "instruction": "part C", "agent": "worker", "after": [0, 1]}]}"""), endsWithLastResult()), request -> {
            if (isAbout(request.messages(), "part C")) {
                return ends("C").answer(request);
            }
            // Neither ends unless both are at work.
            try {
                both.await(30, TimeUnit.SECONDS);
            } catch (Exception e) {
                throw new IllegalStateException(e);
            }
            return ends("AB").answer(request);
        });
        Task task = writ.run(work("ROOT"));
        assertThat(writ.results(task.id()).getFirst().data().path("results"))
                .extracting(result -> result.path("title").asString() + " "
                        + result.path("status").asString())
                .containsExactly("A completed", "B completed", "C completed");
        List<Task> parts = writ.parts()
                .tasks()
                .children(writ.child(task.id(), "break_down_task").id());
        Task last = parts.stream()
                .filter(part -> part.title().equals("C"))
                .findFirst()
                .orElseThrow();
        String began =
                writ.value("SELECT MIN(seq) FROM events WHERE task = ? AND type = 'task.state_changed'", last.id());
        assertThat(parts.stream().filter(part -> !part.equals(last)))
                .allSatisfy(part -> assertThat(Long.parseLong(writ.value(
                                "SELECT seq FROM events WHERE task = ? AND type = 'task.completed'", part.id())))
                        .isLessThan(Long.parseLong(began)));
    }

    @Test
    void what_builds_on_a_failed_part_fails_without_being_tried() {
        workers(turns(calls("break_down_task", """
                                {"subtasks": [
                                  {"title": "A", "instruction": "part A", "agent": "worker"},
                                  {"title": "B", "instruction": "part B", "agent": "worker", "after": [0]}]}"""), endsWithLastResult()), request -> {
            assertThat(isAbout(request.messages(), "part A")).isTrue();
            return calls("end_task", "{\"status\": \"failed\", \"result\": \"no\"}")
                    .answer(request);
        });
        Task task = writ.run(work("ROOT"));
        assertThat(writ.results(task.id()).getFirst().data().path("results"))
                .extracting(result -> result.path("status").asString())
                .containsExactly("failed", "failed");
    }

    @Test
    void a_part_that_waits_for_a_later_one_is_a_failed_call() {
        workers(turns(calls("break_down_task", """
                                {"subtasks": [{"title": "A", "instruction": "a", "after": [1]},
                                              {"title": "B", "instruction": "b"}]}"""), endsWithLastResult()), ends("never"));
        Task task = writ.run(work("ROOT"));
        assertThat(text(task)).startsWith("failed: invalid_arguments");
        assertThat(writ.tree(task.id())).noneMatch(one -> one.process().equals("start_subtask"));
    }

    @Test
    void a_subtask_may_not_use_what_its_delegator_may_not() throws Exception {
        Files.writeString(workspace.resolve("a.txt"), "alpha");
        // By itself the planner's colleague may read files always; asked by the worker, it may not.
        model.on("worker", turns(calls("start_subtask", """
                                        {"title": "Look", "instruction": "look at it", "agent": "context_addition"}"""), endsWithLastResult()))
                .on(
                        "context_addition",
                        turns(calls("file_system_listing__read_file", "{\"path\": \"a.txt\"}"), endsWithLastResult()));
        Task delegated = writ.run(work("ROOT").in(workspace, Set.of()));
        Task subtask = writ.child(delegated.id(), "start_subtask");
        assertThat(writ.results(subtask.id()).getFirst().status()).isNotEqualTo("succeeded");
        assertThat(text(delegated)).doesNotContain("alpha");

        Task own = writ.run(TestingWrit.with(
                Submission.of("look at it").in(workspace, Set.of()), "single_agent", "context_addition"));
        assertThat(text(own)).contains("alpha");
    }

    @Test
    void a_budget_that_is_used_up_fails_the_task_before_the_next_model_call() {
        model.costing(100, 1_000);
        model.worker(
                calls("message_user__show_progress", "{\"message\": \"a\", \"percent\": 1}"),
                request -> calls(
                                "message_user__show_progress",
                                "{\"message\": \"b\", \"percent\": " + TestingModel.turnsTaken(request) + "}")
                        .answer(request));
        Task calls = writ.run(budget(work("ROOT"), new Budget(4, 1_000_000, 1_000_000, 600, 8, 10)));
        assertThat(calls.failure().orElseThrow().code()).isEqualTo(FailureCode.BUDGET_EXHAUSTED);
        assertThat(calls.failure().orElseThrow().message()).contains("model calls (4)");
        assertThat(model.requests("worker")).hasSize(4);

        Task tokens = writ.run(budget(work("ROOT"), new Budget(100, 250, 1_000_000, 600, 8, 10)));
        assertThat(tokens.failure().orElseThrow().code()).isEqualTo(FailureCode.BUDGET_EXHAUSTED);
        assertThat(writ.value("SELECT tokens FROM trees WHERE id = ?", tokens.id()))
                .isEqualTo("200");

        Task money = writ.run(budget(work("ROOT"), new Budget(100, 1_000_000, 3_500, 600, 8, 10)));
        assertThat(money.failure().orElseThrow().code()).isEqualTo(FailureCode.BUDGET_EXHAUSTED);
        assertThat(writ.value("SELECT cost_micros FROM trees WHERE id = ?", money.id()))
                .isEqualTo("3000");
        assertThat(writ.value("SELECT SUM(reserved_tokens) + SUM(reserved_micros) FROM trees"))
                .isEqualTo("0");
    }

    @Test
    void parallel_subtasks_share_one_budget() {
        model.costing(10, 0);
        workers(
                turns(calls("break_down_task", manyParts(8)), endsWithLastResult()),
                request -> calls(
                                "message_user__show_progress",
                                "{\"message\": \"b\", \"percent\": " + TestingModel.turnsTaken(request) + "}")
                        .answer(request));
        Task task = writ.run(budget(work("ROOT"), new Budget(20, 1_000_000, 1_000_000, 600, 8, 10)));
        assertThat(task.failure().orElseThrow().code()).isEqualTo(FailureCode.BUDGET_EXHAUSTED);
        assertThat(model.requests()).hasSize(20);
        assertThat(writ.value("SELECT tokens || ' ' || reserved_tokens FROM trees WHERE id = ?", task.id()))
                .isEqualTo("200 0");
    }

    @Test
    void more_subtasks_than_the_budget_has_are_a_failed_call_and_none_of_them_starts() {
        workers(turns(calls("break_down_task", manyParts(3)), endsWithLastResult()), ends("part"));
        Task task = writ.run(budget(work("ROOT"), new Budget(100, 1_000_000, 1_000_000, 600, 8, 2)));
        assertThat(text(task)).startsWith("failed: limit_reached");
        assertThat(writ.tree(task.id())).noneMatch(one -> one.process().equals("start_subtask"));
        assertThat(writ.value("SELECT subtasks FROM trees WHERE id = ?", task.id()))
                .isEqualTo("0");
    }

    @Test
    void subtasks_of_subtasks_end_at_the_depth_of_the_budget() {
        model.on("worker", turns(calls("start_subtask", """
                                {"title": "Deeper", "instruction": "go deeper", "agent": "worker"}"""), endsWithLastResult()));
        Task task = writ.run(budget(work("ROOT"), new Budget(100, 1_000_000, 1_000_000, 600, 3, 50)));
        assertThat(text(task)).contains("limit_reached");
        assertThat(writ.tree(task.id()))
                .filteredOn(one -> one.process().equals("start_subtask"))
                .hasSize(3)
                .allMatch(one -> one.depth() <= 3);
    }

    @Test
    void more_parallel_tasks_than_are_worked_on_at_a_time_all_get_done() {
        workers(turns(calls("break_down_task", manyParts(20)), endsWithLastResult()), ends("part"));
        Task task = writ.run(budget(work("ROOT"), USUAL));
        assertThat(task.state()).isEqualTo(TaskState.COMPLETED);
        assertThat(writ.results(task.id()).getFirst().data().path("results"))
                .hasSize(20)
                .allMatch(result -> result.path("status").asString().equals("completed"));
    }

    @Test
    void wake_ups_of_a_task_at_work_do_not_hold_up_others() throws Exception {
        CountDownLatch working = new CountDownLatch(1);
        CountDownLatch goOn = new CountDownLatch(1);
        workers(
                request -> {
                    working.countDown();
                    await(goOn);
                    return ends("slow").answer(request);
                },
                ends("quick"));
        Task slow = writ.submit(work("ROOT"));
        working.await();
        // More than there are places for tasks at a time.
        for (int i = 0; i < 20; i++) {
            writ.parts().steering().reply(slow.id(), "hurry", "person:user");
        }
        assertThat(text(writ.run(work("other")))).isEqualTo("quick");
        goOn.countDown();
        assertThat(writ.ended(slow.id()).state()).isEqualTo(TaskState.COMPLETED);
    }

    @Test
    void a_selection_by_the_agent_selector_stands_when_the_task_goes_on_after_a_wait() {
        model.on("agent_selector", calls("end_task", """
                        {"status": "completed", "result": "x", "data": {"agent": "recovery_agent"}}"""))
                .on("planning_agent", calls("end_task", """
                        {"status": "completed", "result": "x", "data": {"steps": [
                          {"title": "one", "instruction": "do it", "agent": "worker", "after": []}]}}"""))
                .worker(asksThePerson(), endsWithLastResult());
        // Two agents fit these words, so that the rules are unsure; the plan then names a third.
        Task task = writ.submit(Submission.of("Fix and optimise the build"));
        writ.until(
                () -> !writ.value("SELECT id FROM user_messages WHERE state = 'asked'")
                        .isEmpty(),
                () -> "no question");
        writ.restart();
        writ.parts().steering().reply(task.id(), "yes", "person:user");
        Task ended = writ.ended(task.id());
        assertThat(ended.failure()).isEmpty();
        assertThat(ended.agent()).isEqualTo("worker");
        assertThat(model.requests("agent_selector")).hasSize(1);
        assertThat(model.requests("planning_agent")).hasSize(1);
    }

    @Test
    void a_plan_of_several_steps_is_carried_out_and_summarised_over_a_restart() {
        model.on("planning_agent", calls("end_task", """
                        {"status": "completed", "result": "x", "data": {"steps": [
                          {"title": "one", "instruction": "first", "agent": "worker", "after": []},
                          {"title": "two", "instruction": "second", "agent": "worker", "after": [0]}]}}""")).worker(asksThePerson(), endsWithLastResult());
        Task task = writ.submit(TestingWrit.with(Submission.of("Both"), "neutral_task", "recovery_agent"));
        for (int i = 1; i <= 2; i++) {
            String asked = Integer.toString(i);
            writ.until(
                    () -> writ.value("SELECT COUNT(*) FROM user_messages").equals(asked), () -> "no question " + asked);
            writ.restart();
            writ.parts().steering().reply(task.id(), "yes", "person:user");
        }
        Task ended = writ.ended(task.id());
        assertThat(ended.failure()).isEmpty();
        assertThat(text(ended)).isEqualTo("all of it");
    }

    private static TestingModel.Script asksThePerson() {
        return calls("message_user__ask_user", "{\"question\": \"Really?\"}");
    }

    private static String manyParts(int count) {
        var parts = Json.array();
        for (int i = 0; i < count; i++) {
            parts.addObject()
                    .put("title", "P" + i)
                    .put("instruction", "part " + i)
                    .put("agent", "worker");
        }
        return Json.write(Json.object().set("subtasks", parts));
    }

    private static Submission budget(Submission one, Budget budget) {
        return new Submission(
                one.request(),
                one.process(),
                one.agent(),
                one.parameters(),
                one.workspace(),
                one.allow(),
                budget,
                one.approvalTimeout(),
                one.stepMode(),
                one.priority(),
                one.key(),
                one.submittedBy());
    }

    private static void await(CountDownLatch latch) {
        try {
            if (!latch.await(30, TimeUnit.SECONDS)) {
                throw new IllegalStateException("waited in vain");
            }
        } catch (InterruptedException e) {
            throw new IllegalStateException(e);
        }
    }

    private static String text(Task task) {
        return task.result().map(TaskResult::text).orElse("(no result: " + task.failure() + ")");
    }
}
