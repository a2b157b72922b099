package dev.writ.insight.activity;

import dev.writ.BackgroundLoop;
import dev.writ.event.EventFilter;
import dev.writ.event.EventLog;
import java.lang.System.Logger;
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
    private final BackgroundLoop loop;

    /** @param afterwards is called whenever the roll-ups have reached the end of the log, at least once a minute then */
    public RollupKeeper(EventLog events, Rollups rollups, EventHours hours, Runnable afterwards) {
        this.events = events;
        this.rollups = rollups;
        this.hours = hours;
        this.afterwards = afterwards;
        this.loop = BackgroundLoop.of(LOG, "writ-rollups", "events could not be counted", AFTER_A_FAILURE, this::step);
    }

    public void start() {
        loop.start();
    }

    private void step() throws InterruptedException {
        // One transaction at a time, so that what agents do is not kept waiting by a long history.
        Rollups.Standing standing = rollups.advance(1);
        if (standing.behind() == 0 && hours.advance(1) == 0) {
            afterwards.run();
            events.feed().next(EventFilter.all().after(standing.seq()).atMost(1), LONGEST_SLEEP);
            Thread.sleep(GATHERING);
        }
    }

    @Override
    public void close() {
        loop.close();
    }
}
