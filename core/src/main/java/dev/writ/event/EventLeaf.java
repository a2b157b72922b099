package dev.writ.event;

import dev.writ.event.merkle.TreeHash;
import java.nio.charset.StandardCharsets;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.HexFormat;
import org.jspecify.annotations.Nullable;

/**
 * An event as the audit tree has it: all of it but its number, which is its place in the tree. Its data are there as a hash
 * under the event's own salt, so that both can be taken out later and the tree still holds.
 */
public final class EventLeaf {
    /** What {@link #form(ResultSet, String)} reads. */
    public static final String COLUMNS =
            "seq, id, at, type, kind, entity, tree, task, actor, caused_by, outcome, duration_micros, data, salt, rows, redaction, seal";

    /** The member that holds the seal, last in the form; left out where there is none. */
    static final String SEAL = "seal";

    private static final int SALT = 14;

    private EventLeaf() {}

    /** The hash that stands for the data, in hex. */
    public static String dataHash(byte[] salt, String data) {
        return HexFormat.of().formatHex(TreeHash.of(salt, data.getBytes(StandardCharsets.UTF_8)));
    }

    static CanonicalText unsealed(String id, long at, NewEvent event, long micros, String dataHash, String rows) {
        return new CanonicalText()
                .with("id", id)
                .with("at", at)
                .with("type", event.type())
                .with("kind", event.kind())
                .with("entity", event.entity())
                .with("tree", event.tree())
                .with("task", event.task())
                .with("actor", event.actor())
                .with("caused_by", event.causedBy())
                .with("outcome", event.outcome())
                .with("duration_micros", micros)
                .with("data", dataHash)
                .withJson("rows", rows);
    }

    /** What a row of {@code events} holds, for its form to be written later or by another thread. */
    public static final class Values {
        private static final int COUNT = 17;
        private static final int ROWS = 15;

        private final @Nullable Object[] values;
        private final String rows;

        private Values(@Nullable Object[] values, String rows) {
            this.values = values;
            this.rows = rows;
        }

        /** @param row of {@link EventLeaf#COLUMNS} */
        public static Values read(ResultSet row) throws SQLException {
            @Nullable Object[] values = new @Nullable Object[COUNT];
            // The number is the place in the tree, and the salt is bytes: neither is in the form.
            for (int column = 2; column <= COUNT; column++) {
                values[column - 1] = column == SALT ? null : row.getObject(column);
            }
            String rows = values[ROWS - 1] instanceof String text ? text : String.valueOf(row.getString(ROWS));
            return new Values(values, rows);
        }

        /** What a column holds, by its number, but for the first one and the salt. */
        public @Nullable Object at(int column) {
            return values[column - 1];
        }
    }

    /** The form of a row of {@code events}, read by {@link #COLUMNS}, that holds what it holds. */
    public static String form(ResultSet row, String dataHash) throws SQLException {
        return form(Values.read(row), dataHash);
    }

    /** As {@link #form(ResultSet, String)}. */
    public static String form(Values row, String dataHash) {
        return unsealed(row, dataHash).with(SEAL, row.at(17)).json();
    }

    /** As {@link #form(ResultSet, String)}, without the seal: what a seal is made of. */
    public static CanonicalText unsealed(ResultSet row, String dataHash) throws SQLException {
        return unsealed(Values.read(row), dataHash);
    }

    private static CanonicalText unsealed(Values row, String dataHash) {
        return new CanonicalText()
                .with("id", row.at(2))
                .with("at", row.at(3))
                .with("type", row.at(4))
                .with("kind", row.at(5))
                .with("entity", row.at(6))
                .with("tree", row.at(7))
                .with("task", row.at(8))
                .with("actor", row.at(9))
                .with("caused_by", row.at(10))
                .with("outcome", row.at(11))
                .with("duration_micros", row.at(12))
                .with("data", dataHash)
                .withJson("rows", row.rows);
    }

    /** The leaf's hash. */
    public static byte[] hash(String form) {
        return TreeHash.leaf(form.getBytes(StandardCharsets.UTF_8));
    }
}
