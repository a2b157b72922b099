package dev.writ.event;

import dev.writ.event.merkle.TreeHash;
import java.nio.charset.StandardCharsets;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.HexFormat;

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

    /** The form of a row of {@code events}, read by {@link #COLUMNS}, that holds what it holds. */
    public static String form(ResultSet row, String dataHash) throws SQLException {
        return unsealed(row, dataHash).with(SEAL, row.getObject(17)).json();
    }

    /** As {@link #form(ResultSet, String)}, without the seal: what a seal is made of. */
    public static CanonicalText unsealed(ResultSet row, String dataHash) throws SQLException {
        return new CanonicalText()
                .with("id", row.getObject(2))
                .with("at", row.getObject(3))
                .with("type", row.getObject(4))
                .with("kind", row.getObject(5))
                .with("entity", row.getObject(6))
                .with("tree", row.getObject(7))
                .with("task", row.getObject(8))
                .with("actor", row.getObject(9))
                .with("caused_by", row.getObject(10))
                .with("outcome", row.getObject(11))
                .with("duration_micros", row.getObject(12))
                .with("data", dataHash)
                .withJson("rows", String.valueOf(row.getString(15)));
    }

    /** The leaf's hash. */
    public static byte[] hash(String form) {
        return TreeHash.leaf(form.getBytes(StandardCharsets.UTF_8));
    }
}
