package dev.writ.event;

import java.time.Duration;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;

/**
 * The live end of the log. A reader asks for what comes after the number it has seen, and so never misses an event and
 * never sees one twice, however often it reconnects. Only an event that can be among those asked for wakes who waits for
 * them: most events tell of calls, and most readers do not care for those. Safe for use by many threads.
 */
public final class EventFeed {
    /** Of what another process appends perhaps nobody here is told, so who waits looks again this often. */
    private static final Duration LOOK_AGAIN = Duration.ofSeconds(3);

    private final EventLog log;
    private final RecentEvents recent;
    private final Set<Waiter> waiters = ConcurrentHashMap.newKeySet();
    private final AtomicLong looks = new AtomicLong();

    EventFeed(EventLog log) {
        this.log = log;
        this.recent = new RecentEvents(log);
    }

    /** Somebody who waits. */
    private static final class Waiter {
        private final EventFilter filter;
        private final Semaphore wakes = new Semaphore(0);

        Waiter(EventFilter filter) {
            this.filter = filter;
        }

        /** However many events came, one look finds them all. */
        void await(long nanos) throws InterruptedException {
            if (wakes.tryAcquire(nanos, TimeUnit.NANOSECONDS)) {
                wakes.drainPermits();
            }
        }
    }

    /** Tells of an event that is durable now. */
    void appended(NewEvent event) {
        for (Waiter waiter : waiters) {
            if (waiter.filter.fits(event)) {
                waiter.wakes.release();
            }
        }
    }

    /** Has everybody who waits look again: another process has appended something. */
    public void lookAgain() {
        waiters.forEach(waiter -> waiter.wakes.release());
    }

    /**
     * The next events that match, waiting for one where there is none yet; empty after the timeout. What another process
     * appends is seen some seconds later, or when {@link #lookAgain} is called.
     *
     * @throws InterruptedException when the waiting thread is interrupted
     */
    public List<Event> next(EventFilter filter, Duration timeout) throws InterruptedException {
        long deadline = System.nanoTime() + timeout.toNanos();
        Waiter waiter = new Waiter(filter);
        // Before the first look, or what is appended in between would wake nobody.
        waiters.add(waiter);
        try {
            EventFilter unseen = filter;
            while (true) {
                RecentEvents.Found found = look(unseen);
                long remaining = deadline - System.nanoTime();
                if (!found.events().isEmpty() || remaining <= 0) {
                    return found.events();
                }
                unseen = unseen.after(Math.max(unseen.after(), found.end()));
                waiter.await(Math.min(remaining, LOOK_AGAIN.toNanos()));
            }
        } finally {
            waiters.remove(waiter);
        }
    }

    private RecentEvents.Found look(EventFilter filter) {
        looks.incrementAndGet();
        return recent.find(filter).orElseGet(() -> {
            // Events are numbered in the order in which they become visible, so none up to there is still to come.
            long end = log.lastSeq();
            return new RecentEvents.Found(log.find(filter), end);
        });
    }

    /** How often those who wait have looked. */
    long looks() {
        return looks.get();
    }

    /** How many wait at this moment. */
    int waiting() {
        return waiters.size();
    }
}
