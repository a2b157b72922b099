package dev.writ.event.audit;

import dev.writ.event.EventLeaf;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * An event as the database has it, with what follows from it alone. Read by one thread, {@linkplain #hashed hashed} by
 * another one, if need be.
 */
final class ReadEvent {
    private static final byte[] NO_SALT = new byte[0];
    private static final byte[] NO_LEAF = new byte[0];

    private final EventLeaf.Values values;
    private final long seq;
    private final byte[] salt;
    private final String type;
    private final String data;
    private final String rows;
    private final String redaction;
    private final long at;
    private byte[] leaf = NO_LEAF;
    private List<RowNames.Name> names = List.of();

    private ReadEvent(ResultSet row) throws SQLException {
        this.seq = row.getLong(1);
        this.values = EventLeaf.Values.read(row);
        this.salt = Optional.ofNullable(row.getBytes(14)).orElse(NO_SALT);
        this.type = text(values.at(4));
        this.data = text(values.at(13));
        this.rows = text(values.at(15));
        this.redaction = text(values.at(16));
        this.at = isOfTheLogItself() ? row.getLong(3) : 0;
    }

    /** @param row of {@link EventLeaf#COLUMNS} */
    static ReadEvent of(ResultSet row) throws SQLException {
        return new ReadEvent(row);
    }

    /** A value of another type than was written gives another text. */
    private static String text(@Nullable Object value) {
        return value instanceof String text ? text : "\0" + value;
    }

    /** The same, with its leaf where its data are there, and with the names of the rows that it tells of. */
    ReadEvent hashed() {
        if (redaction.isEmpty()) {
            leaf = leaf(EventLeaf.dataHash(salt, data));
        }
        names = rows.equals("[]") ? List.of() : RowNames.read(rows);
        return this;
    }

    /** Its leaf, with this hash in the place of its data. */
    byte[] leaf(String dataHash) {
        return EventLeaf.hash(EventLeaf.form(values, dataHash));
    }

    /** Its leaf; to be asked for where there is no {@link #redaction}. */
    byte[] leaf() {
        return leaf;
    }

    long seq() {
        return seq;
    }

    byte[] salt() {
        return salt;
    }

    String type() {
        return type;
    }

    String data() {
        return data;
    }

    /** What tells that its data were taken out; empty where they are there. */
    String redaction() {
        return redaction;
    }

    List<RowNames.Name> names() {
        return names;
    }

    String actor() {
        return text(values.at(9));
    }

    /** When it was, of an event of the log itself. */
    long at() {
        return at;
    }

    boolean isOfTheLogItself() {
        return type.startsWith("audit.");
    }
}
