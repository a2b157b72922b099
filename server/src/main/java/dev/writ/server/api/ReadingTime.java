package dev.writ.server.api;

import java.io.IOException;
import java.time.Duration;
import java.util.concurrent.ScheduledFuture;
import java.util.concurrent.ScheduledThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/**
 * How long a client may take to read what is written to it. The library waits for ever, holding a thread and all that is yet
 * to be written. A virtual thread that is interrupted while it writes to a socket closes the socket. Safe for use by many
 * threads, which must be virtual.
 */
final class ReadingTime {
    private final Duration longest;
    private final ScheduledThreadPoolExecutor timer;

    ReadingTime(Duration longest) {
        this.longest = longest;
        this.timer = new ScheduledThreadPoolExecutor(
                1, Thread.ofPlatform().daemon().name("writ-reading-time").factory());
        timer.setRemoveOnCancelPolicy(true);
        timer.setKeepAliveTime(longest.toMillis(), TimeUnit.MILLISECONDS);
        timer.allowCoreThreadTimeOut(true);
    }

    Duration longest() {
        return longest;
    }

    /** Something that waits until the client has read enough. */
    @FunctionalInterface
    interface Writing {
        void run() throws IOException;
    }

    /**
     * Writes.
     *
     * @throws IOException when the client has gone
     * @throws TimeoutException when it has read too little; its connection is closed by the next thing that is written, and
     *     the thread stays interrupted for that
     */
    void during(Writing writing) throws IOException, TimeoutException {
        Turn turn = new Turn(Thread.currentThread());
        ScheduledFuture<?> end = timer.schedule(turn::isOver, longest.toMillis(), TimeUnit.MILLISECONDS);
        try {
            writing.run();
        } catch (IOException | RuntimeException e) {
            if (turn.done()) {
                throw new TimeoutException();
            }
            throw e;
        } finally {
            end.cancel(false);
        }
        if (turn.done()) {
            throw new TimeoutException();
        }
    }

    /** One try to write; a thread that has just finished is not interrupted in whatever it does next. */
    private static final class Turn {
        private final Thread writer;
        private boolean done;
        private boolean late;

        Turn(Thread writer) {
            this.writer = writer;
        }

        synchronized void isOver() {
            if (!done) {
                late = true;
                writer.interrupt();
            }
        }

        /** Whether it took too long. */
        synchronized boolean done() {
            done = true;
            return late;
        }
    }
}
