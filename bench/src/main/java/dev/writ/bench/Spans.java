package dev.writ.bench;

import java.util.Locale;

/** Spans of time as people read them: three digits and the unit that fits. */
final class Spans {
    private Spans() {}

    static String text(long nanos) {
        if (nanos < 1_000) {
            return nanos + " ns";
        }
        if (nanos < 1_000_000) {
            return digits(nanos / 1e3) + " µs";
        }
        return nanos < 1_000_000_000 ? digits(nanos / 1e6) + " ms" : digits(nanos / 1e9) + " s";
    }

    /** A range, or one value where both ends read the same. */
    static String range(long from, long until) {
        String low = text(from);
        String high = text(until);
        return low.equals(high) ? low : low + " to " + high;
    }

    static String digits(double value) {
        int decimals = value < 10 ? 2 : value < 100 ? 1 : 0;
        return String.format(Locale.ROOT, "%." + decimals + "f", value);
    }
}
