package dev.writ.recovery;

import java.time.Duration;

/**
 * How far recovery goes by itself.
 *
 * @param attempts actions an incident may take before a person is asked
 * @param quiet how long nothing may show after an action until the incident counts as over
 * @param longestWatch how long the end of a request that was handed in again is waited for
 * @param coolDown between two actions on one entity
 * @param flaps so many incidents of one kind within {@code flapWindow}, and a person is asked instead of acting again
 * @param answer how long a person's answer is waited for
 */
public record Limits(
        int attempts,
        Duration quiet,
        Duration longestWatch,
        Duration coolDown,
        int flaps,
        Duration flapWindow,
        Duration answer) {
    /** What Writ ships with. */
    public static final Limits STANDARD = new Limits(
            3,
            Duration.ofMinutes(5),
            Duration.ofMinutes(30),
            Duration.ofMinutes(1),
            4,
            Duration.ofHours(6),
            Duration.ofDays(7));
}
