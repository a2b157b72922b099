package dev.writ.event.audit;

import dev.writ.event.merkle.Checkpoint;
import dev.writ.event.merkle.NoteKey;
import dev.writ.event.merkle.PredecessorLines;
import dev.writ.event.merkle.Predecessors;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;

/** Each checkpoint names those before it, so that none can be taken away from between others. */
final class CheckpointChain {
    private static final String TABLE = "audit_checkpoints";

    private CheckpointChain() {}

    /** All of them, in the words of one that is to follow. */
    static Predecessors of(List<KeptCheckpoint> all, PredecessorLines lines) {
        Predecessors before = Predecessors.NONE;
        for (KeptCheckpoint checkpoint : all) {
            before = checkpoint.withThose(checkpoint.before(lines).orElse(before), lines);
        }
        return before;
    }

    /**
     * Makes a finding wherever one is not there, or not as it was, that another one names.
     *
     * @return how many do not name those before them, of those that follow one that does
     */
    static long check(List<CheckedCheckpoint> all, Findings findings) {
        Predecessors found = Predecessors.NONE;
        boolean begun = false;
        long unnamed = 0;
        for (CheckedCheckpoint checkpoint : all) {
            Optional<Predecessors> named = checkpoint.before();
            if (named.isPresent() && !named.get().equals(found)) {
                findings.add(difference(checkpoint.size(), named.get().size(), found.size()));
            }
            begun |= named.isPresent();
            unnamed += begun && named.isEmpty() ? 1 : 0;
            found = checkpoint.withThose(found);
        }
        return unnamed;
    }

    private static Finding difference(long by, long named, long found) {
        return named == found
                ? Finding.row(
                        Finding.Kind.CHECKPOINT,
                        0,
                        TABLE,
                        Long.toString(found),
                        "The checkpoints up to " + found + " are not those that the one at " + by
                                + " names: one of them was changed or taken away.")
                : gone(
                        named,
                        "the one at " + by + " names it as the one before, where now "
                                + (found == 0 ? "none is" : "that at " + found + " is"));
    }

    /** Makes a finding of each that is kept elsewhere and no longer here, as far as the log goes. */
    static void compare(
            List<KeptCheckpoint> all, List<OutsideCheckpoint> outside, NoteKey key, long last, Findings findings) {
        Set<Long> here = all.stream().map(KeptCheckpoint::size).collect(Collectors.toSet());
        for (OutsideCheckpoint checkpoint : outside) {
            Checkpoint.verify(checkpoint.note(), key)
                    .map(Checkpoint::size)
                    .filter(size -> size <= last && here.add(size))
                    .ifPresent(size -> findings.add(gone(size, "it is still in " + checkpoint.where())));
        }
    }

    private static Finding gone(long size, String shownBy) {
        return Finding.row(
                Finding.Kind.REMOVED,
                0,
                TABLE,
                Long.toString(size),
                "The checkpoint at " + size + " is gone: " + shownBy + ".");
    }
}
