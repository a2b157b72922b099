package dev.writ.tool.message;

import java.time.Duration;
import java.util.random.RandomGenerator;

/**
 * How often and when a failed post is repeated: delays double from the first to the longest, each shortened at random by
 * up to a half, so that receivers coming back are not met by all at once.
 *
 * @param attempts posts at most, the first included
 * @param timeout of one post
 */
public record RetryPlan(int attempts, Duration firstDelay, Duration longestDelay, Duration timeout) {
    private static final int MOST_DOUBLINGS = 30;

    /** Eight attempts over about ten minutes. */
    public static RetryPlan usual() {
        return new RetryPlan(8, Duration.ofSeconds(5), Duration.ofMinutes(5), Duration.ofSeconds(10));
    }

    /** How long to wait after so many failed attempts, one or more. */
    Duration delayAfter(int failed, RandomGenerator random) {
        long doubled = firstDelay.toMillis() << Math.min(failed - 1, MOST_DOUBLINGS);
        long full = Math.min(Math.max(doubled, 1), longestDelay.toMillis());
        return Duration.ofMillis(full - random.nextLong(full / 2 + 1));
    }
}
