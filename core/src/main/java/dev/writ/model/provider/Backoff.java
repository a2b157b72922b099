package dev.writ.model.provider;

import java.time.Duration;
import java.util.random.RandomGenerator;

/** How long to wait before asking again: twice as long each time, shortened at random by up to a half. */
public record Backoff(Duration first, Duration longest) {
    static final Backoff USUAL = new Backoff(Duration.ofSeconds(1), Duration.ofSeconds(30));

    private static final int MOST_DOUBLINGS = 20;

    /** @param failed attempts so far, one or more */
    public Duration after(int failed, RandomGenerator random) {
        long doubled = first.toMillis() << Math.min(failed - 1, MOST_DOUBLINGS);
        long full = Math.clamp(doubled, 1, longest.toMillis());
        return Duration.ofMillis(full - random.nextLong(full / 2 + 1));
    }
}
