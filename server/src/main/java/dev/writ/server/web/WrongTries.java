package dev.writ.server.web;

import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayDeque;
import java.util.Deque;

/** Counts log-ins that failed: after ten within a minute there is to be no other until one of them is a minute old. */
public final class WrongTries {
    private static final int MOST = 10;
    private static final Duration WITHIN = Duration.ofMinutes(1);

    private final InstantSource clock;
    private final Deque<Instant> failures = new ArrayDeque<>();

    public WrongTries(InstantSource clock) {
        this.clock = clock;
    }

    public synchronized boolean areTooMany() {
        Instant now = clock.instant();
        while (!failures.isEmpty() && failures.getFirst().plus(WITHIN).isBefore(now)) {
            failures.removeFirst();
        }
        return failures.size() >= MOST;
    }

    /** One more. */
    public synchronized void add() {
        if (failures.size() == MOST) {
            failures.removeFirst();
        }
        failures.addLast(clock.instant());
    }
}
