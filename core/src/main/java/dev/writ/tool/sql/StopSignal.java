package dev.writ.tool.sql;

import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import org.jspecify.annotations.Nullable;

/** Tells a running query that it must end: its time is over, or its caller was stopped. Safe for use by many threads. */
final class StopSignal {
    private final Duration limit;
    private final long started = System.nanoTime();
    private volatile boolean stopped;
    private @Nullable Statement running;

    StopSignal(Duration limit) {
        this.limit = limit;
    }

    Duration limit() {
        return limit;
    }

    boolean timeIsOver() {
        return System.nanoTime() - started > limit.toNanos();
    }

    boolean mustStop() {
        return stopped || timeIsOver();
    }

    /** The statement that {@link #stop} cancels, until {@link #finished}. */
    synchronized void running(Statement statement) {
        running = statement;
        if (stopped) {
            cancelRunning();
        }
    }

    /** After this the statement may be closed: nobody cancels it any more. */
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
