package dev.writ.event.audit;

import dev.writ.FailureCode;
import dev.writ.WritException;
import dev.writ.event.AuditedRow;
import dev.writ.event.AuditedTable;
import dev.writ.event.EventLog;
import dev.writ.event.NewEvent;
import dev.writ.store.Database;
import dev.writ.store.Transaction;
import java.util.List;
import org.jdbi.v3.core.Handle;

/** Takes data out of events, for good, so that the log still verifies and says who did so. Safe for use by many threads. */
public final class Redactions {
    private final Database database;
    private final EventLog events;

    public Redactions(Database database, EventLog events) {
        this.database = database;
        this.events = events;
    }

    private record Stored(String id, String type, String tree, String task, String hash, String rows, boolean gone) {}

    /**
     * Takes out the data of an event with their salt, and where it tells of a call that has ended, the call's arguments,
     * summary and failure as well. What stays is who did what to what and when.
     *
     * @param by {@code person:NAME}
     * @throws WritException with {@code not_found}, {@code conflict} where they are out already or the call goes on, {@code
     *     denied} for events that the check itself needs
     */
    public void redact(long seq, String by, String why) {
        database.writeOnly(transaction -> {
            Stored stored = find(transaction.handle(), seq);
            if (stored.type().startsWith("audit.")) {
                throw new WritException(
                        FailureCode.DENIED,
                        "Events of the audit log itself cannot be redacted.",
                        "Choose another event.");
            }
            if (stored.gone()) {
                throw new WritException(
                        FailureCode.CONFLICT,
                        "The data of event " + seq + " are out already.",
                        "Nothing is left to do.");
            }
            List<AuditedRow> rows = RowNames.read(stored.rows()).stream()
                    .flatMap(RowNames.Name::audited)
                    .toList();
            rows.forEach(row -> clear(transaction, row));
            String told = events.append(
                    transaction,
                    NewEvent.of("audit.redacted", "event", stored.id())
                            .in(stored.tree(), stored.task())
                            .by(by)
                            .with("seq", seq)
                            .with("why", why),
                    rows);
            long at = transaction
                    .first("SELECT at FROM events WHERE id = ?", row -> row.getLong(1), told)
                    .orElseThrow();
            transaction.execute(
                    "UPDATE events SET data = '{}', salt = ?, redaction = ? WHERE seq = ?",
                    new byte[0],
                    EventPass.form(stored.hash(), by, at),
                    seq);
        });
    }

    private static Stored find(Handle handle, long seq) {
        return handle.createQuery("SELECT " + dev.writ.event.EventLeaf.COLUMNS + " FROM events WHERE seq = :seq")
                .bind("seq", seq)
                .map((row, context) -> new Stored(
                        row.getString(2),
                        row.getString(4),
                        row.getString(7),
                        row.getString(8),
                        StoredLeaf.dataHash(row),
                        row.getString(15),
                        !row.getString(16).isEmpty()))
                .findOne()
                .orElseThrow(() -> new WritException(
                        FailureCode.NOT_FOUND, "There is no event " + seq + ".", "List them with `writ events ls`."));
    }

    private static void clear(Transaction transaction, AuditedRow row) {
        if (row.table() != AuditedTable.CALL) {
            return;
        }
        boolean open = transaction
                .first(
                        "SELECT 1 FROM tool_usage_events WHERE call = ? AND finished_at IS NULL",
                        found -> found.getInt(1),
                        row.id())
                .isPresent();
        if (open) {
            throw new WritException(
                    FailureCode.CONFLICT, "The call has not ended yet.", "Wait for its end, and try again.");
        }
        transaction.execute("""
                UPDATE tool_usage_events SET arguments = '{}', accesses = '[]', summary = '',
                       failure = CASE WHEN failure = '' THEN '' ELSE '{"code":"","message":"redacted"}' END
                WHERE call = ?
                """, row.id());
    }
}
