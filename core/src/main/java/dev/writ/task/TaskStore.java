package dev.writ.task;

import dev.writ.Failure;
import dev.writ.FailureCode;
import dev.writ.Json;
import dev.writ.WritException;
import dev.writ.event.EventLog;
import dev.writ.event.NewEvent;
import dev.writ.label.Label;
import dev.writ.store.Database;
import dev.writ.store.Transaction;
import java.time.Duration;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;
import org.jdbi.v3.core.Handle;
import org.jdbi.v3.core.statement.Update;

/**
 * The stored tasks. Every change states the version it saw and fails with {@link Fenced} when the task has moved on; every
 * change appends its event in the same transaction. Safe for use by many threads.
 */
public final class TaskStore {
    private final Database database;
    private final EventLog events;
    private final InstantSource clock;

    public TaskStore(Database database, EventLog events, InstantSource clock) {
        this.database = database;
        this.events = events;
        this.clock = clock;
    }

    /**
     * Creates the task, or returns the one that already has its id. A subtask has read what its parent has read; a request
     * that no person made may be made of anything.
     */
    public Task create(Transaction transaction, NewTask task, String actor) {
        Optional<Task> existing = find(transaction.handle(), task.id());
        if (existing.isPresent()) {
            return existing.get();
        }
        TaskTable.insert(transaction.handle(), task, inherited(transaction.handle(), task, actor), clock.millis());
        events.append(
                transaction,
                NewEvent.of("task.created", "task", task.id())
                        .in(task.tree(), task.id())
                        .by(actor)
                        .causedBy(task.parent())
                        .with("title", task.title())
                        .with("process", task.process())
                        .with("agent", task.agent())
                        .with("parent", task.parent()));
        return get(transaction.handle(), task.id());
    }

    private static Label inherited(Handle handle, NewTask task, String actor) {
        if (!task.parent().isEmpty()) {
            return TaskLabels.of(handle, task.parent()).label();
        }
        return actor.startsWith("person:") ? Label.CLEAN : Label.WORST;
    }

    /** @throws WritException with {@code not_found} */
    public Task get(String id) {
        return database.read(handle -> get(handle, id));
    }

    /** As {@link #get(String)}, as seen by an open transaction. */
    public Task get(Handle handle, String id) {
        return find(handle, id).orElseThrow(() -> TaskStanding.notFound(id));
    }

    /**
     * How the task stands, for who asks before each call.
     *
     * @throws WritException with {@code not_found}
     */
    public TaskStanding standing(String id) {
        return database.read(handle -> TaskStanding.read(handle, id));
    }

    public Optional<Task> find(Handle handle, String id) {
        return TaskTable.find(handle, id);
    }

    public List<Task> list(TaskFilter filter) {
        return database.read(handle -> list(handle, filter));
    }

    /** As {@link #list(TaskFilter)}, as seen by an open transaction. */
    public List<Task> list(Handle handle, TaskFilter filter) {
        return TaskTable.list(handle, filter);
    }

    public List<Task> children(String parent) {
        return database.read(handle -> TaskTable.children(handle, parent));
    }

    /** Ids of tasks that wait for this one and for nothing else. */
    public List<String> released(Handle handle, String ended) {
        return TaskTable.released(handle, ended);
    }

    /** Moves the task to another state. */
    public Task move(Transaction transaction, Task task, TaskState next, String actor) {
        if (task.state() == next) {
            return task;
        }
        task.state().check(next);
        return change(
                transaction,
                task,
                "state = :state, held_from = '', hold_reason = ''",
                NewEvent.of("task.state_changed", "task", task.id())
                        .by(actor)
                        .with("from", task.state().id())
                        .with("to", next.id()),
                update -> update.bind("state", next.id()));
    }

    /** Holds the task for a person; {@link #release} takes it back to where it was. */
    public Task hold(Transaction transaction, Task task, String reason, String actor) {
        task.state().check(TaskState.MANUAL_HOLD);
        return change(
                transaction,
                task,
                "state = 'manual_hold', held_from = :from, hold_reason = :reason, pause_asked = 0",
                NewEvent.of("task.held", "task", task.id()).by(actor).with("reason", reason),
                update -> update.bind("from", task.state().id()).bind("reason", reason));
    }

    /** Takes a held task back to the state it was held from, with so many permits to step. */
    public Task release(Transaction transaction, Task task, int stepPermits, String actor) {
        TaskState back = task.heldFrom().orElse(TaskState.PROCESS_ASSIGNED);
        task.state().check(back);
        return change(
                transaction,
                task,
                "state = :state, held_from = '', hold_reason = '', step_permits = :permits",
                NewEvent.of("task.resumed", "task", task.id()).by(actor).with("to", back.id()),
                update -> update.bind("state", back.id()).bind("permits", stepPermits));
    }

    /** Ends the task. */
    public Task complete(Transaction transaction, Task task, TaskResult result) {
        task.state().check(TaskState.COMPLETED);
        passOn(transaction, task);
        return change(
                transaction,
                task,
                "state = 'completed', result = :result, finished_at = :now",
                ended(task, "task.completed", "succeeded"),
                update -> update.bind("result", Json.write(result.toJson())));
    }

    /** Ends the task without success; {@code result} keeps what it gave up to then. */
    public Task fail(Transaction transaction, Task task, Failure failure, Optional<TaskResult> result) {
        task.state().check(TaskState.FAILED);
        passOn(transaction, task);
        return change(
                transaction,
                task,
                "state = 'failed', result = :result, failure = :failure, finished_at = :now",
                ended(task, "task.failed", "failed")
                        .with("code", failure.code().id())
                        .with("message", failure.message()),
                update -> update.bind(
                                "result",
                                result.map(value -> Json.write(value.toJson())).orElse(""))
                        .bind("failure", Json.write(TaskRow.writeFailure(failure))));
    }

    /** Cancels the task whatever version it has; whoever works on it is fenced off. No effect on an ended task. */
    public boolean cancel(Transaction transaction, Task task, String actor, String reason) {
        Task now = get(transaction.handle(), task.id());
        if (now.state().isFinal()) {
            return false;
        }
        change(
                transaction,
                now,
                "state = 'cancelled', stop_asked = 'cancel', failure = :failure, finished_at = :now",
                ended(now, "task.cancelled", "cancelled").by(actor).with("reason", reason),
                update -> update.bind(
                        "failure",
                        Json.write(TaskRow.writeFailure(Failure.of(
                                FailureCode.CANCELLED, "Cancelled: " + reason + ".", "Submit it again if needed.")))));
        return true;
    }

    public Task assignAgent(Transaction transaction, Task task, String agent) {
        return change(
                transaction,
                task,
                "agent = :agent",
                NewEvent.of("task.agent_selected", "task", task.id()).with("agent", agent),
                update -> update.bind("agent", agent));
    }

    public Task countTurn(Transaction transaction, Task task) {
        update(transaction, task, "turns = turns + 1", update -> update);
        return get(transaction.handle(), task.id());
    }

    /** Lets a task that was just made count its turns from there: its conversation has as many already. */
    public void startAt(Transaction transaction, String task, int turns) {
        transaction
                .handle()
                .createUpdate("UPDATE tasks SET turns = :turns WHERE id = :id AND state = 'created'")
                .bind("turns", turns)
                .bind("id", task)
                .execute();
    }

    /** Uses up one permit to step; false where there is none. */
    public boolean takeStepPermit(Transaction transaction, String task) {
        return note(transaction, task, "step_permits = step_permits - 1", "step_permits > 0");
    }

    /** Asks whoever works on the task to hold it at the next safe point; does not disturb the work under way. */
    public void askPause(Transaction transaction, String task) {
        note(transaction, task, "pause_asked = 1", "1 = 1");
    }

    /** Takes back {@link #askPause}, where nobody has held the task yet. */
    public void withdrawPause(Transaction transaction, String task) {
        note(transaction, task, "pause_asked = 0", "pause_asked = 1");
    }

    public void setStepMode(Transaction transaction, String task, boolean on) {
        note(transaction, task, on ? "step_mode = 1" : "step_mode = 0", "1 = 1");
    }

    /** @throws Fenced when the stored task is not the one given */
    public void checkUnchanged(Transaction transaction, Task task) {
        if (get(transaction.handle(), task.id()).version() != task.version()) {
            throw new Fenced(task.id());
        }
    }

    /** Whoever waits for a task reads its result, and with it what the task has read. */
    private void passOn(Transaction transaction, Task task) {
        if (!task.parent().isEmpty()) {
            Label label = TaskLabels.of(transaction.handle(), task.id()).label();
            TaskLabels.raise(transaction, task.parent(), label, clock.millis());
        }
    }

    private NewEvent ended(Task task, String type, String outcome) {
        return NewEvent.of(type, "task", task.id())
                .ended(outcome, Duration.between(task.createdAt(), clock.instant()))
                .with("agent", task.agent())
                .with("process", task.process())
                .with("turns", task.turns());
    }

    /** A person's wish, which leaves the version alone so that whoever works on the task is not fenced off. */
    private static boolean note(Transaction transaction, String task, String assignment, String condition) {
        return transaction
                        .handle()
                        .createUpdate("UPDATE tasks SET " + assignment + " WHERE id = :id AND " + condition)
                        .bind("id", task)
                        .execute()
                > 0;
    }

    private Task change(Transaction transaction, Task task, String assignments, NewEvent event, Binding binding) {
        update(transaction, task, assignments, binding);
        events.append(transaction, event.in(task.tree(), task.id()));
        return get(transaction.handle(), task.id());
    }

    private void update(Transaction transaction, Task task, String assignments, Binding binding) {
        Update update = transaction
                .handle()
                .createUpdate("UPDATE tasks SET " + assignments
                        + ", version = version + 1, updated_at = :now WHERE id = :id AND version = :version");
        int changed = binding.bind(update.bind("id", task.id())
                        .bind("version", task.version())
                        .bind("now", clock.millis()))
                .execute();
        if (changed == 0) {
            throw new Fenced(task.id());
        }
    }

    @FunctionalInterface
    private interface Binding {
        Update bind(Update update);
    }
}
