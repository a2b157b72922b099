package dev.writ;

import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.time.Duration;

/**
 * A thread that takes one step after the other until it is closed; the steps wait by themselves where there is nothing to
 * do. A step that fails is tried again after a pause, and the log says why: once, however often it then fails for the same
 * reason. Not to be started twice.
 */
public final class BackgroundLoop implements AutoCloseable {
    private final Logger log;
    private final String complaint;
    private final Duration afterFailure;
    private final Step step;
    private final Thread thread;
    private volatile boolean closed;
    private String told = "";

    /** What is done again and again; ends by itself when its thread is interrupted. */
    @FunctionalInterface
    public interface Step {
        void run() throws InterruptedException;
    }

    private BackgroundLoop(Logger log, Thread.Builder builder, String complaint, Duration afterFailure, Step step) {
        this.log = log;
        this.complaint = complaint;
        this.afterFailure = afterFailure;
        this.step = step;
        this.thread = builder.unstarted(this::run);
    }

    /**
     * On a virtual thread.
     *
     * @param complaint what could not be done where a step fails, as in "events could not be counted"
     * @param afterFailure how long after a failure the step is tried again
     */
    public static BackgroundLoop of(Logger log, String thread, String complaint, Duration afterFailure, Step step) {
        return new BackgroundLoop(log, Thread.ofVirtual().name(thread), complaint, afterFailure, step);
    }

    /** As {@link #of}, on a thread that it shares with nobody: for steps that compute, or load much. */
    public static BackgroundLoop onOwnThread(
            Logger log, String thread, String complaint, Duration afterFailure, Step step) {
        return new BackgroundLoop(log, Thread.ofPlatform().name(thread).daemon(), complaint, afterFailure, step);
    }

    public void start() {
        thread.start();
    }

    private void run() {
        try {
            while (!closed) {
                takeStep();
            }
        } catch (InterruptedException e) {
            // Closed.
        }
    }

    private void takeStep() throws InterruptedException {
        try {
            step.run();
            told = "";
        } catch (RuntimeException e) {
            if (!closed) {
                tell(e);
                Thread.sleep(afterFailure);
            }
        }
    }

    /** Where a sentence says what is wrong, no trace of calls says more. */
    private void tell(RuntimeException thrown) {
        String reason = String.valueOf(thrown);
        if (reason.equals(told)) {
            return;
        }
        told = reason;
        String words = complaint + "; it is tried again";
        if (thrown instanceof WritException known) {
            log.log(Level.WARNING, words + ": " + known.getMessage());
        } else {
            log.log(Level.WARNING, words, thrown);
        }
    }

    /** Whether it was closed. */
    public boolean isClosed() {
        return closed;
    }

    /** Interrupts the step under way, and comes back at once. */
    @Override
    public void close() {
        closed = true;
        thread.interrupt();
    }

    /** As {@link #close}, and waits for the step under way; for so long at most. */
    public void closeAndWait(Duration patience) {
        close();
        try {
            if (thread.getState() != Thread.State.NEW) {
                thread.join(patience);
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
