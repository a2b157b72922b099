package dev.writ.event.audit;

import dev.writ.event.merkle.Checkpoint;
import dev.writ.event.merkle.NoteKey;
import dev.writ.event.merkle.Predecessors;
import java.util.List;
import java.util.Optional;

/**
 * A checkpoint in the database, with what its signatures say.
 *
 * @param signed empty where this log's key did not sign that, of this size
 * @param before what it says that was before it; empty where it says nothing, or nothing that was signed
 */
record CheckedCheckpoint(KeptCheckpoint kept, Optional<Checkpoint> signed, Optional<Predecessors> before) {
    /** On all processors: signatures are what a check of a long log that was written slowly spends its time on. */
    static List<CheckedCheckpoint> of(List<KeptCheckpoint> all, NoteKey key) {
        return all.parallelStream().map(kept -> of(kept, key)).toList();
    }

    private static CheckedCheckpoint of(KeptCheckpoint kept, NoteKey key) {
        return new CheckedCheckpoint(
                kept, Checkpoint.verify(kept.note(), key).filter(read -> read.size() == kept.size()), kept.before(key));
    }

    long size() {
        return kept.size();
    }
}
