package dev.writ.bench;

import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.IntStream;

/**
 * Several callers at once, each on a virtual thread.
 *
 * @param series times of single calls
 * @param perSecond calls of all callers together, the middle one of the repeats
 */
record Callers(Series series, double perSecond) {
    private static final int ENOUGH_TO_BE_COMPILED = 10_000;

    /** What one caller does at its next turn. */
    @FunctionalInterface
    interface Turn {
        void run(int caller, int number) throws Exception;
    }

    private record Round(Samples samples, double perSecond) {}

    private record Load(int callers, int callsEach, int firstNumber, Duration pause) {}

    /** @param pause how long, on average, a caller does something else between its calls */
    static Callers measure(Plan plan, int callers, int callsEach, Duration pause, Turn turn) throws Exception {
        warmUp(plan, callers, callsEach, turn);
        return measureWarm(plan, callers, callsEach, pause, turn);
    }

    /** Calls until what answers is compiled. */
    static void warmUp(Plan plan, int callers, int callsEach, Turn turn) throws Exception {
        round(new Load(callers, warmUpCalls(callers, callsEach), 0, Duration.ZERO), longest(plan), turn);
    }

    private static int warmUpCalls(int callers, int callsEach) {
        return Math.max(callsEach / 2, ENOUGH_TO_BE_COMPILED / callers);
    }

    private static Duration longest(Plan plan) {
        return Duration.ofMillis(plan.choose(1_500, 6_000));
    }

    /** As {@link #measure}, of what was warmed up before. */
    static Callers measureWarm(Plan plan, int callers, int callsEach, Duration pause, Turn turn) throws Exception {
        int first = warmUpCalls(callers, callsEach);
        List<Round> rounds = new ArrayList<>();
        for (int i = 0; i < plan.repeats(); i++) {
            Load load = new Load(callers, callsEach, first + i * callsEach, pause);
            rounds.add(round(load, longest(plan), turn));
        }
        double[] rates = rounds.stream().mapToDouble(Round::perSecond).sorted().toArray();
        return new Callers(new Series(rounds.stream().map(Round::samples).toList()), rates[rates.length / 2]);
    }

    private static Round round(Load load, Duration longest, Turn turn) throws Exception {
        try (ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor()) {
            long from = System.nanoTime();
            long end = from + longest.toNanos();
            List<Future<long[]>> running = IntStream.range(0, load.callers())
                    .mapToObj(caller -> threads.submit(() -> calls(caller, load, end, turn)))
                    .toList();
            List<long[]> times = new ArrayList<>();
            for (Future<long[]> one : running) {
                times.add(one.get());
            }
            double seconds = (System.nanoTime() - from) / 1e9;
            Samples samples =
                    new Samples(times.stream().flatMapToLong(Arrays::stream).toArray());
            return new Round(samples, samples.size() / seconds);
        }
    }

    private static long[] calls(int caller, Load load, long end, Turn turn) throws Exception {
        long[] nanos = new long[load.callsEach()];
        Random random = new Random(caller);
        int made = 0;
        while (made < nanos.length && System.nanoTime() < end) {
            if (!load.pause().isZero()) {
                Thread.sleep(Duration.ofNanos(random.nextLong(2 * load.pause().toNanos())));
            }
            long from = System.nanoTime();
            turn.run(caller, load.firstNumber() + made);
            nanos[made++] = System.nanoTime() - from;
        }
        return Arrays.copyOf(nanos, made);
    }

    /** How many calls were measured. */
    long calls() {
        return series.repeats().stream().mapToLong(Samples::size).sum();
    }

    String figure() {
        return series.figure() + ", " + Math.round(perSecond) + " calls/s";
    }
}
