package dev.writ.process;

import dev.writ.store.Transaction;

/** What processes ask of the engine. */
public interface Execution {
    /** Makes the engine look at the task soon after the transaction is durable. */
    void enqueue(Transaction transaction, String task);

    /** Runs the task on this thread until it ends or waits; does nothing when it has ended. */
    void runHere(String task);
}
