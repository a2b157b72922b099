package dev.writ.event;

import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Tables of which each change of a row is told by an event that carries the row's hash. */
public enum AuditedTable {
    CALL(
            "tool_usage_events",
            "call, task, tree, agent, tool, operation, assignment, authority, arguments_hash, arguments, accesses, effect, "
                    + "started_at, finished_at, outcome, rule, failure, summary, bytes, duration_micros, layers, integrity, "
                    + "confidentiality, cut"),
    GRANT(
            "task_tool_assignments",
            "id, task, tree, agent, tool, operations, scope, reason, approved_by, granted_at, expires_at, maximum_uses, "
                    + "uses, last_used_at, state, ended_at, ended_by, end_reason"),
    APPROVAL(
            "approvals",
            "id, task, tree, agent, kind, proposal, reason, state, decided_by, decision_reason, decision, created_at, "
                    + "expires_at, decided_at");

    private final String table;
    private final String columns;

    @SuppressWarnings("ImmutableEnumChecker") // made by List.of
    private final List<String> names;

    /** @param columns the key first; a column that is added later must be left NULL, and is left out of hashes then */
    AuditedTable(String table, String columns) {
        this.table = table;
        this.columns = columns;
        this.names = List.of(columns.split(", "));
    }

    /** Its name in the database. */
    public String table() {
        return table;
    }

    /** Name of the column that names a row. */
    public String key() {
        return names.getFirst();
    }

    /** What {@link #read} reads. */
    public String columns() {
        return columns;
    }

    /** This row of this table, for an event to tell of. */
    public AuditedRow row(String id) {
        return new AuditedRow(this, id);
    }

    /** A row in the one form that is hashed: its table, then its columns in their order; what is NULL is left out. */
    public CanonicalText read(ResultSet row) throws SQLException {
        return form(values(row));
    }

    /** What {@link #form} is written of, later or by another thread. */
    public @Nullable Object[] values(ResultSet row) throws SQLException {
        @Nullable Object[] values = new @Nullable Object[names.size()];
        for (int i = 0; i < values.length; i++) {
            values[i] = row.getObject(i + 1);
        }
        return values;
    }

    /** As {@link #read}, of what {@link #values} read. */
    public CanonicalText form(@Nullable Object[] values) {
        CanonicalText text = new CanonicalText().with("table", table);
        for (int i = 0; i < values.length; i++) {
            text.with(names.get(i), values[i]);
        }
        return text;
    }

    public static Optional<AuditedTable> named(String table) {
        for (AuditedTable known : values()) {
            if (known.table.equals(table)) {
                return Optional.of(known);
            }
        }
        return Optional.empty();
    }
}
