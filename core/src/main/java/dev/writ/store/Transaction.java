package dev.writ.store;

import org.jdbi.v3.core.Handle;

/** One write transaction under way. */
public interface Transaction {
    /** The connection of this transaction; not to be kept beyond it. */
    Handle handle();

    /**
     * Runs an action once the transaction is durable, before {@link Database#write} returns to its caller. Actions must
     * not throw; they do not run when the transaction fails.
     */
    void afterCommit(Runnable action);
}
