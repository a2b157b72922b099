package dev.writ.task;

import dev.writ.store.Database;
import dev.writ.store.Transaction;
import java.time.InstantSource;
import java.util.List;
import org.jdbi.v3.core.Handle;

/** Calls that were accepted and whose result comes later. Safe for use by many threads. */
public final class PendingCalls {
    private final Database database;
    private final InstantSource clock;

    public PendingCalls(Database database, InstantSource clock) {
        this.database = database;
        this.clock = clock;
    }

    /**
     * @param call id of the call at the gateway
     * @param messageCall id of the call in the conversation
     * @param kind {@code task} or {@code answer}
     * @param target id of the task or question waited for
     */
    public record Pending(String call, String task, String messageCall, String function, String kind, String target) {}

    public void add(Transaction transaction, Pending pending) {
        transaction
                .handle()
                .createUpdate("""
                        INSERT INTO pending_calls (call, task, message_call, function, waits_kind, waits_for, created_at)
                        VALUES (:call, :task, :messageCall, :function, :kind, :target, :now)
                        ON CONFLICT (call) DO NOTHING
                        """)
                .bind("call", pending.call())
                .bind("task", pending.task())
                .bind("messageCall", pending.messageCall())
                .bind("function", pending.function())
                .bind("kind", pending.kind())
                .bind("target", pending.target())
                .bind("now", clock.millis())
                .execute();
    }

    /** False where there is no such call, or no more. */
    public boolean remove(Transaction transaction, String call) {
        return transaction
                        .handle()
                        .createUpdate("DELETE FROM pending_calls WHERE call = :call")
                        .bind("call", call)
                        .execute()
                == 1;
    }

    public List<Pending> ofTask(String task) {
        return database.read(handle -> ofTask(handle, task));
    }

    /** As {@link #ofTask(String)}, as seen by an open transaction. */
    public List<Pending> ofTask(Handle handle, String task) {
        return select(handle, "task = :value", task);
    }

    /** Ids of the tasks that wait for this target. */
    public List<String> waitingFor(Handle handle, String kind, String target) {
        return select(handle, "waits_for = :value", target).stream()
                .filter(pending -> pending.kind().equals(kind))
                .map(Pending::task)
                .distinct()
                .toList();
    }

    private static List<Pending> select(Handle handle, String condition, String value) {
        return handle.createQuery("SELECT * FROM pending_calls WHERE " + condition + " ORDER BY created_at, call")
                .bind("value", value)
                .map((row, context) -> new Pending(
                        row.getString("call"),
                        row.getString("task"),
                        row.getString("message_call"),
                        row.getString("function"),
                        row.getString("waits_kind"),
                        row.getString("waits_for")))
                .list();
    }
}
