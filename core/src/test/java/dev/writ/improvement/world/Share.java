package dev.writ.improvement.world;

import java.util.Locale;

/** How often something happened in so many runs, and between what the true rate lies: Clopper and Pearson's 95 %. */
record Share(int times, int runs) {
    private static final double EACH_SIDE = 0.025;

    double rate() {
        return (double) times / runs;
    }

    /** The highest rate with which so few would not be a surprise. */
    double high() {
        return times == runs ? 1 : rateAt(times, EACH_SIDE);
    }

    /** The lowest rate with which so many would not be a surprise. */
    double low() {
        return times == 0 ? 0 : rateAt(times - 1, 1 - EACH_SIDE);
    }

    /** The rate at which at most so many happen with this probability. */
    private double rateAt(int most, double probability) {
        double low = 0;
        double high = 1;
        for (int halved = 0; halved < 60; halved++) {
            double middle = (low + high) / 2;
            if (atMost(most, middle) > probability) {
                low = middle;
            } else {
                high = middle;
            }
        }
        return low;
    }

    private double atMost(int most, double rate) {
        double sum = 0;
        double logChoices = 0;
        for (int k = 0; k <= most; k++) {
            sum += Math.exp(logChoices + k * Math.log(rate) + (runs - k) * Math.log1p(-rate));
            logChoices += Math.log(runs - k) - Math.log(k + 1);
        }
        return sum;
    }

    @Override
    public String toString() {
        return String.format(Locale.ROOT, "%.1f %% (%.1f to %.1f)", 100 * rate(), 100 * low(), 100 * high());
    }
}
