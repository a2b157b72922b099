package dev.writ.tool.thirdparty;

import java.time.Duration;
import java.time.Instant;

/**
 * How long a server that failed is left alone: a second, doubled with each failure in a row, at most five minutes. Ten
 * minutes without one, and it counts from the start again. Immutable.
 *
 * @param failures how many in a row
 * @param last when the last of them was
 */
record Backoff(int failures, Instant last) {
    static final Backoff NONE = new Backoff(0, Instant.EPOCH);

    private static final Duration FIRST = Duration.ofSeconds(1);
    private static final Duration LONGEST = Duration.ofMinutes(5);
    private static final Duration FORGOTTEN = Duration.ofMinutes(10);

    Backoff failedAt(Instant now) {
        boolean inARow = Duration.between(last, now).compareTo(FORGOTTEN) < 0;
        return new Backoff(inARow ? failures + 1 : 1, now);
    }

    /** Until when it is left alone. */
    Instant until() {
        if (failures == 0) {
            return Instant.EPOCH;
        }
        Duration rest = FIRST.multipliedBy(1L << Math.min(failures - 1, 20));
        return last.plus(rest.compareTo(LONGEST) < 0 ? rest : LONGEST);
    }

    boolean isOver(Instant now) {
        return !now.isBefore(until());
    }
}
