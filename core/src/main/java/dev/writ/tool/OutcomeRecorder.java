package dev.writ.tool;

import dev.writ.label.Label;
import dev.writ.store.Transaction;

/**
 * What the caller writes when a call ends, in the same transaction as the gateway's own record: both are kept, or
 * neither. Runs once for each outcome recorded; it does not run for a call refused as a {@code conflict}, whose outcome
 * was, or will be, recorded by another. As any {@link dev.writ.store.Work}, it must wait for nothing but the database.
 */
@FunctionalInterface
public interface OutcomeRecorder {
    /** Writes nothing. */
    OutcomeRecorder NONE = (transaction, outcome, label) -> {};

    /** @param label where what the outcome says comes from */
    void record(Transaction transaction, ToolOutcome outcome, Label label);
}
