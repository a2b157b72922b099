package dev.writ.event.audit;

import dev.writ.event.merkle.PredecessorLines;
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
    /** Where it says what was before it; the empty text where it does not, as where an earlier version made it. */
    String line(PredecessorLines lines) {
        return lines.of(cosignatures);
    }

    /** What it says was before it; empty where it says nothing, or nothing that was signed. */
    Optional<Predecessors> before(PredecessorLines lines) {
        return lines.signed(line(lines), note);
    }

    /** Those before this one and this one, in the words of the next. */
    Predecessors withThose(Predecessors those, PredecessorLines lines) {
        return those.and(size, note, line(lines));
    }

    static KeptCheckpoint read(ResultSet row) throws SQLException {
        return new KeptCheckpoint(
                row.getLong("size"),
                Optional.ofNullable(row.getString("note")).orElse(""),
                Instant.ofEpochMilli(row.getLong("made_at")),
                Optional.ofNullable(row.getString("cosignatures")).orElse(""));
    }
}
