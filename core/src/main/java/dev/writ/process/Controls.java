package dev.writ.process;

import dev.writ.agent.AgentDefinition;
import dev.writ.store.Database;
import dev.writ.store.Transaction;
import dev.writ.task.Message;
import dev.writ.task.Task;
import dev.writ.task.TaskStore;
import dev.writ.task.Tree;
import dev.writ.task.TreeStore;

/** The points at which a person can hold a task: before every model call and before every tool call. */
public final class Controls {
    private final Database database;
    private final TaskStore tasks;
    private final TreeStore trees;

    public Controls(Database database, TaskStore tasks, TreeStore trees) {
        this.database = database;
        this.tasks = tasks;
        this.trees = trees;
    }

    /** @throws Suspended after holding the task: paused, in step mode without a permit, or at its limit of turns */
    Task beforeTurn(Task task, Tree tree, AgentDefinition agent) {
        boolean atLimit = task.turns() > 0 && task.turns() % agent.maximumTurns() == 0;
        return check(task, tree, "step: a model call by " + task.agent(), atLimit ? limit(task) : "");
    }

    /** @throws Suspended after holding the task: paused, or in step mode without a permit */
    Task beforeCall(Task task, Tree tree, Message.Call call) {
        return check(task, tree, "step: " + call.function(), "");
    }

    /** Whether the whole system is in step mode. */
    public boolean systemStepMode() {
        return database.read(handle -> handle.createQuery("SELECT value FROM settings WHERE name = 'step_mode'")
                .mapTo(String.class)
                .findOne()
                .map("on"::equals)
                .orElse(false));
    }

    /** Switches step mode for the whole system. */
    public void setSystemStepMode(Transaction transaction, boolean on) {
        transaction.handle().createUpdate("""
                        INSERT INTO settings (name, value) VALUES ('step_mode', :value)
                        ON CONFLICT (name) DO UPDATE SET value = excluded.value
                        """).bind("value", on ? "on" : "off").execute();
    }

    private Task check(Task known, Tree tree, String stepReason, String limitReason) {
        Task fresh = tasks.get(known.id());
        boolean stepping = fresh.stepMode() || trees.get(tree.id()).stepMode() || systemStepMode();
        if (!fresh.pauseAsked() && !stepping && limitReason.isEmpty()) {
            return known;
        }
        boolean goOn = database.write(transaction -> {
            if (!fresh.pauseAsked() && tasks.takeStepPermit(transaction, known.id())) {
                return true;
            }
            String ordinary = limitReason.isEmpty() ? stepReason : limitReason;
            tasks.hold(transaction, known, fresh.pauseAsked() ? "paused" : ordinary, "engine");
            return false;
        });
        if (!goOn) {
            throw new Suspended();
        }
        return known;
    }

    private static String limit(Task task) {
        return "limit: " + task.turns() + " turns in a row";
    }
}
