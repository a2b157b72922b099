package dev.writ.event.audit;

import java.util.Collections;
import java.util.Map;
import java.util.NavigableMap;
import java.util.concurrent.ConcurrentSkipListMap;
import java.util.concurrent.atomic.AtomicLong;
import org.jspecify.annotations.Nullable;

/**
 * The leaves of events that this process wrote and no checkpoint covers yet: what becomes of the database meanwhile cannot
 * change them. Safe for use by many threads.
 */
final class Tail {
    /** Beyond that, when checkpoints cannot be made, the database is asked again. */
    private static final int MOST = 200_000;

    private final NavigableMap<Long, byte[]> leaves = new ConcurrentSkipListMap<>();
    private final AtomicLong count = new AtomicLong();

    /** How many there are now. */
    long add(long seq, byte[] leaf) {
        long now = count.incrementAndGet();
        if (now <= MOST) {
            leaves.put(seq, leaf);
        }
        return now;
    }

    long count() {
        return count.get();
    }

    /** Number of the first one; the largest number where there is none. */
    long first() {
        Map.Entry<Long, byte[]> first = leaves.firstEntry();
        return first == null ? Long.MAX_VALUE : first.getKey();
    }

    /** Number of the last one; 0 where there is none. */
    long last() {
        return leaves.isEmpty() ? 0 : leaves.lastKey();
    }

    byte @Nullable [] leaf(long seq) {
        return leaves.get(seq);
    }

    /** Whether there are leaves both before and after this number. */
    boolean surrounds(long seq) {
        return leaves.lowerKey(seq) != null && leaves.higherKey(seq) != null;
    }

    NavigableMap<Long, byte[]> between(long first, long last) {
        return first > last ? Collections.emptyNavigableMap() : leaves.subMap(first, true, last, true);
    }

    void forget(long until) {
        NavigableMap<Long, byte[]> covered = leaves.headMap(until, true);
        covered.clear();
        count.set(leaves.size());
    }
}
