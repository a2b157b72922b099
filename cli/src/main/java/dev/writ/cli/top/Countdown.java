package dev.writ.cli.top;

import java.time.Duration;
import java.util.Locale;

/** Times as they run: {@code 4:52}, {@code 3h12m}, {@code 2d04h}. */
final class Countdown {
    private Countdown() {}

    static String of(Duration time) {
        long seconds = Math.max(0, time.toSeconds());
        if (seconds < 3_600) {
            return String.format(Locale.ROOT, "%d:%02d", seconds / 60, seconds % 60);
        }
        long minutes = seconds / 60;
        return minutes < 1_440
                ? String.format(Locale.ROOT, "%dh%02dm", minutes / 60, minutes % 60)
                : String.format(Locale.ROOT, "%dd%02dh", minutes / 1_440, minutes % 1_440 / 60);
    }
}
