package dev.writ.tool.sql;

import java.sql.SQLException;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import org.jspecify.annotations.Nullable;

/** Tells a running query that it must end: its time is over, or its caller was stopped. Safe for use by many threads. */
final class StopSignal {
    private final Duration limit;
    private final long mostSteps;
    private final AtomicLong steps = new AtomicLong();
    private final long started = System.nanoTime();
    private volatile boolean stopped;
    private @Nullable Cancellation running;

    StopSignal(Duration limit) {
        this(limit, Long.MAX_VALUE);
    }

    StopSignal(Duration limit, long mostSteps) {
        this.limit = limit;
        this.mostSteps = mostSteps;
    }

    Duration limit() {
        return limit;
    }

    boolean timeIsOver() {
        return System.nanoTime() - started > limit.toNanos();
    }

    boolean mustStop() {
        return stopped || timeIsOver() || stepsAreOver();
    }

    /** Counts steps that the query has taken. */
    void passed(int more) {
        steps.addAndGet(more);
    }

    boolean stepsAreOver() {
        return steps.get() > mostSteps;
    }

    /**
     * From now on somebody looks at the clock who is neither the database nor the query: a query can turn off the
     * server's own time limit for the rows still to come.
     */
    void watch() {
        CompletableFuture.delayedExecutor(limit.toMillis(), TimeUnit.MILLISECONDS)
                .execute(this::cancelInTime);
    }

    private synchronized void cancelInTime() {
        cancelRunning();
    }

    /** Ends what a connection runs, from another thread. */
    @FunctionalInterface
    interface Cancellation {
        void cancel() throws SQLException;
    }

    /** What {@link #stop} does to end the query, until {@link #finished}. */
    synchronized void running(Cancellation cancellation) {
        running = cancellation;
        if (stopped) {
            cancelRunning();
        }
    }

    /** After this the connection may be closed: nobody cancels it any more. */
    synchronized void finished() {
        running = null;
    }

    synchronized void stop() {
        stopped = true;
        cancelRunning();
    }

    private void cancelRunning() {
        if (running == null) {
            return;
        }
        try {
            running.cancel();
        } catch (SQLException e) {
            // The statement looks at mustStop() as well, between rows at the latest.
            stopped = true;
        }
    }
}
