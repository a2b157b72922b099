package dev.writ.event.audit;

import dev.writ.event.audit.Finding.Kind;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** Events that are not those of the tree, and what must have been done to them. For use by one thread. */
final class Differences {
    private static final int MOST = 200_000;

    private final List<Difference> all = new ArrayList<>();

    /** @param found the leaf of what is there; {@code kept} that of the tree */
    private record Difference(long seq, ByteBuffer found, ByteBuffer kept) {}

    void add(long seq, byte[] found, byte[] kept) {
        if (all.size() < MOST) {
            all.add(new Difference(seq, ByteBuffer.wrap(found), ByteBuffer.wrap(kept)));
        }
    }

    /** Up to that event it was the tree that was changed; how many events there looked changed. */
    int forgive(long until) {
        int before = all.size();
        all.removeIf(difference -> difference.seq() <= until);
        return before - all.size();
    }

    /**
     * Says what was done. An event that is in the tree under another number was moved; one that is nowhere in it was changed,
     * or put in where the event of its number is still there under another.
     */
    void tell(Findings findings) {
        Map<ByteBuffer, Long> kept = new HashMap<>();
        Map<ByteBuffer, Long> found = new HashMap<>();
        for (Difference difference : all) {
            kept.put(difference.kept(), difference.seq());
            found.put(difference.found(), difference.seq());
        }
        Moved moved = new Moved(0, 0, 0);
        for (Difference difference : all) {
            long seq = difference.seq();
            Long from = kept.get(difference.found());
            if (from != null) {
                moved = moved.with(seq, seq - from, findings);
                if (!found.containsKey(difference.kept())) {
                    findings.add(Finding.event(Kind.REMOVED, seq, "Event " + seq + " was removed."));
                }
            } else if (found.containsKey(difference.kept())) {
                findings.add(Finding.event(
                        Kind.INSERTED, seq, "Event " + seq + " was put in later; the one of that number was moved."));
            } else {
                findings.add(Finding.event(Kind.CHANGED, seq, "Event " + seq + " is not as it was written."));
            }
        }
        moved.tell(findings);
    }

    /** Neighbours that were moved alike. */
    private record Moved(long first, long last, long by) {
        Moved with(long seq, long distance, Findings findings) {
            if (first > 0 && distance == by && seq == last + 1) {
                return new Moved(first, seq, by);
            }
            tell(findings);
            return new Moved(seq, seq, distance);
        }

        void tell(Findings findings) {
            if (first > 0) {
                String which = first == last ? "Event " + first + " was" : "Events " + first + " to " + last + " were";
                findings.add(Finding.event(
                        Kind.MOVED,
                        first,
                        which + " number " + (first - by) + (first == last ? "" : " and on") + " when written."));
            }
        }
    }
}
