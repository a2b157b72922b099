package dev.writ.improvement.world;

import java.time.Duration;
import java.util.random.RandomGenerator;

/**
 * How the world changes by itself: within a month work becomes harder or easier, dearer or cheaper, slower or quicker, and
 * there is something of the weekday in it.
 *
 * @param slope and {@code swing}: how much harder, at the end of a month and on the hardest day
 */
record Drift(double slope, double swing) {
    private static final double MONTH = Duration.ofDays(30).toHours();
    private static final double WEEK = Duration.ofDays(7).toHours();

    static Drift drawn(RandomGenerator random) {
        return new Drift(random.nextDouble(-1, 1), random.nextDouble(0, 0.3));
    }

    private double at(Duration since) {
        double hours = since.toHours();
        return slope * hours / MONTH + swing * Math.sin(2 * Math.PI * hours / WEEK);
    }

    /** What a chance to succeed becomes. */
    double success(double chance, Duration since) {
        return Math.clamp(chance - 0.15 * at(since), 0.05, 1);
    }

    /** What the tokens and the time of a task become. */
    double effort(double usual, Duration since) {
        return usual * Math.max(0.4, 1 + 0.4 * at(since));
    }
}
