package dev.writ.insight.activity;

import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.Locale;

/** How long a stretch one row sums up; days are those of UTC. */
public enum Grain {
    HOUR(ChronoUnit.HOURS),
    DAY(ChronoUnit.DAYS);

    private final ChronoUnit unit;

    Grain(ChronoUnit unit) {
        this.unit = unit;
    }

    public String id() {
        return name().toLowerCase(Locale.ROOT);
    }

    /** Begin of the stretch that the time belongs to. */
    public Instant start(Instant time) {
        return time.truncatedTo(unit);
    }

    /** Begin of the first stretch that does not begin before the time. */
    public Instant startAfter(Instant time) {
        Instant start = start(time);
        return start.equals(time) ? start : start.plus(1, unit);
    }
}
