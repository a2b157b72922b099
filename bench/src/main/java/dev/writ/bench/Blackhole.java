package dev.writ.bench;

/** Takes results that nobody needs, so that the work for them is really done. */
final class Blackhole {
    private static volatile int last;

    private Blackhole() {}

    static void consume(int value) {
        if (value == last) {
            last = value + 1;
        }
    }
}
