package dev.writ.insight.activity;

import dev.writ.event.EventFilter;
import dev.writ.event.EventLog;
import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.time.Duration;

/** Advances the roll-ups while events come, a second after the first of them. Sleeps while nothing happens. */
public final class RollupKeeper implements AutoCloseable {
    private static final Logger LOG = System.getLogger(RollupKeeper.class.getName());
    private static final Duration LONGEST_SLEEP = Duration.ofMinutes(1);
    private static final Duration GATHERING = Duration.ofSeconds(1);
    private static final Duration AFTER_A_FAILURE = Duration.ofSeconds(30);

    private final EventLog events;
    private final Rollups rollups;
    private final EventHours hours;
    private final Runnable afterwards;
    private final Thread thread;
    private volatile boolean closed;

    /** @param afterwards is called whenever the roll-ups have reached the end of the log, at least once a minute then */
    public RollupKeeper(EventLog events, Rollups rollups, EventHours hours, Runnable afterwards) {
        this.events = events;
        this.rollups = rollups;
        this.hours = hours;
        this.afterwards = afterwards;
        this.thread = Thread.ofVirtual().name("writ-rollups").unstarted(this::run);
    }

    public void start() {
        thread.start();
    }

    private void run() {
        while (!closed) {
            try {
                // One transaction at a time, so that what agents do is not kept waiting by a long history.
                Rollups.Standing standing = rollups.advance(1);
                if (standing.behind() == 0 && hours.advance(1) == 0) {
                    afterwards.run();
                    events.feed().next(EventFilter.all().after(standing.seq()).atMost(1), LONGEST_SLEEP);
                    Thread.sleep(GATHERING);
                }
            } catch (InterruptedException e) {
                return;
            } catch (RuntimeException e) {
                if (closed) {
                    return;
                }
                LOG.log(Level.WARNING, "events could not be counted; it is tried again", e);
                pause();
            }
        }
    }

    private void pause() {
        try {
            Thread.sleep(AFTER_A_FAILURE);
        } catch (InterruptedException e) {
            closed = true;
        }
    }

    @Override
    public void close() {
        closed = true;
        thread.interrupt();
    }
}
