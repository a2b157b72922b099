package dev.writ.tool;

import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;

/**
 * Keeps a failing server from being hammered. After so many failures in a row it opens and lets nothing through; after a
 * pause it lets one call try (half-open), whose end closes or opens it again. Safe for use by many threads.
 */
public final class CircuitBreaker {
    /** Where a breaker stands. */
    public enum State {
        CLOSED,
        OPEN,
        HALF_OPEN
    }

    private final int failuresToOpen;
    private final Duration pause;
    private final InstantSource clock;
    private int failuresInARow;
    private Instant openUntil = Instant.MIN;
    private boolean open;
    private boolean trying;

    public CircuitBreaker(int failuresToOpen, Duration pause, InstantSource clock) {
        this.failuresToOpen = failuresToOpen;
        this.pause = pause;
        this.clock = clock;
    }

    public synchronized State state() {
        if (!open) {
            return State.CLOSED;
        }
        return clock.instant().isBefore(openUntil) ? State.OPEN : State.HALF_OPEN;
    }

    /** Whether a call could enter now; takes nothing. */
    public synchronized boolean wouldEnter() {
        return switch (state()) {
            case CLOSED -> true;
            case OPEN -> false;
            case HALF_OPEN -> !trying;
        };
    }

    /**
     * Lets a call through or not. A call that was let through must end with exactly one of {@link #answered},
     * {@link #failed} and {@link #leftUndecided}.
     */
    public synchronized boolean enter() {
        if (!wouldEnter()) {
            return false;
        }
        trying = open;
        return true;
    }

    /** The server answered, be it with a result or with the caller's mistake: it works. */
    public synchronized void answered() {
        failuresInARow = 0;
        open = false;
        trying = false;
    }

    /** The server was unavailable, too slow, or broke. */
    public synchronized void failed() {
        failuresInARow++;
        if (trying || failuresInARow >= failuresToOpen) {
            open = true;
            openUntil = clock.instant().plus(pause);
        }
        trying = false;
    }

    /** The call says nothing about the server: it never ran, or was stopped. */
    public synchronized void leftUndecided() {
        trying = false;
    }
}
