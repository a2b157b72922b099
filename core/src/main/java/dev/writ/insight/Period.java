package dev.writ.insight;

import java.time.Duration;
import java.time.Instant;

/** A stretch of time that analyses look at: {@code from} belongs to it, {@code until} does not. */
public record Period(Instant from, Instant until) {
    public Period {
        if (until.isBefore(from)) {
            throw new IllegalArgumentException("A period cannot end before it begins.");
        }
    }

    /** The time of this length that ends now. */
    public static Period last(Duration length, Instant now) {
        return new Period(now.minus(length), now);
    }

    /** The period of the same length just before. */
    public Period previous() {
        return new Period(from.minus(length()), from);
    }

    public Duration length() {
        return Duration.between(from, until);
    }
}
