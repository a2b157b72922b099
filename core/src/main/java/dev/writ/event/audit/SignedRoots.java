package dev.writ.event.audit;

import dev.writ.event.merkle.Checkpoint;
import dev.writ.event.merkle.NoteKey;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.NavigableMap;
import java.util.TreeMap;

/** What was signed of the tree at which sizes: in the database, and by copies that are kept elsewhere. */
final class SignedRoots {
    private final NavigableMap<Long, List<Root>> bySize = new TreeMap<>();

    /**
     * A root that was signed.
     *
     * @param where where it is kept, as part of a sentence
     */
    record Root(Checkpoint signed, Instant madeAt, String where) {
        boolean is(byte[] hash) {
            return Arrays.equals(signed.rootHash(), hash);
        }
    }

    /** Those whose signature holds; of the others a finding is made. */
    static SignedRoots read(
            List<CheckedCheckpoint> kept, List<OutsideCheckpoint> outside, NoteKey key, Findings findings) {
        SignedRoots roots = new SignedRoots();
        for (CheckedCheckpoint checkpoint : kept) {
            checkpoint
                    .signed()
                    .ifPresentOrElse(
                            read -> roots.add(read, checkpoint.kept().madeAt(), "in the database"),
                            () -> findings.add(Finding.row(
                                    Finding.Kind.CHECKPOINT,
                                    0,
                                    "audit_checkpoints",
                                    Long.toString(checkpoint.size()),
                                    "The checkpoint at " + checkpoint.size()
                                            + " is not one that this log's key signed.")));
        }
        for (OutsideCheckpoint checkpoint : outside) {
            Checkpoint.verify(checkpoint.note(), key)
                    .ifPresentOrElse(
                            read -> roots.add(read, Instant.EPOCH, "in " + checkpoint.where()),
                            () -> findings.add(Finding.of(
                                    Finding.Kind.CHECKPOINT,
                                    "A checkpoint in " + checkpoint.where()
                                            + " is not one that this log's key signed.")));
        }
        return roots;
    }

    private void add(Checkpoint checkpoint, Instant madeAt, String where) {
        bySize.computeIfAbsent(checkpoint.size(), size -> new ArrayList<>()).add(new Root(checkpoint, madeAt, where));
    }

    List<Root> at(long size) {
        return bySize.getOrDefault(size, List.of());
    }

    /** Those of more events than there are. */
    NavigableMap<Long, List<Root>> beyond(long size) {
        return bySize.tailMap(size, false);
    }
}
