package dev.writ.sandbox.network;

import java.io.IOException;
import java.time.Duration;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.locks.LockSupport;

/** Ends one connection when it takes too long, is silent for too long, or moves more than its command may. */
final class Watch implements AutoCloseable {
    private final AtomicLong bytesLeft;
    private final Runnable end;
    private final Thread thread;
    private volatile long until;
    private volatile long silence;
    private volatile boolean over;

    /** @param end closes what blocks; may run when all is closed already */
    Watch(Duration first, AtomicLong bytesLeft, Runnable end) {
        this.bytesLeft = bytesLeft;
        this.end = end;
        this.until = System.nanoTime() + first.toNanos();
        this.thread = Thread.ofVirtual().name("writ-proxy-watch").unstarted(this::watch);
    }

    void start() {
        thread.start();
    }

    /** Gives this long from now, whatever moves. */
    void allow(Duration time) {
        silence = 0;
        until(time.toNanos());
    }

    /** Gives this long from now, and again whenever something moves. */
    void allowSilence(Duration time) {
        silence = time.toNanos();
        until(time.toNanos());
    }

    /** @throws IOException where the command has moved all that it may */
    void moved(int bytes) throws IOException {
        if (silence > 0) {
            until = System.nanoTime() + silence;
        }
        if (bytesLeft.addAndGet(-bytes) < 0) {
            throw new IOException("The command moved more than it may.");
        }
    }

    private void until(long nanos) {
        until = System.nanoTime() + nanos;
        LockSupport.unpark(thread);
    }

    private void watch() {
        while (!over) {
            long left = until - System.nanoTime();
            if (left <= 0) {
                over = true;
                end.run();
            } else {
                LockSupport.parkNanos(this, left);
            }
        }
    }

    @Override
    public void close() {
        over = true;
        LockSupport.unpark(thread);
    }
}
