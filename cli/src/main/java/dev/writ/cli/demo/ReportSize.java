package dev.writ.cli.demo;

import java.time.Duration;

/**
 * How much the demo's report has to do: so much that it is slow on this machine, found out by running it.
 *
 * @param preview the orders it looks through
 */
record ReportSize(int preview) {
    static final ReportSize FIRST = new ReportSize(10_000);

    /** A run of this time is slow by any measure, and still short enough to be repeated some twenty times. */
    private static final Duration SLOW = Duration.ofMillis(400);

    private static final Duration AIM = Duration.ofMillis(900);
    private static final double LEAST_GROWTH = 2;
    private static final double MOST_GROWTH = 16;
    private static final int LARGEST = 1_000_000;

    /** The line of the configuration file that says so. */
    String setting() {
        return "preview_buffer=" + preview;
    }

    /** The same where a run took long enough, else what should take long enough. */
    ReportSize after(Duration run) {
        if (run.compareTo(SLOW) >= 0) {
            return this;
        }
        double growth = Math.clamp((double) AIM.toNanos() / Math.max(1, run.toNanos()), LEAST_GROWTH, MOST_GROWTH);
        return new ReportSize((int) Math.min(LARGEST, preview * growth));
    }
}
