package dev.writ.improvement.gate;

import java.time.Duration;

/** What a task is worth, from what is on record about it. The weights are nobody's to change but in this file. */
public final class Score {
    private static final double DONE = 0.7;
    private static final double CHEAP = 0.15;
    private static final double QUICK = 0.15;

    private Score() {}

    /**
     * 0 to 1. What failed is worth nothing, however cheap it was.
     *
     * @param done whether it completed, and its claims fit the evidence
     * @param costMicros and {@code capMicros}: what it cost, and what is worth nothing any more; 0 where cost is not known
     * @param time and {@code capTime}: how long it took, and how long is worth nothing any more
     */
    public static double of(boolean done, long costMicros, long capMicros, Duration time, Duration capTime) {
        if (!done) {
            return 0;
        }
        return DONE + CHEAP * left(costMicros, capMicros) + QUICK * left(time.toMillis(), capTime.toMillis());
    }

    private static double left(long used, long cap) {
        return cap <= 0 ? 1 : 1 - Math.min(1, (double) used / cap);
    }
}
