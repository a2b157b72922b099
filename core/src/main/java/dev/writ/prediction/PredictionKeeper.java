package dev.writ.prediction;

import dev.writ.BackgroundLoop;
import dev.writ.event.EventFilter;
import dev.writ.event.EventLog;
import java.lang.System.Logger;
import java.time.Duration;

/**
 * Lets the predictor learn a moment after a task has ended, and grants narrow to what is used of them. Begins a moment after
 * the start of Writ, which it is no part of. Sleeps while nothing happens.
 */
public final class PredictionKeeper implements AutoCloseable {
    private static final Logger LOG = System.getLogger(PredictionKeeper.class.getName());
    private static final EventFilter ENDED =
            EventFilter.all().ofType("task.completed").atMost(1);
    private static final Duration AFTER_START = Duration.ofSeconds(1);
    private static final Duration LONGEST_SLEEP = Duration.ofMinutes(1);
    private static final Duration GATHERING = Duration.ofMillis(500);
    private static final Duration AFTER_A_FAILURE = Duration.ofSeconds(30);
    private static final Duration PATIENCE = Duration.ofSeconds(5);

    private final EventLog events;
    private final Predictor predictor;
    private final Retention retention;
    private final BackgroundLoop loop;
    private boolean begun;

    public PredictionKeeper(EventLog events, Predictor predictor, Retention retention) {
        this.events = events;
        this.predictor = predictor;
        this.retention = retention;
        // Loading what it takes to predict would hold a thread that many share.
        this.loop = BackgroundLoop.onOwnThread(
                LOG,
                "writ-prediction",
                "nothing could be learned from the tasks that ended",
                AFTER_A_FAILURE,
                this::step);
    }

    public void start() {
        loop.start();
    }

    private void step() throws InterruptedException {
        if (!begun) {
            Thread.sleep(AFTER_START);
            begun = true;
        }
        long seen = events.lastSeq();
        if (predictor.catchUp()) {
            retention.narrow();
            events.feed().next(ENDED.after(seen), LONGEST_SLEEP);
            Thread.sleep(GATHERING);
        }
    }

    /** Waits for what is under way, so that the database can be closed. */
    @Override
    public void close() {
        loop.closeAndWait(PATIENCE);
        predictor.close();
    }
}
