package dev.writ.store;

import org.jdbi.v3.core.Handle;

/** One write transaction under way. */
public interface Transaction {
    /** The connection of this transaction; not to be kept beyond it. */
    Handle handle();

    /**
     * Runs an insertion, update or deletion with values for its question marks; how many rows it changed. For the few
     * statements that every call needs: the handle's way costs several times as much.
     */
    int execute(String sql, Object... values);

    /**
     * Runs an action once the transaction is durable, before {@link Database#write} returns to its caller. Actions must
     * not throw; they do not run when the transaction fails.
     */
    void afterCommit(Runnable action);
}
