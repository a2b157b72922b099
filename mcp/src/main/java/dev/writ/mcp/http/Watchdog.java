package dev.writ.mcp.http;

import java.io.IOException;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

/**
 * Interrupts threads that have been waiting for a client for too long. A virtual thread that is interrupted while it
 * reads from a socket or writes to it closes the socket; so a client that no longer reads or writes is dropped.
 */
final class Watchdog implements AutoCloseable {
    private final Duration every;
    private final Map<Thread, Long> deadlines = new ConcurrentHashMap<>();
    private final Thread watcher;

    private Watchdog(Duration every) {
        this.every = every;
        this.watcher = Thread.ofVirtual().name("mcp-watchdog").unstarted(this::run);
    }

    static Watchdog start(Duration every) {
        Watchdog watchdog = new Watchdog(every);
        watchdog.watcher.start();
        return watchdog;
    }

    /** Something that waits for a client. */
    @FunctionalInterface
    interface Waiting<T> {
        T run() throws IOException;
    }

    <T> T during(Duration longest, Waiting<T> waiting) throws IOException {
        Thread thread = Thread.currentThread();
        deadlines.put(thread, System.nanoTime() + longest.toNanos());
        try {
            return waiting.run();
        } finally {
            deadlines.remove(thread);
        }
    }

    private void run() {
        try {
            while (true) {
                Thread.sleep(every);
                deadlines.keySet().forEach(this::interruptLate);
            }
        } catch (InterruptedException e) {
            // Closed.
        }
    }

    /** In one step, so that a thread that has just finished is not interrupted in whatever it does next. */
    private void interruptLate(Thread waiting) {
        deadlines.computeIfPresent(waiting, (thread, deadline) -> {
            if (System.nanoTime() - deadline > 0) {
                thread.interrupt();
            }
            return deadline;
        });
    }

    @Override
    public void close() {
        watcher.interrupt();
    }
}
