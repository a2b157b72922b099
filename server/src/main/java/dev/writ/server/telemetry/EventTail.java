package dev.writ.server.telemetry;

import dev.writ.event.Event;
import dev.writ.event.EventFilter;
import dev.writ.event.EventLog;
import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.locks.ReentrantLock;

/**
 * Follows the event log from where it stands at the start, and hands each event on. All that is told of Writ's work comes
 * from here, so that no code that does the work knows of it, and none waits for it.
 */
final class EventTail implements AutoCloseable {
    private static final Logger LOG = System.getLogger(EventTail.class.getName());
    private static final int MOST_AT_ONCE = 500;
    private static final Duration LONGEST_SLEEP = Duration.ofMinutes(1);
    /** What happens within it is read at once, which costs a busy Writ less. */
    private static final Duration GATHERING = Duration.ofMillis(200);

    private static final Duration AFTER_A_FAILURE = Duration.ofSeconds(5);
    private static final Duration LAST_LOOK = Duration.ofSeconds(1);

    private final EventLog events;
    private final InstantSource clock;
    private final List<EventSink> sinks;
    private final Thread thread;
    private final AtomicBoolean told = new AtomicBoolean();
    private final ReentrantLock handing = new ReentrantLock();
    private volatile long seen;
    private volatile boolean started;
    private volatile boolean closed;

    EventTail(EventLog events, InstantSource clock, List<EventSink> sinks) {
        this.events = events;
        this.clock = clock;
        this.sinks = List.copyOf(sinks);
        this.thread = Thread.ofVirtual().name("writ-telemetry").unstarted(this::run);
    }

    void start() {
        seen = events.lastSeq();
        started = true;
        thread.start();
    }

    private void run() {
        while (!closed) {
            try {
                List<Event> next = events.feed().next(unseen(), LONGEST_SLEEP);
                hand(next);
                if (next.size() < MOST_AT_ONCE) {
                    Thread.sleep(GATHERING);
                }
            } catch (InterruptedException e) {
                return;
            } catch (RuntimeException e) {
                if (closed) {
                    return;
                }
                LOG.log(Level.WARNING, "events could not be read for telemetry; it is tried again", e);
                pause();
            }
        }
    }

    private EventFilter unseen() {
        return EventFilter.all().after(seen).atMost(MOST_AT_ONCE);
    }

    private void hand(List<Event> next) {
        handing.lock();
        try {
            if (!closed) {
                next.forEach(this::hand);
            }
        } finally {
            handing.unlock();
        }
    }

    private void hand(Event event) {
        for (EventSink sink : sinks) {
            try {
                sink.take(event);
            } catch (RuntimeException e) {
                // One event that cannot be told must not keep back those after it.
                if (told.compareAndSet(false, true)) {
                    LOG.log(Level.WARNING, "an event (" + event.type() + ") could not be told; said once", e);
                }
            }
        }
        seen = event.seq();
    }

    private void pause() {
        try {
            Thread.sleep(AFTER_A_FAILURE);
        } catch (InterruptedException e) {
            closed = true;
        }
    }

    /**
     * How long the oldest event that was not handed on has been waiting; zero where there is none.
     *
     * @throws dev.writ.WritException where the log cannot be read
     */
    Duration lag() {
        if (!started) {
            return Duration.ZERO;
        }
        return events.find(EventFilter.all().after(seen).atMost(1)).stream()
                .findFirst()
                .map(event -> notNegative(Duration.between(event.at(), clock.instant())))
                .orElse(Duration.ZERO);
    }

    private static Duration notNegative(Duration duration) {
        return duration.isNegative() ? Duration.ZERO : duration;
    }

    /** Hands on what has happened until now, and ends. */
    @Override
    public void close() {
        try {
            // Not in the middle of an event, whose looks into the database would fail.
            boolean between = handing.tryLock(LAST_LOOK.toMillis(), TimeUnit.MILLISECONDS);
            closed = true;
            thread.interrupt();
            if (between) {
                handing.unlock();
            }
            if (started) {
                lastLook();
            }
        } catch (InterruptedException e) {
            closed = true;
            thread.interrupt();
            Thread.currentThread().interrupt();
        }
    }

    private void lastLook() throws InterruptedException {
        try {
            if (!thread.join(LAST_LOOK)) {
                return;
            }
            Instant end = Instant.now().plus(LAST_LOOK);
            List<Event> next = events.find(unseen());
            while (!next.isEmpty() && Instant.now().isBefore(end)) {
                next.forEach(this::hand);
                next = events.find(unseen());
            }
        } catch (RuntimeException e) {
            LOG.log(Level.DEBUG, "the last events were not told", e);
        }
    }
}
