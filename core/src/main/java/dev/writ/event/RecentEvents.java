package dev.writ.event;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * The last events of the log, read once for all who follow it: a thousand followers would otherwise ask the database a
 * thousand times for the same rows. They are kept for seconds only, so that what is taken out of the log is not shown from
 * here for longer. Safe for use by many threads.
 */
final class RecentEvents {
    private static final int MOST = 2_000;
    private static final long LONGEST_NANOS = Duration.ofSeconds(5).toNanos();

    private final EventLog log;
    /** All events after {@link #base} up to the newest one when the log was last read; in order. */
    private final List<Kept> kept = new ArrayList<>();

    private long base;
    private long readAt = System.nanoTime() - LONGEST_NANOS;
    private @Nullable RuntimeException failure;

    /** @param at when it was read, as {@link System#nanoTime} */
    private record Kept(Event event, long at) {}

    /**
     * What a look at the end of the log has found.
     *
     * @param events those that match
     * @param end no event up to this number, and not among them, is still to come
     */
    record Found(List<Event> events, long end) {}

    RecentEvents(EventLog log) {
        this.log = log;
    }

    /** The events that match, of those that are durable when this is called; empty where the log itself has to be asked. */
    Optional<Found> find(EventFilter filter) {
        if (!filter.isOpenEnded()) {
            return Optional.empty();
        }
        long asked = System.nanoTime();
        synchronized (this) {
            // Whoever waited to come in finds that another one has read meanwhile, for all who wait.
            if (readAt - asked <= 0) {
                read();
            }
            if (failure != null) {
                throw failure;
            }
            if (filter.after() < base) {
                return Optional.empty();
            }
            List<Event> events = kept.subList(countUpTo(filter.after()), kept.size()).stream()
                    .map(Kept::event)
                    .filter(filter::fits)
                    .limit(filter.limit())
                    .toList();
            return Optional.of(new Found(events, end()));
        }
    }

    private void read() {
        long now = System.nanoTime();
        boolean isFresh = now - readAt < LONGEST_NANOS;
        readAt = now;
        failure = null;
        try {
            List<Event> news = isFresh ? log.find(EventFilter.all().after(end()).atMost(MOST)) : List.of();
            if (!isFresh || news.size() == MOST) {
                kept.clear();
                base = log.lastSeq();
            } else {
                news.forEach(event -> kept.add(new Kept(event, now)));
                forget(now - LONGEST_NANOS);
            }
        } catch (RuntimeException e) {
            failure = e;
        }
    }

    private void forget(long readBefore) {
        int gone = Math.max(0, kept.size() - MOST);
        while (gone < kept.size() && kept.get(gone).at() - readBefore < 0) {
            gone++;
        }
        if (gone > 0) {
            base = kept.get(gone - 1).event().seq();
            kept.subList(0, gone).clear();
        }
    }

    private long end() {
        return kept.isEmpty() ? base : kept.getLast().event().seq();
    }

    /** How many of the kept events have at most this number. */
    private int countUpTo(long seq) {
        int low = 0;
        int high = kept.size();
        while (low < high) {
            int middle = (low + high) >>> 1;
            if (kept.get(middle).event().seq() <= seq) {
                low = middle + 1;
            } else {
                high = middle;
            }
        }
        return low;
    }
}
