package dev.writ.event;

import java.time.Duration;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;

/**
 * The live end of the log. A reader asks for what comes after the number it has seen, and so never misses an event and
 * never sees one twice, however often it reconnects. Safe for use by many threads.
 */
public final class EventFeed {
    private final EventLog log;
    private final ReentrantLock lock = new ReentrantLock();
    private final Condition appended = lock.newCondition();
    private long wakes;

    EventFeed(EventLog log) {
        this.log = log;
    }

    void wake() {
        lock.lock();
        try {
            wakes++;
            appended.signalAll();
        } finally {
            lock.unlock();
        }
    }

    /**
     * The next events that match, waiting for one where there is none yet; empty after the timeout.
     *
     * @throws InterruptedException when the waiting thread is interrupted
     */
    public List<Event> next(EventFilter filter, Duration timeout) throws InterruptedException {
        long deadline = System.nanoTime() + timeout.toNanos();
        while (true) {
            long seen;
            lock.lock();
            try {
                seen = wakes;
            } finally {
                lock.unlock();
            }
            List<Event> events = log.find(filter);
            if (!events.isEmpty()) {
                return events;
            }
            lock.lock();
            try {
                while (wakes == seen) {
                    long remaining = deadline - System.nanoTime();
                    if (remaining <= 0 || !appended.await(remaining, TimeUnit.NANOSECONDS)) {
                        return List.of();
                    }
                }
            } finally {
                lock.unlock();
            }
        }
    }
}
