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

/**
 * The leaf of an event as the database has it.
 *
 * @param sealed whether its seal says that a node wrote it so; true where events have none
 */
@SuppressWarnings("ArrayRecordComponent") // never compared
record StoredLeaf(byte[] hash, boolean sealed) {
    /** By their numbers, without those that are gone. */
    static Map<Long, StoredLeaf> between(Handle handle, long first, long last, Optional<Seals> seals) {
        return handle.createQuery("SELECT " + EventLeaf.COLUMNS + " FROM events WHERE seq BETWEEN :first AND :last")
                .bind("first", first)
                .bind("last", last)
                .reduceResultSet(new TreeMap<Long, StoredLeaf>(), (leaves, row, context) -> {
                    byte[] hash = EventLeaf.hash(EventLeaf.form(row, dataHash(row)));
                    boolean sealed = seals.isEmpty() || seals.get().hold(row);
                    leaves.put(row.getLong(1), new StoredLeaf(hash, sealed));
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
