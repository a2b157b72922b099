package dev.writ.server.api;

import dev.writ.FailureCode;
import dev.writ.WritException;
import java.util.HashMap;
import java.util.Map;

/**
 * Who follows live, as far as more may: while they have fewer streams than could still be opened. So nobody takes all of
 * them, and neither do several together. Safe for use by many threads.
 */
final class StreamSeats {
    private final int most;
    private final Map<String, Integer> taken = new HashMap<>();
    private int all;

    StreamSeats(int most) {
        this.most = most;
    }

    /** @throws WritException with {@code unavailable} */
    synchronized void take(String person) {
        int own = taken.getOrDefault(person, 0);
        if (all >= most) {
            throw new WritException(
                    FailureCode.UNAVAILABLE,
                    "There are already " + most + " live streams.",
                    "Close one and try again.");
        }
        if (own >= most - all) {
            throw new WritException(
                    FailureCode.UNAVAILABLE,
                    "Nobody may have more live streams than others find free: yours are " + own + ", and "
                            + (most - all) + (most - all == 1 ? " is left." : " are left."),
                    "Close one and try again.");
        }
        taken.put(person, own + 1);
        all++;
    }

    synchronized void leave(String person) {
        taken.computeIfPresent(person, (name, own) -> own == 1 ? null : own - 1);
        all--;
    }
}
