package dev.writ.task;

import dev.writ.label.Label;
import dev.writ.store.Database;
import dev.writ.store.Transaction;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Optional;
import org.jdbi.v3.core.Handle;

/**
 * The label of all that a task has read: its parent's when it was made, what was added to its conversation, and the results of
 * its subtasks. It only ever rises, in the transaction that brings what raises it, so a restart changes nothing. Safe for use
 * by many threads.
 */
public final class TaskLabels {
    private final Database database;
    private final InstantSource clock;

    public TaskLabels(Database database, InstantSource clock) {
        this.database = database;
        this.clock = clock;
    }

    /**
     * @param untrustedSince when the task first read what others may have written; empty while it has not
     */
    public record Standing(Label label, Optional<Instant> untrustedSince) {}

    /** How a task stands; one that does not exist has read the worst. */
    public Standing of(String task) {
        return database.read(handle -> of(handle, task));
    }

    /** As {@link #of(String)}, as seen by an open transaction. */
    public static Standing of(Handle handle, String task) {
        return handle.createQuery("SELECT integrity, confidentiality, untrusted_since FROM tasks WHERE id = :task")
                .bind("task", task)
                .map((row, context) -> {
                    Label label = Label.read(row.getString("integrity"), row.getString("confidentiality"));
                    return new Standing(
                            label,
                            label.isUntrusted()
                                    ? Optional.of(Instant.ofEpochMilli(row.getLong("untrusted_since")))
                                    : Optional.empty());
                })
                .findOne()
                .orElse(new Standing(Label.WORST, Optional.of(Instant.EPOCH)));
    }

    /** Joins what the task reads now to what it has read. */
    public void raise(Transaction transaction, String task, Label label) {
        raise(transaction, task, label, clock.millis());
    }

    static void raise(Transaction transaction, String task, Label label, long now) {
        if (label.equals(Label.CLEAN)) {
            return;
        }
        transaction
                .handle()
                .createUpdate("""
                        UPDATE tasks
                        SET untrusted_since = CASE WHEN integrity = 'trusted' AND :untrusted = 1 THEN :now
                                                   ELSE untrusted_since END,
                            integrity = CASE WHEN :untrusted = 1 THEN 'untrusted' ELSE integrity END,
                            confidentiality = CASE WHEN :private = 1 THEN 'private' ELSE confidentiality END
                        WHERE id = :task
                        """)
                .bind("task", task)
                .bind("untrusted", label.isUntrusted() ? 1 : 0)
                .bind("private", label.isPrivate() ? 1 : 0)
                .bind("now", now)
                .execute();
    }
}
