package dev.writ.event.audit;

import dev.writ.FailureCode;
import dev.writ.WritException;
import dev.writ.event.AuditedRow;
import dev.writ.event.EventLog;
import dev.writ.store.Database;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import org.jdbi.v3.core.Handle;

/** Deletes old events, of which their hashes stay: what remains is still bound to them. Safe for use by many threads. */
public final class Retention {
    private static final int EVENTS_AT_ONCE = 2_000;
    private static final int ROWS_AT_ONCE = 500;

    private final Database database;
    private final EventLog events;
    private final AuditLog log;

    public Retention(Database database, EventLog events, AuditLog log) {
        this.database = database;
        this.events = events;
        this.log = log;
    }

    /**
     * Deletes events up to this number, or somewhat fewer: a whole number of rows of the tree, all of it signed for. What
     * they told of rows that are still there is told again first.
     *
     * @param by {@code person:NAME}
     * @return the number of the last event that is gone; 0 for none
     * @throws WritException with {@code conflict} where the log does not verify, or where something that follows it is not
     *     that far
     */
    public synchronized long prune(long until, String by) {
        long signed = log.checkpoint().size();
        long last = Math.min(until, signed - 1) / Tiles.WIDTH * Tiles.WIDTH;
        if (last <= 0 || database.read(handle -> count(handle, last)) == 0) {
            return 0;
        }
        Verification before = log.verify();
        require(before.holds(), before.sentence(), "Nothing is deleted from a log that was changed; keep all of it.");
        require(
                database.read(Retention::followed) >= last,
                "What follows the log has not read that far.",
                "Wait some seconds, and try again.");
        List<AuditedRow> rows = database.snapshot(handle -> List.copyOf(onlyToldBefore(handle, last)));
        for (int i = 0; i < rows.size(); i += ROWS_AT_ONCE) {
            List<AuditedRow> some = rows.subList(i, Math.min(rows.size(), i + ROWS_AT_ONCE));
            database.writeOnly(transaction ->
                    events.append(transaction, Adoption.event("audit.adopted").with("rows", some.size()), some));
        }
        database.writeOnly(transaction ->
                events.append(transaction, Adoption.event("audit.pruned").by(by).with("until", last)));
        log.checkpoint();
        while (database.write(transaction -> transaction.execute(
                        "DELETE FROM events WHERE seq IN (SELECT seq FROM events WHERE seq <= ? ORDER BY seq LIMIT "
                                + EVENTS_AT_ONCE + ")",
                        last))
                > 0) {
            // In pieces, so that others can write meanwhile.
        }
        return last;
    }

    private static long count(Handle handle, long last) {
        return handle.createQuery("SELECT COUNT(*) FROM (SELECT 1 FROM events WHERE seq <= :last LIMIT 1)")
                .bind("last", last)
                .mapTo(Long.class)
                .one();
    }

    private static long followed(Handle handle) {
        return handle.createQuery("SELECT COALESCE(MIN(seq), " + Long.MAX_VALUE + ") FROM log_positions")
                .mapTo(Long.class)
                .one();
    }

    private static Set<AuditedRow> onlyToldBefore(Handle handle, long last) {
        Set<AuditedRow> rows = new LinkedHashSet<>();
        handle.createQuery("SELECT seq, rows FROM events WHERE rows <> '[]' ORDER BY seq")
                .setFetchSize(Database.AT_ONCE)
                .reduceResultSet(rows, (told, row, context) -> {
                    List<AuditedRow> named = new ArrayList<>();
                    RowNames.read(row.getString(2))
                            .forEach(name -> name.audited().forEach(named::add));
                    if (row.getLong(1) <= last) {
                        told.addAll(named);
                    } else {
                        named.forEach(told::remove);
                    }
                    return told;
                });
        return rows;
    }

    private static void require(boolean so, String otherwise, String todo) {
        if (!so) {
            throw new WritException(FailureCode.CONFLICT, otherwise, todo);
        }
    }
}
