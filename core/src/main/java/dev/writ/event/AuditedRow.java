package dev.writ.event;

import dev.writ.event.merkle.TreeHash;
import dev.writ.store.Transaction;
import java.util.HexFormat;
import java.util.List;

/** A row whose change is told by an event. */
public record AuditedRow(AuditedTable table, String id) {
    private static final HexFormat HEX = HexFormat.of();

    /** The rows as the transaction sees them now, as an event keeps them: each with its hash under the event's salt. */
    static String told(Transaction transaction, List<AuditedRow> rows, byte[] salt) {
        if (rows.isEmpty()) {
            return "[]";
        }
        StringBuilder json = new StringBuilder(96 * rows.size());
        for (AuditedRow row : rows) {
            json.append(json.isEmpty() ? "[[" : ",[");
            CanonicalText.quote(json, row.table().table());
            json.append(',');
            CanonicalText.quote(json, row.id());
            json.append(",\"").append(row.hash(transaction, salt)).append("\"]");
        }
        return json.append(']').toString();
    }

    /** Of a row that is gone, nothing is left to hash: the empty text. */
    private String hash(Transaction transaction, byte[] salt) {
        return transaction
                .first(
                        "SELECT " + table.columns() + " FROM " + table.table() + " WHERE " + table.key() + " = ?",
                        row -> hash(salt, table.read(row)),
                        id)
                .orElse("");
    }

    /** The hash of a row's form under the salt of the event that tells of it, in hex. */
    public static String hash(byte[] salt, CanonicalText form) {
        return HEX.formatHex(TreeHash.of(salt, form.bytes()));
    }
}
