package dev.writ.tool.reach;

import java.time.Duration;

/**
 * How far is looked.
 *
 * @param files beyond so many it is "more than"
 * @param visited names looked at in all
 * @param time after which what was seen so far is all that is told
 */
public record ReachLimits(int files, int visited, Duration time) {
    /** Enough for most projects, and over before a person has read the question. */
    public static ReachLimits standard() {
        return new ReachLimits(10_000, 100_000, Duration.ofSeconds(2));
    }
}
