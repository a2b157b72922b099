package dev.writ.event.audit;

import dev.writ.Json;
import dev.writ.event.AuditedTable;
import dev.writ.event.CanonicalText;
import dev.writ.event.Event;
import dev.writ.event.EventLeaf;
import dev.writ.event.merkle.CompactRange;
import dev.writ.event.merkle.NoteKey;
import dev.writ.event.merkle.PredecessorLines;
import dev.writ.store.Database;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.io.Writer;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.Base64;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import org.jdbi.v3.core.Handle;

/**
 * Writes the log as lines that can be checked with nothing but the public key: a heading, the events, each checkpoint after
 * the last event that it covers, and the rows that the events tell of. For use by one thread, once.
 */
public final class AuditExport {
    private static final Base64.Encoder BASE64 = Base64.getEncoder();

    private final Handle handle;
    private final NoteKey key;
    private final PredecessorLines lines;
    private final Redact redact;
    private final Writer out;
    private final TreeMap<Long, KeptCheckpoint> checkpoints = new TreeMap<>();
    private final Set<String> withheld = new HashSet<>();

    /**
     * Of which events the data are left out. What is left out is still bound by its hash, and the export still verifies.
     *
     * @param types types of events, or their first parts; {@code *} for all
     */
    public record Redact(Set<String> types) {
        public static final Redact NOTHING = new Redact(Set.of());

        /** The event, without data where they are left out. */
        public Event of(Event event) {
            return covers(event.type())
                    ? new Event(
                            event.seq(),
                            event.id(),
                            event.at(),
                            event.type(),
                            event.kind(),
                            event.entity(),
                            event.tree(),
                            event.task(),
                            event.actor(),
                            event.causedBy(),
                            event.outcome(),
                            event.duration(),
                            Json.object())
                    : event;
        }

        boolean covers(String type) {
            return types.contains("*")
                    || types.stream().anyMatch(known -> type.equals(known) || type.startsWith(known + "."));
        }
    }

    private AuditExport(Handle handle, NoteKey key, Redact redact, Writer out) {
        this.handle = handle;
        this.key = key;
        this.lines = new PredecessorLines(key);
        this.redact = redact;
        this.out = out;
    }

    /**
     * @param handle sees one state of the database
     * @throws UncheckedIOException when the writer fails
     */
    public static void write(Handle handle, NoteKey key, Redact redact, Writer out) {
        new AuditExport(handle, key, redact, out).write();
    }

    private void write() {
        CheckpointTable.all(handle).forEach(checkpoint -> checkpoints.put(checkpoint.size(), checkpoint));
        long first = handle.createQuery("SELECT COALESCE(MIN(seq), 1) FROM events")
                .mapTo(Long.class)
                .one();
        heading(first);
        handle.createQuery("SELECT " + EventLeaf.COLUMNS + " FROM events ORDER BY seq")
                .setFetchSize(Database.AT_ONCE)
                .scanResultSet((rows, context) -> {
                    ResultSet row = rows.get();
                    while (row.next()) {
                        event(row);
                    }
                    return first;
                });
        for (AuditedTable table : AuditedTable.values()) {
            handle.createQuery("SELECT " + table.columns() + " FROM " + table.table())
                    .setFetchSize(Database.AT_ONCE)
                    .scanResultSet((rows, context) -> {
                        ResultSet row = rows.get();
                        while (row.next()) {
                            row(table, row);
                        }
                        return first;
                    });
        }
    }

    private void heading(long first) {
        StringBuilder before = new StringBuilder();
        if (first > 1) {
            CompactRange.of(first - 1, new Tiles(handle))
                    .edge()
                    .forEach(hash -> before.append(before.isEmpty() ? "" : ",")
                            .append('"')
                            .append(BASE64.encodeToString(hash))
                            .append('"'));
        }
        line("{\"writ_audit_export\":1,\"key\":" + quoted(key.text()) + ",\"first\":" + first + ",\"before\":[" + before
                + "]}");
    }

    private void event(ResultSet row) throws SQLException {
        long seq = row.getLong(1);
        String type = String.valueOf(row.getString(4));
        String rows = String.valueOf(row.getString(15));
        boolean gone = !Optional.ofNullable(row.getString(16)).orElse("").isEmpty();
        StringBuilder line = new StringBuilder(1_024)
                .append("{\"seq\":")
                .append(seq)
                .append(",\"leaf\":")
                .append(EventLeaf.form(row, StoredLeaf.dataHash(row)));
        if (gone || redact.covers(type)) {
            line.append(",\"left_out\":").append(quoted(gone ? "redacted" : "export"));
        } else {
            byte[] salt = Optional.ofNullable(row.getBytes(14)).orElseGet(() -> new byte[0]);
            line.append(",\"salt\":\"").append(BASE64.encodeToString(salt)).append("\",\"data\":");
            String data = String.valueOf(row.getString(13));
            line.append(data.indexOf('\n') < 0 ? data : quoted(data));
        }
        if (redact.covers(type) && !rows.equals("[]")) {
            withhold(rows);
        }
        line(line.append('}').toString());
        KeptCheckpoint checkpoint = checkpoints.get(seq);
        if (checkpoint != null) {
            line("{\"checkpoint\":" + quoted(checkpoint.note()) + ",\"cosignatures\":"
                    + quoted(lines.without(checkpoint.cosignatures())) + "}");
        }
    }

    private void row(AuditedTable table, ResultSet row) throws SQLException {
        String id = String.valueOf(row.getString(1));
        line(
                withheld.contains(table.table() + "\n" + id)
                        ? "{\"row_left_out\":[" + quoted(table.table()) + "," + quoted(id) + "]}"
                        : "{\"row\":" + table.read(row).json() + "}");
    }

    /** A row that one of these events tells of holds what was to be left out. */
    private void withhold(String rows) {
        RowNames.read(rows).forEach(name -> withheld.add(name.table() + "\n" + name.row()));
    }

    private static String quoted(String text) {
        StringBuilder quoted = new StringBuilder(text.length() + 2);
        CanonicalText.quote(quoted, text);
        return quoted.toString();
    }

    private void line(String line) {
        try {
            out.write(line);
            out.write('\n');
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** The types that a list separated by commas names. */
    public static Redact redact(String list) {
        return list.isBlank()
                ? Redact.NOTHING
                : new Redact(Set.copyOf(List.of(list.strip().split("\\s*,\\s*"))));
    }
}
