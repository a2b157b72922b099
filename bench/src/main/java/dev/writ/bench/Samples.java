package dev.writ.bench;

import java.time.Duration;
import java.util.Arrays;

/** Times of single calls, in nanoseconds, sorted. */
final class Samples {
    private final long[] sorted;

    Samples(long[] nanos) {
        if (nanos.length == 0) {
            throw new IllegalArgumentException("nothing was measured");
        }
        this.sorted = nanos.clone();
        Arrays.sort(sorted);
    }

    /** Something whose time is measured; its result keeps the compiler from leaving it out. */
    @FunctionalInterface
    interface Call {
        int run(int number) throws Exception;
    }

    /** Times calls one after the other: so many, or as many as the time allows. */
    static Samples take(int most, Duration longest, Call call) throws Exception {
        long[] nanos = new long[most];
        long end = System.nanoTime() + longest.toNanos();
        int taken = 0;
        int sum = 0;
        long from;
        do {
            from = System.nanoTime();
            sum += call.run(taken);
            nanos[taken++] = System.nanoTime() - from;
        } while (taken < most && from < end);
        Blackhole.consume(sum);
        return new Samples(Arrays.copyOf(nanos, taken));
    }

    int size() {
        return sorted.length;
    }

    long median() {
        return quantile(0.5);
    }

    long p95() {
        return quantile(0.95);
    }

    long p99() {
        return quantile(0.99);
    }

    /** The smallest time that this part of the calls did not exceed. */
    long quantile(double part) {
        int rank = (int) Math.ceil(part * sorted.length);
        return sorted[Math.max(0, rank - 1)];
    }
}
