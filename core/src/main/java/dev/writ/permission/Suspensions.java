package dev.writ.permission;

import dev.writ.store.Database;
import dev.writ.store.Transaction;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.Consumer;

/**
 * Agents and grants that may do nothing until a person has looked. The gateway asks the table in the very statement that
 * records the intent of a call, so a suspension holds from its commit on, on every node. Safe for use by many threads.
 */
public final class Suspensions {
    private final Database database;
    private final InstantSource clock;
    private final List<Consumer<Suspension>> listeners = new CopyOnWriteArrayList<>();

    /**
     * @param kind {@code agent} or {@code grant}
     * @param subject name of the agent, or id of the grant
     * @param cause id of the anomaly
     */
    public record Suspension(String kind, String subject, String cause, Instant since) {}

    public Suspensions(Database database, InstantSource clock) {
        this.database = database;
        this.clock = clock;
    }

    /** Calls the listener after each suspension is durable, to stop what runs; it must not throw. */
    public void onSuspend(Consumer<Suspension> listener) {
        listeners.add(listener);
    }

    /** False where the agent is suspended already; it stays so for the earlier cause. */
    public boolean suspendAgent(Transaction transaction, String agent, String cause) {
        return suspend(transaction, "agent", agent, cause);
    }

    /** False where the grant is suspended already; it stays so for the earlier cause. */
    public boolean suspendGrant(Transaction transaction, String assignment, String cause) {
        return suspend(transaction, "grant", assignment, cause);
    }

    private boolean suspend(Transaction transaction, String kind, String subject, String cause) {
        Instant now = clock.instant();
        boolean made = transaction.execute("""
                        INSERT INTO suspensions (kind, subject, cause, since) VALUES (?, ?, ?, ?)
                        ON CONFLICT (kind, subject) DO NOTHING
                        """, kind, subject, cause, now.toEpochMilli()) == 1;
        if (made) {
            Suspension suspension = new Suspension(kind, subject, cause, now);
            transaction.afterCommit(() -> listeners.forEach(listener -> listener.accept(suspension)));
        }
        return made;
    }

    /** To be called when another node has suspended something: what runs here stops, too. */
    public void changedElsewhere() {
        list().forEach(suspension -> listeners.forEach(listener -> listener.accept(suspension)));
    }

    /** Ends what was suspended for this cause; how many there were. */
    public int lift(Transaction transaction, String cause) {
        return transaction.execute("DELETE FROM suspensions WHERE cause = ?", cause);
    }

    /** All that are in force, the oldest first. */
    public List<Suspension> list() {
        return database.read(handle -> handle.createQuery("SELECT * FROM suspensions ORDER BY since, kind, subject")
                .map((row, context) -> new Suspension(
                        row.getString("kind"),
                        row.getString("subject"),
                        row.getString("cause"),
                        Instant.ofEpochMilli(row.getLong("since"))))
                .list());
    }
}
