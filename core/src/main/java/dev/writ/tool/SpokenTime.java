package dev.writ.tool;

import java.time.Duration;

/** Durations as people say them. */
final class SpokenTime {
    private SpokenTime() {}

    /** The duration in its largest fitting unit: {@code 60 s}, {@code 250 ms}. */
    static String of(Duration duration) {
        return duration.toMillis() % 1_000 == 0 ? duration.toSeconds() + " s" : duration.toMillis() + " ms";
    }
}
