package dev.writ.event.audit;

import dev.writ.Json;
import dev.writ.WritException;
import dev.writ.event.EventLeaf;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import org.jdbi.v3.core.Handle;

/** The leaves of events as the database has them. */
final class StoredLeaf {
    private StoredLeaf() {}

    /** By their numbers, without those that are gone. */
    static Map<Long, byte[]> between(Handle handle, long first, long last) {
        return handle.createQuery("SELECT " + EventLeaf.COLUMNS + " FROM events WHERE seq BETWEEN :first AND :last")
                .bind("first", first)
                .bind("last", last)
                .reduceResultSet(new TreeMap<Long, byte[]>(), (leaves, row, context) -> {
                    leaves.put(row.getLong(1), EventLeaf.hash(EventLeaf.form(row, dataHash(row))));
                    return leaves;
                });
    }

    /** What stands for the data of a row read by {@link EventLeaf#COLUMNS}, also where they were taken out. */
    static String dataHash(ResultSet row) throws SQLException {
        String redaction = Optional.ofNullable(row.getString(16)).orElse("");
        if (redaction.isEmpty()) {
            return EventLeaf.dataHash(
                    Optional.ofNullable(row.getBytes(14)).orElseGet(() -> new byte[0]),
                    String.valueOf(row.getString(13)));
        }
        try {
            return Json.parse(redaction).path("hash").asString("");
        } catch (WritException e) {
            return redaction;
        }
    }
}
