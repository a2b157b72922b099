package dev.writ.runtime;

import dev.writ.FailureCode;
import dev.writ.WritException;
import dev.writ.event.EventLog;
import dev.writ.event.NewEvent;
import dev.writ.process.Controls;
import dev.writ.process.breakpoint.BreakpointHits;
import dev.writ.store.Database;
import dev.writ.store.Transaction;
import dev.writ.task.Conversation;
import dev.writ.task.Message;
import dev.writ.task.Task;
import dev.writ.task.TaskFilter;
import dev.writ.task.TaskState;
import dev.writ.task.TaskStore;
import dev.writ.task.TreeStore;
import dev.writ.tool.ToolGateway;
import dev.writ.tool.message.Inbox;
import dev.writ.tool.message.InboxFilter;
import dev.writ.tool.message.MessageState;
import dev.writ.tool.message.UserMessage;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.jdbi.v3.core.Handle;

/** What a person can do to running work. Every action is durable when its method returns. */
public final class Steering {
    private final Database database;
    private final EventLog events;
    private final TaskStore tasks;
    private final TreeStore trees;
    private final Conversation conversation;
    private final ToolGateway gateway;
    private final Inbox inbox;
    private final Controls controls;
    private final BreakpointHits hits;
    private final Engine engine;

    public Steering(
            Database database,
            EventLog events,
            TaskStore tasks,
            TreeStore trees,
            Conversation conversation,
            ToolGateway gateway,
            Inbox inbox,
            Controls controls,
            BreakpointHits hits,
            Engine engine) {
        this.database = database;
        this.events = events;
        this.tasks = tasks;
        this.trees = trees;
        this.conversation = conversation;
        this.gateway = gateway;
        this.inbox = inbox;
        this.controls = controls;
        this.hits = hits;
        this.engine = engine;
    }

    /**
     * Ends the task and everything under it now: states first, so that nobody can write a result any more, then the calls
     * and model answers in flight.
     *
     * @return how many tasks were cancelled
     * @throws WritException with {@code illegal_transition} when the task has ended already
     */
    public int cancel(String id, String actor, String reason) {
        List<String> cancelled = database.write(transaction -> {
            Task root = tasks.get(transaction.handle(), id);
            requireOpen(root, "cancelled");
            List<String> open = subtree(transaction.handle(), root).stream()
                    .filter(task -> !task.state().isFinal())
                    .map(Task::id)
                    .toList();
            tasks.cancel(transaction, root, actor, reason);
            engine.followEnd(transaction, root);
            return open;
        });
        cancelled.forEach(task -> gateway.stopTask(task, reason));
        cancelled.forEach(engine::interrupt);
        return cancelled.size();
    }

    /** Holds the open tasks of the subtree: waiting ones at once, working ones before their next model or tool call. */
    public void pause(String id, String actor) {
        List<Task> subtree = subtree(tasks.get(id));
        requireOpen(subtree.getFirst(), "paused");
        database.writeOnly(transaction -> subtree.forEach(task -> {
            if (task.state().isActive()) {
                tasks.askPause(transaction, task.id());
            } else if (task.state() == TaskState.WAITING_ON_DEPENDENCIES) {
                tasks.hold(transaction, tasks.get(transaction.handle(), task.id()), "paused", actor);
            }
        }));
    }

    /** Lets held tasks of the subtree go on, and ends step mode in it. */
    public void resume(String id, String actor) {
        Task root = tasks.get(id);
        List<Task> subtree = subtree(root);
        requireOpen(root, "resumed");
        database.writeOnly(transaction -> {
            if (root.parent().isEmpty()) {
                trees.setStepMode(transaction, root.tree(), false);
            }
            for (Task task : subtree) {
                tasks.setStepMode(transaction, task.id(), false);
                tasks.withdrawPause(transaction, task.id());
                releaseIfHeld(transaction, task, actor);
            }
        });
    }

    /** Lets held tasks of the subtree take one step, and keeps them in step mode. */
    public void step(String id, String actor) {
        Task root = tasks.get(id);
        List<Task> held = subtree(root).stream()
                .filter(task -> task.state() == TaskState.MANUAL_HOLD)
                .toList();
        if (held.isEmpty()) {
            throw new WritException(
                    FailureCode.ILLEGAL_TRANSITION,
                    "Nothing in task " + id + " is held, so there is no step to take.",
                    "Switch step mode on with `writ pause` or at submission first.");
        }
        database.writeOnly(transaction -> {
            for (Task task : held) {
                tasks.setStepMode(transaction, task.id(), true);
                releaseIfHeld(transaction, task, actor);
            }
        });
    }

    /** Step mode for every task of the system. */
    public void setSystemStepMode(boolean on) {
        database.writeOnly(transaction -> controls.setSystemStepMode(transaction, on));
    }

    /** Step mode for a whole tree. */
    public void setTreeStepMode(String tree, boolean on) {
        database.writeOnly(
                transaction -> trees.setStepMode(transaction, trees.get(tree).id(), on));
    }

    /**
     * Answers the oldest open question in the subtree; where there is none, adds the words to the task's conversation.
     *
     * @throws WritException with {@code illegal_transition} when the task has ended
     */
    public void reply(String id, String text, String actor) {
        Task root = tasks.get(id);
        requireOpen(root, "answered");
        List<String> ids = subtree(root).stream().map(Task::id).toList();
        Optional<UserMessage> question =
                inbox.list(InboxFilter.all().inTree(root.tree()).withState(MessageState.ASKED)).reversed().stream()
                        .filter(message -> ids.contains(message.task()))
                        .findFirst();
        database.writeOnly(transaction -> {
            if (question.isPresent()) {
                inbox.answer(transaction, question.get().id(), text, actor);
                engine.enqueue(transaction, question.get().task());
                return;
            }
            conversation.append(transaction, id, new Message.Request("user", text));
            events.append(
                    transaction,
                    NewEvent.of("message.received", "message", id)
                            .in(root.tree(), id)
                            .by(actor)
                            .with("text", text));
            engine.enqueue(transaction, id);
        });
    }

    private void releaseIfHeld(Transaction transaction, Task task, String actor) {
        Task now = tasks.get(transaction.handle(), task.id());
        if (now.state() == TaskState.MANUAL_HOLD) {
            hits.pass(transaction, task.id(), actor);
            tasks.release(transaction, now, 1, actor);
            engine.enqueue(transaction, task.id());
        }
    }

    private List<Task> subtree(Task root) {
        return database.read(handle -> subtree(handle, root));
    }

    private List<Task> subtree(Handle handle, Task root) {
        List<Task> all = tasks.list(handle, TaskFilter.ofTree(root.tree()));
        List<Task> found = new ArrayList<>(List.of(root));
        for (int i = 0; i < found.size(); i++) {
            String parent = found.get(i).id();
            all.stream().filter(task -> task.parent().equals(parent)).forEach(found::add);
        }
        return found;
    }

    private static void requireOpen(Task task, String verb) {
        if (task.state().isFinal()) {
            throw new WritException(
                    FailureCode.ILLEGAL_TRANSITION,
                    "Task " + task.id() + " is " + task.state().id() + " and cannot be " + verb + ".",
                    "Look at its result with `writ task get " + task.id() + "`.");
        }
    }
}
