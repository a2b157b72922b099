package dev.writ.event.audit;

import dev.writ.event.audit.Finding.Kind;
import dev.writ.event.merkle.NoteKey;
import dev.writ.store.Dialect;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.jdbi.v3.core.Handle;
import org.jdbi.v3.core.JdbiException;

/** Checks a whole log: its events, the tree, the checkpoints, and the rows that events tell of. */
public final class LogVerifier {
    private LogVerifier() {}

    /**
     * Checks what the handle sees, which must be one state of the database from beginning to end. Needs some 100 bytes of
     * memory for each row that events tell of.
     *
     * @param key the log's own
     * @param outside checkpoints from elsewhere; the log must be what they say, too
     */
    public static Verification verify(Handle handle, NoteKey key, List<OutsideCheckpoint> outside, Instant now) {
        long start = System.nanoTime();
        Findings findings = new Findings();
        Checked checked;
        try {
            checked = check(handle, key, outside, findings);
        } catch (JdbiException e) {
            findings.add(Finding.of(Kind.DAMAGED, "The database cannot be read to its end: it is damaged."));
            checked = Checked.nothing();
        }
        return new Verification(
                now,
                Duration.ofNanos(System.nanoTime() - start),
                checked.first(),
                checked.last(),
                checked.rows(),
                checked.redacted(),
                checked.signed(),
                findings.listed(),
                findings.more(),
                checked.notes());
    }

    private record Checked(
            long first,
            long last,
            long rows,
            long redacted,
            java.util.Optional<Verification.SignedTree> signed,
            List<String> notes) {
        static Checked nothing() {
            return new Checked(1, 0, 0, 0, java.util.Optional.empty(), List.of());
        }
    }

    private static Checked check(Handle handle, NoteKey key, List<OutsideCheckpoint> outside, Findings findings) {
        List<KeptCheckpoint> kept = CheckpointTable.all(handle);
        List<CheckedCheckpoint> checkpoints = CheckedCheckpoint.of(kept, key);
        SignedRoots roots = SignedRoots.read(checkpoints, outside, key, findings);
        long unnamed = CheckpointChain.check(checkpoints, findings);
        ToldRows told = new ToldRows();
        EventPass events = new EventPass(new KeptTree(handle, findings), roots, told, findings);
        events.run(handle);
        CheckpointChain.compare(kept, outside, key, events.last(), findings);
        ending(handle, events.last(), roots, findings);
        RowPass rows = new RowPass(told, findings);
        List<String> notes = new ArrayList<>();
        if (events.adopted()) {
            rows.run(handle);
        } else {
            notes.add("The audit tree has not been begun: start Writ once on this data folder.");
        }
        if (events.first() > 1) {
            notes.add("Events up to " + (events.first() - 1) + " were pruned; what remains is still bound to them.");
        }
        if (events.redactions() > 0) {
            notes.add("Data were taken out of " + events.redactions() + " events, as other events tell.");
        }
        if (events.holes() > 0) {
            notes.add(events.holes() + " events were gone already when the tree got there.");
        }
        if (unnamed > 0) {
            notes.add(unnamed + (unnamed == 1 ? " checkpoint does" : " checkpoints do")
                    + " not name those before: an earlier version of Writ made them, or the line was taken out.");
        }
        return new Checked(events.first(), events.last(), rows.rows(), events.redactions(), events.signed(), notes);
    }

    private static void ending(Handle handle, long last, SignedRoots roots, Findings findings) {
        roots.beyond(last)
                .forEach((size, signed) -> findings.add(Finding.event(
                        Kind.TRUNCATED,
                        last + 1,
                        "The log ends at event " + last + ", and a checkpoint "
                                + signed.getFirst().where() + " says that there were " + size + ".")));
        if (Dialect.of(handle) == Dialect.POSTGRESQL) {
            // There the next number is the one after the last that is there.
            return;
        }
        long numbered = handle.createQuery("SELECT seq FROM sqlite_sequence WHERE name = 'events'")
                .mapTo(Long.class)
                .findOne()
                .orElse(0L);
        if (numbered > last && roots.beyond(last).isEmpty()) {
            findings.add(Finding.event(
                    Kind.TRUNCATED,
                    last + 1,
                    "The log ends at event " + last + ", and the database had given out numbers up to " + numbered
                            + "."));
        } else if (numbered < last) {
            findings.add(Finding.event(
                    Kind.INSERTED,
                    numbered + 1,
                    "The database had given out numbers up to " + numbered + ", and there are events up to " + last
                            + "."));
        }
    }
}
