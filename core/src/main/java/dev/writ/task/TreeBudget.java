package dev.writ.task;

import dev.writ.FailureCode;
import dev.writ.WritException;
import dev.writ.store.Transaction;
import java.time.Duration;
import java.time.InstantSource;

/**
 * Keeps every tree within its budget: what a model call may cost is reserved before the call, in one statement that
 * succeeds only while it fits, and settled after it. Parallel subtasks share one budget and cannot exceed it together.
 */
public final class TreeBudget {
    private final TreeStore trees;
    private final InstantSource clock;

    public TreeBudget(TreeStore trees, InstantSource clock) {
        this.trees = trees;
        this.clock = clock;
    }

    /**
     * Counts one model call and sets aside what it may cost.
     *
     * @throws WritException with {@code budget_exhausted} naming the limit that was reached; nothing is then reserved
     */
    public void reserve(Transaction transaction, Task task, long tokens, long costMicros) {
        Tree tree = trees.get(transaction.handle(), task.tree());
        Budget budget = tree.budget();
        Duration elapsed = Duration.between(tree.startedAt(), clock.instant());
        if (elapsed.toSeconds() >= budget.wallSeconds()) {
            throw exhausted("time (" + budget.wallSeconds() + " s)");
        }
        int reserved = transaction
                .handle()
                .createUpdate("""
                        UPDATE trees SET model_calls = model_calls + 1,
                               reserved_tokens = reserved_tokens + :tokens,
                               reserved_micros = reserved_micros + :micros
                        WHERE id = :id AND model_calls < :calls
                          AND tokens + reserved_tokens + :tokens <= :mostTokens
                          AND cost_micros + reserved_micros + :micros <= :mostMicros
                        """)
                .bind("id", tree.id())
                .bind("tokens", tokens)
                .bind("micros", costMicros)
                .bind("calls", budget.modelCalls())
                .bind("mostTokens", budget.tokens())
                .bind("mostMicros", budget.costMicros())
                .execute();
        if (reserved == 0) {
            throw exhausted(
                    tree.spent().modelCalls() >= budget.modelCalls()
                            ? "model calls (" + budget.modelCalls() + ")"
                            : "tokens or money");
        }
        setReserved(transaction, task, tokens, costMicros);
    }

    /** Replaces a task's reservation by what was really spent. */
    public void settle(Transaction transaction, Task task, long tokens, long costMicros) {
        release(transaction, task);
        spend(transaction, task, tokens, costMicros);
    }

    /** After a crash in the middle of a call: counts the whole reservation as spent, since the provider may charge it. */
    public void settleUnknown(Transaction transaction, Task task) {
        transaction
                .handle()
                .createUpdate("""
                        UPDATE trees SET
                            tokens = tokens + (SELECT reserved_tokens FROM tasks WHERE id = :task),
                            cost_micros = cost_micros + (SELECT reserved_micros FROM tasks WHERE id = :task)
                        WHERE id = :tree
                        """)
                .bind("task", task.id())
                .bind("tree", task.tree())
                .execute();
        release(transaction, task);
    }

    /**
     * Counts one subtask.
     *
     * @throws WritException with {@code limit_reached} when the tree may not have another one, or none so deep
     */
    public void countSubtask(Transaction transaction, String treeId, int depth) {
        Tree tree = trees.get(transaction.handle(), treeId);
        if (depth > tree.budget().depth()) {
            throw new WritException(
                    FailureCode.LIMIT_REACHED,
                    "Subtasks may be " + tree.budget().depth() + " deep, and this one would be deeper.",
                    "Do the work in this task, or submit with a larger depth.");
        }
        int counted = transaction
                .handle()
                .createUpdate("UPDATE trees SET subtasks = subtasks + 1 WHERE id = :id AND subtasks < :most")
                .bind("id", treeId)
                .bind("most", tree.budget().subtasks())
                .execute();
        if (counted == 0) {
            throw new WritException(
                    FailureCode.LIMIT_REACHED,
                    "The request has used all of its " + tree.budget().subtasks() + " subtasks.",
                    "Do the work in this task, or submit with a larger budget.");
        }
    }

    private void spend(Transaction transaction, Task task, long tokens, long costMicros) {
        transaction
                .handle()
                .createUpdate(
                        "UPDATE trees SET tokens = tokens + :tokens, cost_micros = cost_micros + :micros WHERE id = :id")
                .bind("tokens", tokens)
                .bind("micros", costMicros)
                .bind("id", task.tree())
                .execute();
    }

    private void release(Transaction transaction, Task task) {
        transaction
                .handle()
                .createUpdate("""
                        UPDATE trees SET
                            reserved_tokens = reserved_tokens - (SELECT reserved_tokens FROM tasks WHERE id = :task),
                            reserved_micros = reserved_micros - (SELECT reserved_micros FROM tasks WHERE id = :task)
                        WHERE id = :tree
                        """)
                .bind("task", task.id())
                .bind("tree", task.tree())
                .execute();
        setReserved(transaction, task, 0, 0);
    }

    private static void setReserved(Transaction transaction, Task task, long tokens, long costMicros) {
        transaction
                .handle()
                .createUpdate("UPDATE tasks SET reserved_tokens = :tokens, reserved_micros = :micros WHERE id = :id")
                .bind("tokens", tokens)
                .bind("micros", costMicros)
                .bind("id", task.id())
                .execute();
    }

    private static WritException exhausted(String limit) {
        return new WritException(
                FailureCode.BUDGET_EXHAUSTED,
                "The request's budget is used up: " + limit + ".",
                "Submit it again with a larger budget, or a smaller request.");
    }
}
