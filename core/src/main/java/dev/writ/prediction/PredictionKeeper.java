package dev.writ.prediction;

import dev.writ.event.EventFilter;
import dev.writ.event.EventLog;
import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.time.Duration;

/**
 * Lets the predictor learn a moment after a task has ended, and grants narrow to what is used of them. Begins a moment after
 * the start of Writ, which it is no part of. Sleeps while nothing happens.
 */
public final class PredictionKeeper implements AutoCloseable {
    private static final Logger LOG = System.getLogger(PredictionKeeper.class.getName());
    private static final Duration AFTER_START = Duration.ofSeconds(1);
    private static final Duration LONGEST_SLEEP = Duration.ofMinutes(1);
    private static final Duration GATHERING = Duration.ofMillis(500);
    private static final Duration AFTER_A_FAILURE = Duration.ofSeconds(30);

    private final EventLog events;
    private final Predictor predictor;
    private final Retention retention;
    private final Thread thread;
    private volatile boolean closed;

    public PredictionKeeper(EventLog events, Predictor predictor, Retention retention) {
        this.events = events;
        this.predictor = predictor;
        this.retention = retention;
        // Of its own: loading what it takes to predict would hold a thread that many share.
        this.thread = Thread.ofPlatform().name("writ-prediction").daemon().unstarted(this::run);
    }

    public void start() {
        thread.start();
    }

    private void run() {
        try {
            Thread.sleep(AFTER_START);
            while (!closed) {
                step();
            }
        } catch (InterruptedException e) {
            closed = true;
        }
    }

    private void step() throws InterruptedException {
        try {
            long seen = events.lastSeq();
            if (predictor.catchUp()) {
                retention.narrow();
                events.feed()
                        .next(
                                EventFilter.all()
                                        .ofType("task.completed")
                                        .after(seen)
                                        .atMost(1),
                                LONGEST_SLEEP);
                Thread.sleep(GATHERING);
            }
        } catch (RuntimeException e) {
            if (!closed) {
                LOG.log(Level.WARNING, "nothing could be learned from the tasks that ended; it is tried again", e);
                Thread.sleep(AFTER_A_FAILURE);
            }
        }
    }

    /** Waits for what is under way, so that the database can be closed. */
    @Override
    public void close() {
        closed = true;
        thread.interrupt();
        try {
            if (thread.getState() != Thread.State.NEW) {
                thread.join(Duration.ofSeconds(5));
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
        predictor.close();
    }
}
