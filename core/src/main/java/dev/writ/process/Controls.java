package dev.writ.process;

import dev.writ.agent.AgentDefinition;
import dev.writ.process.breakpoint.Breakpoint;
import dev.writ.process.breakpoint.BreakpointHits;
import dev.writ.process.breakpoint.Breakpoints;
import dev.writ.store.Database;
import dev.writ.store.Transaction;
import dev.writ.task.Message;
import dev.writ.task.Task;
import dev.writ.task.TaskStanding;
import dev.writ.task.TaskState;
import dev.writ.task.TaskStore;
import dev.writ.task.Tree;
import dev.writ.task.TreeStore;
import java.util.Optional;

/** The points at which a person can hold a task: before every model call and before every tool call, in step mode, paused, or at a
 * breakpoint.
 */
public final class Controls {
    private final Database database;
    private final TaskStore tasks;
    private final TreeStore trees;
    private final Breakpoints breakpoints;
    private final BreakpointHits hits;

    public Controls(Database database, TaskStore tasks, TreeStore trees, Breakpoints breakpoints, BreakpointHits hits) {
        this.database = database;
        this.tasks = tasks;
        this.trees = trees;
        this.breakpoints = breakpoints;
        this.hits = hits;
    }

    /** @throws Suspended after holding the task: paused, in step mode without a permit, or at its limit of turns */
    Task beforeTurn(Task task, Tree tree, AgentDefinition agent) {
        boolean atLimit = task.turns() > 0 && task.turns() % agent.maximumTurns() == 0;
        return check(task, tree, "step: a model call by " + task.agent(), atLimit ? limit(task) : "");
    }

    /** @throws Suspended after holding the task: at a breakpoint, paused, or in step mode without a permit */
    Task beforeCall(Task task, Tree tree, Message.Call call) {
        Optional<Breakpoint> breakpoint = breakpoints.before(tree.id(), call.function());
        if (breakpoint.isPresent() && holdAt(breakpoint.get(), task, call)) {
            throw new Suspended();
        }
        return check(task, tree, "step: " + call.function(), "");
    }

    /** Holds the task, once for each call: one that was held runs again only when a person lets it. */
    private boolean holdAt(Breakpoint breakpoint, Task task, Message.Call call) {
        return database.write(transaction -> {
            if (hits.has(transaction.handle(), task.id(), call.id())) {
                return false;
            }
            hits.record(transaction, breakpoint, task.id(), call);
            tasks.hold(transaction, task, reason(breakpoint, call), "engine");
            return true;
        });
    }

    /**
     * Whether the agent of a task that runs elsewhere may make a call now. Where it may not, its task is held; it may make
     * the same call, once, when a person has let the task go on.
     */
    public boolean mayCall(TaskStanding standing, Message.Call call) {
        Optional<Breakpoint> breakpoint = breakpoints.before(standing.tree(), call.function());
        return breakpoint.isEmpty()
                || database.write(transaction -> {
                    Task task = tasks.get(transaction.handle(), standing.task());
                    if (task.state().isFinal() || hits.use(transaction, task.id(), call)) {
                        return true;
                    }
                    hits.record(transaction, breakpoint.get(), task.id(), call);
                    if (task.state() != TaskState.MANUAL_HOLD) {
                        tasks.hold(transaction, task, reason(breakpoint.get(), call), "engine");
                    }
                    return false;
                });
    }

    private static String reason(Breakpoint breakpoint, Message.Call call) {
        return "breakpoint " + breakpoint.target().text() + ": " + call.function();
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
