package dev.writ.bench;

import java.util.Locale;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * What something costs at several sizes of what it works on, and how that grows: as a power of the size, 0 for what is flat
 * and 1 for what grows with it.
 */
final class Curve {
    /** Twice as much for a thousand times the size. */
    static final double FLAT = 0.1;

    private final SortedMap<Long, Long> nanos = new TreeMap<>();

    void add(long size, long medianNanos) {
        nanos.put(size, medianNanos);
    }

    /** The exponent that fits best: the slope of a straight line through the logarithms. */
    double slope() {
        double meanX = nanos.keySet().stream().mapToDouble(Math::log).average().orElseThrow();
        double meanY = nanos.values().stream().mapToDouble(Math::log).average().orElseThrow();
        double both = 0;
        double x = 0;
        for (var point : nanos.entrySet()) {
            double dx = Math.log(point.getKey()) - meanX;
            both += dx * (Math.log(point.getValue()) - meanY);
            x += dx * dx;
        }
        return x == 0 ? 0 : both / x;
    }

    /** The largest size's cost in that of the smallest. */
    double growth() {
        return (double) nanos.lastEntry().getValue() / nanos.firstEntry().getValue();
    }

    /** Row that draws the curve and names its slope. */
    Row row(String name, String unit) {
        StringBuilder points = new StringBuilder();
        nanos.forEach((size, median) -> points.append(points.isEmpty() ? "" : " → ")
                .append(label(size))
                .append(' ')
                .append(Spans.text(median)));
        return Row.of(
                name + ", by " + unit,
                points + ": grows with n^" + String.format(Locale.ROOT, "%.2f", slope()) + ", " + Spans.digits(growth())
                        + " times in all",
                "");
    }

    Row flatRow(String name, String unit) {
        return row(name, unit).against("flat: at most n^" + FLAT, slope() <= FLAT);
    }

    static String label(long size) {
        return String.format(Locale.ROOT, "%,d", size);
    }
}
