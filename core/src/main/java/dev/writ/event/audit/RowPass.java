package dev.writ.event.audit;

import dev.writ.event.AuditedTable;
import dev.writ.event.audit.Finding.Kind;
import dev.writ.store.Database;
import java.sql.ResultSet;
import java.util.concurrent.atomic.AtomicLong;
import org.jdbi.v3.core.Handle;
import org.jspecify.annotations.Nullable;

/** Compares the records of calls, grants and approvals with what events told of them last. For use by one thread. */
final class RowPass {
    private final ToldRows told;
    private final Findings findings;
    private long rows;

    /** A row that is there. */
    @SuppressWarnings("ArrayRecordComponent") // never compared
    private record Read(
            AuditedTable table, String row, @Nullable Object[] values) {}

    RowPass(ToldRows told, Findings findings) {
        this.told = told;
        this.findings = findings;
    }

    void run(Handle handle) {
        for (AuditedTable table : AuditedTable.values()) {
            handle.createQuery("SELECT " + table.columns() + " FROM " + table.table())
                    .setFetchSize(Database.AT_ONCE)
                    .scanResultSet((lines, context) -> {
                        ResultSet row = lines.get();
                        // Findings, and what was told, are for the other thread alone until it is done.
                        try (Beside<Read, Boolean> compared = new Beside<>(this::compare, all -> rows++)) {
                            while (row.next()) {
                                compared.add(new Read(table, String.valueOf(row.getString(1)), table.values(row)));
                            }
                        }
                        return rows;
                    });
        }
        told.eachUnseen(seq -> removed(handle, seq));
    }

    private boolean compare(Read read) {
        AuditedTable table = read.table();
        String row = read.row();
        byte[] form = table.form(read.values()).bytes();
        AtomicLong seq = new AtomicLong();
        switch (told.compare(table.table(), row, form, seq::set)) {
            case AS_TOLD -> {
                // As it should be.
            }
            case OTHER ->
                findings.add(Finding.row(
                        Kind.CHANGED,
                        seq.get(),
                        table.table(),
                        row,
                        "Row " + row + " of " + table.table() + " is not as event " + seq.get() + " left it."));
            case NEVER_TOLD ->
                findings.add(Finding.row(
                        Kind.INSERTED,
                        0,
                        table.table(),
                        row,
                        "Row " + row + " of " + table.table() + " was put in: no event tells of it."));
        }
        return true;
    }

    private void removed(Handle handle, long seq) {
        String json = handle.createQuery("SELECT rows FROM events WHERE seq = :seq")
                .bind("seq", seq)
                .mapTo(String.class)
                .findOne()
                .orElse("[]");
        for (RowNames.Name row : RowNames.read(json)) {
            if (told.unseen(row.table(), row.row(), seq)) {
                findings.add(Finding.row(
                        Kind.REMOVED,
                        seq,
                        row.table(),
                        row.row(),
                        "Row " + row.row() + " of " + row.table() + " is gone; event " + seq + " told of it last."));
            }
        }
    }

    long rows() {
        return rows;
    }
}
