package dev.writ.insight;

import java.time.Instant;
import java.util.Set;

/**
 * A review that has to be made now.
 *
 * @param count events counted since the last one
 * @param since when the last review was due, or when the counter was registered
 */
public record DueReview(ReviewCounter counter, Set<Cause> causes, long count, Instant since) {
    public DueReview {
        causes = Set.copyOf(causes);
    }

    /** Why a review is due; both can hold. */
    public enum Cause {
        THRESHOLD,
        PERIOD
    }
}
