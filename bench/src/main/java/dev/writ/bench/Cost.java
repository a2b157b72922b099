package dev.writ.bench;

import java.util.Optional;

/**
 * What something took.
 *
 * @param times of the single ones
 * @param processorNanos of the whole process for one of them, which other load disturbs less; empty where it cannot be told
 *     apart
 */
record Cost(Series times, Optional<Long> processorNanos) {
    /** Something that is measured. */
    @FunctionalInterface
    interface Measured {
        Series run() throws Exception;
    }

    static Cost of(Measured measured) throws Exception {
        long before = ProcessorTime.used();
        Series times = measured.run();
        return new Cost(times, Optional.of((ProcessorTime.used() - before) / times.calls()));
    }

    /** What the curve is drawn by: processor time where it is known. */
    long forCurve() {
        return processorNanos.orElseGet(times::median);
    }

    Row row(String name) {
        String processor =
                processorNanos.map(nanos -> ", processor " + Spans.text(nanos)).orElse("");
        return Row.of(name, times.figure() + processor, times.spread());
    }
}
