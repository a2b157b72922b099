package dev.writ.permission;

import dev.writ.store.Transaction;

/** Counts the uses of assignments. */
@FunctionalInterface
public interface UseCounter {
    /**
     * Adds one use to a live assignment, as part of the transaction that lets the call run. The assignment becomes used up
     * when this was its last use; the call that took it may still finish. False, and nothing counted, where the assignment
     * cannot be used any more: the call must not run then.
     */
    boolean useCounted(Transaction transaction, String assignment);
}
