package dev.writ.process;

import dev.writ.permission.ApprovalRequest;
import dev.writ.store.Transaction;
import dev.writ.task.NewTask;
import dev.writ.task.Task;
import dev.writ.task.Tree;
import java.util.List;
import java.util.function.BiFunction;
import java.util.function.Function;
import java.util.function.Predicate;
import java.util.function.Supplier;
import org.jdbi.v3.core.Handle;

/** What a process can do for its task. One run on one thread. */
public interface ProcessRun {
    /** The task as last read or changed by this run. */
    Task task();

    Tree tree();

    /**
     * Does something once: the result is journaled, and comes from the journal when the process is run again. A crash
     * between the doing and the journal does it again, so the work must be repeatable.
     *
     * @param type how the result is read back from JSON
     */
    <T> T step(String name, Class<T> type, Supplier<T> work);

    /** As {@link #step}, with the work's own writes in the transaction of the journal: exactly once. */
    <T> T stepWriting(String name, Class<T> type, Function<Transaction, T> work);

    /**
     * As {@link #stepWriting(String, Class, Function)}, with something found out before the transaction begins: whoever asks
     * the world must not hold up all who write. It is found out only where the work is done, and not journaled.
     */
    <P, T> T stepWriting(String name, Class<T> type, Supplier<P> before, BiFunction<Transaction, P, T> work);

    /** Sets the agent of this task; each call counts once, however often the process is run. */
    void assignAgent(String agent);

    /** Creates a subtask once and waits until it has ended; its failure is for the caller to look at. */
    Task child(String step, Function<ProcessRun, NewTask> draft);

    /** Creates several subtasks once, lets them run side by side, and waits until all have ended. */
    List<Task> children(String step, Function<ProcessRun, List<NewTask>> drafts);

    /** Waits until a subtask of this process, which somebody else starts, has completed; the first one counts. */
    Task ended(String process);

    /** Lets the task's agent work until it ends. */
    ProcessOutcome agent();

    /** Waits until a person has decided, or time has. */
    ApprovalRequest decision(String approval);

    /**
     * Waits, without a thread, until the condition holds, and then goes on for ever. Whoever brings it about wakes the task.
     *
     * @param step its name in the journal
     */
    void until(String step, Predicate<Handle> condition);

    /** A new task id, for drafts. */
    String newTaskId();
}
