package dev.writ.task;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import dev.writ.Failure;
import dev.writ.FailureCode;
import dev.writ.Json;
import dev.writ.WritException;
import dev.writ.event.Event;
import dev.writ.event.EventFilter;
import dev.writ.store.Database;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.node.ArrayNode;

/** What stored tasks do on every database. */
abstract class TaskStoreContract {
    private TestingTrees all;
    private TaskStore tasks;

    abstract Database database();

    @BeforeEach
    void prepare() {
        all = new TestingTrees(database());
        tasks = all.tasks;
    }

    @Test
    void a_new_task_is_there_as_it_was_made() {
        Task root = all.root();
        assertThat(root.state()).isEqualTo(TaskState.CREATED);
        assertThat(root.version()).isEqualTo(1);
        assertThat(root.createdAt()).isEqualTo(all.clock.instant());
        assertThat(root.finishedAt()).isEmpty();
        assertThat(root.result()).isEmpty();
        assertThat(root.failure()).isEmpty();
        assertThat(tasks.get(root.id())).isEqualTo(root);
        Task child = all.child(root);
        assertThat(child.depth()).isEqualTo(1);
        assertThat(child.tree()).isEqualTo(root.id());
        assertThat(tasks.children(root.id())).containsExactly(child);
    }

    @Test
    void how_a_task_stands_is_what_it_and_its_tree_say_now() {
        Task root = all.root();
        String workspace = new TreeStore(database(), all.clock).get(root.tree()).workspace();
        assertThat(tasks.standing(root.id()))
                .isEqualTo(new TaskStanding(root.id(), root.tree(), root.agent(), TaskState.CREATED, workspace));
        Task assigned = all.moved(root, TaskState.PROCESS_ASSIGNED);
        Task held = database().write(tx -> tasks.hold(tx, assigned, "why", "person:ada"));
        assertThat(tasks.standing(held.id()).state()).isEqualTo(TaskState.MANUAL_HOLD);
        assertThatExceptionOfType(WritException.class)
                .isThrownBy(() -> tasks.standing("task_none"))
                .satisfies(thrown -> assertThat(thrown.failure().code()).isEqualTo(FailureCode.NOT_FOUND));
    }

    @Test
    void creating_it_again_finds_the_one_that_is_there() {
        Task root = all.root();
        NewTask draft = NewTask.childOf(root, "task_x", "one", "first", "single_agent");
        Task first = database().write(transaction -> tasks.create(transaction, draft, "engine"));
        Task again = database()
                .write(transaction ->
                        tasks.create(transaction, NewTask.childOf(root, "task_x", "two", "second", "other"), "engine"));
        assertThat(again).isEqualTo(first);
        assertThat(all.events.find(EventFilter.all().ofTask("task_x"))).hasSize(1);
    }

    @Test
    void a_long_title_is_cut_and_the_instruction_is_kept() {
        Task root = all.root();
        String words = "word ".repeat(100);
        Task task = database()
                .write(transaction -> tasks.create(
                        transaction, NewTask.childOf(root, "task_x", words, words, "single_agent"), "engine"));
        assertThat(task.title()).hasSize(120).endsWith("…");
        assertThat(task.instruction()).isEqualTo(words);
    }

    @Test
    void a_move_is_one_version_and_one_event() {
        Task root = all.root();
        all.clock.advance(Duration.ofSeconds(5));
        Task moved = all.moved(root, TaskState.PROCESS_ASSIGNED);
        assertThat(moved.version()).isEqualTo(root.version() + 1);
        assertThat(moved.updatedAt()).isEqualTo(all.clock.instant());
        Event event = lastEvent(root);
        assertThat(event.type()).isEqualTo("task.state_changed");
        assertThat(event.data()).isEqualTo(Json.parse("{\"from\": \"created\", \"to\": \"process_assigned\"}"));
        assertThat(all.moved(moved, TaskState.PROCESS_ASSIGNED)).isEqualTo(moved);
    }

    @Test
    void a_forbidden_move_changes_nothing() {
        Task root = all.root();
        assertThatExceptionOfType(WritException.class)
                .isThrownBy(() -> all.moved(root, TaskState.COMPLETED))
                .satisfies(thrown -> assertThat(thrown.failure().code()).isEqualTo(FailureCode.ILLEGAL_TRANSITION));
        assertThat(tasks.get(root.id())).isEqualTo(root);
        assertThat(lastEvent(root).type()).isEqualTo("task.created");
    }

    @Test
    void who_has_seen_an_older_version_is_fenced_off_from_every_change() {
        Task stale = all.root();
        Task now = all.moved(stale, TaskState.PROCESS_ASSIGNED);
        List<Runnable> changes = List.of(
                () -> all.moved(stale, TaskState.WAITING_ON_DEPENDENCIES),
                () -> database().write(tx -> tasks.hold(tx, stale, "why", "person:ada")),
                () -> database().write(tx -> tasks.fail(tx, stale, failure(), Optional.empty())),
                () -> database().write(tx -> tasks.assignAgent(tx, stale, "other")),
                () -> database().write(tx -> tasks.countTurn(tx, stale)),
                () -> database().writeOnly(tx -> tasks.checkUnchanged(tx, stale)));
        for (Runnable change : changes) {
            assertThatExceptionOfType(Fenced.class).isThrownBy(change::run).withMessageContaining(stale.id());
        }
        assertThat(tasks.get(stale.id())).isEqualTo(now);
        assertThat(lastEvent(stale).type()).isEqualTo("task.state_changed");
    }

    @Test
    void a_held_task_goes_back_to_where_it_was() {
        for (TaskState[] way : new TaskState[][] {
            {},
            {TaskState.PROCESS_ASSIGNED},
            {TaskState.PROCESS_ASSIGNED, TaskState.READY_FOR_AGENT},
            {TaskState.PROCESS_ASSIGNED, TaskState.READY_FOR_AGENT, TaskState.AGENT_RESPONDING},
            {TaskState.WAITING_ON_DEPENDENCIES}
        }) {
            Task before = all.moved(all.root(), way);
            Task held = database().write(tx -> tasks.hold(tx, before, "limit: 5 turns", "engine"));
            assertThat(held.state()).isEqualTo(TaskState.MANUAL_HOLD);
            assertThat(held.holdReason()).isEqualTo("limit: 5 turns");
            assertThat(held.heldFrom()).contains(before.state());
            Task released = database().write(tx -> tasks.release(tx, held, 1, "person:ada"));
            assertThat(released.state()).isEqualTo(before.state());
            assertThat(released.heldFrom()).isEmpty();
            assertThat(released.holdReason()).isEmpty();
            assertThat(released.stepPermits()).isEqualTo(1);
        }
    }

    @Test
    void a_step_permit_is_taken_once() {
        Task root = all.root();
        Task held = database().write(tx -> tasks.hold(tx, root, "step", "engine"));
        Task released = database().write(tx -> tasks.release(tx, held, 1, "person:ada"));
        assertThat(database().<Boolean>write(tx -> tasks.takeStepPermit(tx, root.id())))
                .isTrue();
        assertThat(database().<Boolean>write(tx -> tasks.takeStepPermit(tx, root.id())))
                .isFalse();
        assertThat(tasks.get(root.id()).version()).as("a wish is no change").isEqualTo(released.version());
    }

    @Test
    void a_wish_to_pause_leaves_the_work_under_way_alone_and_can_be_taken_back() {
        Task root = all.root();
        database().writeOnly(tx -> tasks.askPause(tx, root.id()));
        assertThat(tasks.get(root.id()).pauseAsked()).isTrue();
        assertThat(tasks.get(root.id()).version()).isEqualTo(root.version());
        database().writeOnly(tx -> tasks.withdrawPause(tx, root.id()));
        assertThat(tasks.get(root.id()).pauseAsked()).isFalse();
        database().writeOnly(tx -> tasks.askPause(tx, root.id()));
        Task held = database().write(tx -> tasks.hold(tx, root, "paused", "engine"));
        assertThat(held.pauseAsked()).isFalse();
    }

    @Test
    void a_completed_task_has_its_result_and_its_time() {
        Task working = all.moved(all.root(), TaskState.PROCESS_ASSIGNED);
        all.clock.advance(Duration.ofSeconds(7));
        ArrayNode findings = Json.array();
        findings.addObject().put("title", "a finding");
        TaskResult result = new TaskResult("done", findings, Json.object().put("n", 5));
        Task ended = database().write(tx -> tasks.complete(tx, working, result));
        assertThat(ended.state()).isEqualTo(TaskState.COMPLETED);
        assertThat(ended.result()).contains(result);
        assertThat(ended.finishedAt()).contains(all.clock.instant());
        assertThat(lastEvent(ended).type()).isEqualTo("task.completed");
        assertThat(lastEvent(ended).duration()).isEqualTo(Duration.ofSeconds(7));
    }

    @Test
    void a_failed_task_has_its_failure_and_what_there_is_in_spite_of_it() {
        Task root = all.root();
        TaskResult partly = TaskResult.of("half", Json.object());
        Task ended = database().write(tx -> tasks.fail(tx, root, failure(), Optional.of(partly)));
        assertThat(ended.failure()).contains(failure());
        assertThat(ended.result()).contains(partly);
        assertThat(lastEvent(ended).data().path("code").asString()).isEqualTo("timed_out");
    }

    @Test
    void cancelling_counts_whatever_version_was_seen_and_only_once() {
        Task stale = all.root();
        all.moved(stale, TaskState.PROCESS_ASSIGNED);
        assertThat(database().<Boolean>write(tx -> tasks.cancel(tx, stale, "person:ada", "enough")))
                .isTrue();
        Task cancelled = tasks.get(stale.id());
        assertThat(cancelled.state()).isEqualTo(TaskState.CANCELLED);
        assertThat(cancelled.failure().orElseThrow().message()).contains("enough");
        assertThat(database().<Boolean>write(tx -> tasks.cancel(tx, stale, "person:ada", "again")))
                .isFalse();
        assertThat(tasks.get(stale.id())).isEqualTo(cancelled);
    }

    @Test
    void a_change_that_fails_takes_its_event_with_it() {
        Task root = all.root();
        assertThatExceptionOfType(IllegalStateException.class)
                .isThrownBy(() -> database().writeOnly(tx -> {
                    tasks.move(tx, root, TaskState.PROCESS_ASSIGNED, "engine");
                    throw new IllegalStateException("after the change");
                }));
        assertThat(tasks.get(root.id())).isEqualTo(root);
        assertThat(lastEvent(root).type()).isEqualTo("task.created");
    }

    @Test
    void what_depends_on_others_is_released_by_the_last_of_them() {
        Task root = all.root();
        Task first = all.child(root);
        Task second = all.child(root);
        Task last = all.child(root, first.id(), second.id());
        assertThat(last.state()).isEqualTo(TaskState.WAITING_ON_DEPENDENCIES);
        assertThat(released(first)).isEmpty();
        database().writeOnly(tx -> tasks.cancel(tx, first, "engine", "x"));
        assertThat(released(first)).isEmpty();
        database().writeOnly(tx -> tasks.cancel(tx, second, "engine", "x"));
        assertThat(released(second)).containsExactly(last.id());
    }

    private List<String> released(Task ended) {
        return database().read(handle -> tasks.released(handle, ended.id()));
    }

    @Test
    void tasks_are_listed_newest_first_by_state_tree_agent_and_root() {
        Task root = all.root();
        all.clock.advance(Duration.ofSeconds(1));
        Task child = all.child(root);
        all.clock.advance(Duration.ofSeconds(1));
        Task other = all.moved(all.root(), TaskState.PROCESS_ASSIGNED);
        assertThat(ids(TaskFilter.all())).containsExactly(other.id(), child.id(), root.id());
        assertThat(ids(TaskFilter.ofTree(root.id()))).containsExactly(child.id(), root.id());
        assertThat(ids(new TaskFilter("created", "", "", true, 10))).containsExactly(root.id());
        assertThat(ids(new TaskFilter("", "", "worker", false, 1))).containsExactly(other.id());
    }

    @Test
    void an_unknown_task_is_not_found() {
        assertThatExceptionOfType(WritException.class)
                .isThrownBy(() -> tasks.get("task_0"))
                .satisfies(thrown -> assertThat(thrown.failure().code()).isEqualTo(FailureCode.NOT_FOUND));
    }

    private List<String> ids(TaskFilter filter) {
        return tasks.list(filter).stream().map(Task::id).toList();
    }

    private Event lastEvent(Task task) {
        return all.events
                .find(EventFilter.all().ofTask(task.id()).newestFirst(true))
                .getFirst();
    }

    private static Failure failure() {
        return Failure.of(FailureCode.TIMED_OUT, "It took too long.", "Try again.");
    }
}
