package dev.writ.bench;

import java.util.ArrayList;
import java.util.List;
import java.util.function.ToLongFunction;

/**
 * The same measurement several times. Figures are the middle one of the repeats; the spread is their smallest and their
 * largest.
 */
record Series(List<Samples> repeats) {
    Series {
        repeats = List.copyOf(repeats);
    }

    /** One repeat. */
    @FunctionalInterface
    interface Repeat {
        Samples run() throws Exception;
    }

    static Series of(int times, Repeat repeat) throws Exception {
        List<Samples> repeats = new ArrayList<>();
        for (int i = 0; i < times; i++) {
            repeats.add(repeat.run());
        }
        return new Series(repeats);
    }

    long median() {
        return middle(Samples::median);
    }

    long p99() {
        return middle(Samples::p99);
    }

    /** As {@link #figure}, with the 95th percentile. */
    String longFigure() {
        return "median " + Spans.text(median()) + ", p95 " + Spans.text(middle(Samples::p95)) + ", p99 "
                + Spans.text(p99());
    }

    String figure() {
        return "median " + Spans.text(median()) + ", p99 " + Spans.text(p99());
    }

    String spread() {
        return "median " + range(Samples::median) + "; p99 " + range(Samples::p99);
    }

    String longSpread() {
        return "median " + range(Samples::median) + "; p95 " + range(Samples::p95) + "; p99 " + range(Samples::p99);
    }

    /** Median and spread alone, for things that are done a few times only. */
    Row rowOfMedian(String name) {
        return Row.of(name, Spans.text(median()), range(Samples::median));
    }

    int calls() {
        return repeats.stream().mapToInt(Samples::size).sum();
    }

    private String range(ToLongFunction<Samples> figure) {
        return Spans.range(
                repeats.stream().mapToLong(figure).min().orElseThrow(),
                repeats.stream().mapToLong(figure).max().orElseThrow());
    }

    private long middle(ToLongFunction<Samples> figure) {
        long[] sorted = repeats.stream().mapToLong(figure).sorted().toArray();
        return sorted[sorted.length / 2];
    }
}
