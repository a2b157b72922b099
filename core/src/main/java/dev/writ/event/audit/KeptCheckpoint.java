package dev.writ.event.audit;

import dev.writ.event.merkle.NoteKey;
import dev.writ.event.merkle.Predecessors;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.util.Optional;

/**
 * A checkpoint in the database.
 *
 * @param size events that it covers
 * @param note as it was signed
 * @param cosignatures lines of signatures: Writ's own, on the checkpoints before this one, and those that witnesses gave
 *     back, of which none is checked here
 */
public record KeptCheckpoint(long size, String note, Instant madeAt, String cosignatures) {
    /** What it says that was before it; empty where an earlier version made it. */
    Optional<Predecessors> before(NoteKey key) {
        return Predecessors.read(note, cosignatures, key);
    }

    static KeptCheckpoint read(ResultSet row) throws SQLException {
        return new KeptCheckpoint(
                row.getLong("size"),
                Optional.ofNullable(row.getString("note")).orElse(""),
                Instant.ofEpochMilli(row.getLong("made_at")),
                Optional.ofNullable(row.getString("cosignatures")).orElse(""));
    }
}
