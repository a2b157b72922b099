package dev.writ;

import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.concurrent.atomic.AtomicReference;

/** A clock that stands still until a test moves it. Safe for use by many threads. */
public final class TestingClock implements InstantSource {
    private final AtomicReference<Instant> now;

    public TestingClock(Instant start) {
        now = new AtomicReference<>(start);
    }

    /** Starts on a fixed day. */
    public TestingClock() {
        this(Instant.parse("2026-03-01T12:00:00Z"));
    }

    @Override
    public Instant instant() {
        return now.get();
    }

    public void set(Instant instant) {
        now.set(instant);
    }

    public void advance(Duration duration) {
        now.updateAndGet(instant -> instant.plus(duration));
    }
}
