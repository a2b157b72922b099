package dev.writ.event.audit;

import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.util.Optional;

/**
 * A checkpoint in the database.
 *
 * @param size events that it covers
 * @param note as it was signed
 * @param cosignatures lines that witnesses gave back; none of them is checked here
 */
public record KeptCheckpoint(long size, String note, Instant madeAt, String cosignatures) {
    static KeptCheckpoint read(ResultSet row) throws SQLException {
        return new KeptCheckpoint(
                row.getLong("size"),
                Optional.ofNullable(row.getString("note")).orElse(""),
                Instant.ofEpochMilli(row.getLong("made_at")),
                Optional.ofNullable(row.getString("cosignatures")).orElse(""));
    }
}
