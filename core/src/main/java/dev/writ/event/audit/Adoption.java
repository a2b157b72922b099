package dev.writ.event.audit;

import dev.writ.event.AuditedRow;
import dev.writ.event.AuditedTable;
import dev.writ.event.EventLog;
import dev.writ.event.NewEvent;
import dev.writ.store.Database;
import java.util.List;

/** What a database held before its tree was begun: told once, as it then was. */
final class Adoption {
    private static final int ROWS_AT_ONCE = 500;

    private final Database database;
    private final EventLog events;

    Adoption(Database database, EventLog events) {
        this.database = database;
        this.events = events;
    }

    /** Does nothing where the tree was begun already. One that was cut off begins again. */
    void adopt() {
        if (begun()) {
            return;
        }
        long before = events.lastSeq();
        long rows = 0;
        for (AuditedTable table : AuditedTable.values()) {
            rows += adopt(table);
        }
        NewEvent started = event("audit.started").with("events", before).with("rows", rows);
        database.writeOnly(transaction -> events.append(transaction, started));
    }

    private boolean begun() {
        return database.read(
                handle -> handle.createQuery("SELECT EXISTS (SELECT 1 FROM events WHERE type = 'audit.started')")
                        .mapTo(Boolean.class)
                        .one());
    }

    private long adopt(AuditedTable table) {
        long rows = 0;
        String after = "";
        while (true) {
            List<String> ids = page(table, after);
            if (ids.isEmpty()) {
                return rows;
            }
            List<AuditedRow> told = ids.stream().map(table::row).toList();
            database.writeOnly(transaction -> events.append(
                    transaction,
                    event("audit.adopted").with("table", table.table()).with("rows", told.size()),
                    told));
            rows += ids.size();
            after = ids.getLast();
        }
    }

    private List<String> page(AuditedTable table, String after) {
        return database.read(handle -> handle.createQuery("SELECT " + table.key() + " FROM " + table.table() + " WHERE "
                        + table.key() + " > :after ORDER BY " + table.key() + " LIMIT " + ROWS_AT_ONCE)
                .bind("after", after)
                .mapTo(String.class)
                .list());
    }

    static NewEvent event(String type) {
        return NewEvent.of(type, "audit", "log");
    }
}
