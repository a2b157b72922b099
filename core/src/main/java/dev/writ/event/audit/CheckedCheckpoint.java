package dev.writ.event.audit;

import dev.writ.event.merkle.Checkpoint;
import dev.writ.event.merkle.NoteKey;
import dev.writ.event.merkle.PredecessorLines;
import dev.writ.event.merkle.Predecessors;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * A checkpoint in the database, with what its signatures say.
 *
 * @param line where it says what was before it
 * @param signed empty where this log's key did not sign that, of this size
 * @param before what it says was before it; empty where it says nothing, or nothing that was signed
 */
record CheckedCheckpoint(KeptCheckpoint kept, String line, Optional<Checkpoint> signed, Optional<Predecessors> before) {
    /**
     * Checks them from the newest to the oldest. What one names, signed, as before it, and is so to the last byte, needs no
     * look at its own signatures: whoever signed the one had made the other. A log of a year has millions of them, and a
     * signature takes as long to check as a hundred hashes.
     *
     * @param all by size
     * @return in the same order
     */
    static List<CheckedCheckpoint> of(List<KeptCheckpoint> all, NoteKey key) {
        PredecessorLines lines = new PredecessorLines(key);
        List<CheckedCheckpoint> read =
                all.stream().map(kept -> unchecked(kept, key, lines)).toList();
        List<Predecessors> found = found(read);
        List<CheckedCheckpoint> checked = new ArrayList<>(all.size());
        boolean isNamed = false;
        for (int i = all.size() - 1; i >= 0; i--) {
            CheckedCheckpoint one = isNamed ? read.get(i) : read.get(i).bySignature(key, lines);
            checked.add(one);
            isNamed = one.before().filter(found.get(i)::equals).isPresent();
        }
        return checked.reversed();
    }

    /** As if all that it says were signed. */
    private static CheckedCheckpoint unchecked(KeptCheckpoint kept, NoteKey key, PredecessorLines lines) {
        String line = kept.line(lines);
        return new CheckedCheckpoint(
                kept,
                line,
                Checkpoint.parse(kept.note())
                        .filter(read -> read.origin().equals(key.name()) && read.size() == kept.size()),
                lines.said(line));
    }

    /** For each what it ought to name. */
    private static List<Predecessors> found(List<CheckedCheckpoint> all) {
        List<Predecessors> found = new ArrayList<>(all.size());
        Predecessors before = Predecessors.NONE;
        for (CheckedCheckpoint one : all) {
            found.add(before);
            before = one.withThose(before);
        }
        return found;
    }

    private CheckedCheckpoint bySignature(NoteKey key, PredecessorLines lines) {
        return new CheckedCheckpoint(
                kept,
                line,
                Checkpoint.verify(kept.note(), key).filter(read -> read.size() == kept.size()),
                lines.signed(line, kept.note()));
    }

    /**
     * Those before this one and this one, in the words of the next.
     *
     * @param found used where this one does not name them, as those of earlier versions do not
     */
    Predecessors withThose(Predecessors found) {
        return before.orElse(found).and(kept.size(), kept.note(), line);
    }

    long size() {
        return kept.size();
    }
}
