package dev.writ.improvement.gate;

import java.util.Locale;

/** What is measured of a task. One of these is the aim of a change, and none may become worse. */
public enum Measure {
    /** 0 to 1, and the more the better. */
    SCORE(0),
    /** Share of the calls. */
    ERRORS(0.02),
    /** Share of the calls. */
    DENIALS(0.02),
    /** Millionths of the currency of the budget. */
    COST(0.2),
    /** Seconds. */
    TIME(0.2);

    private final double tolerance;

    /** @param tolerance how much worse it may become, on average, without being called harm */
    Measure(double tolerance) {
        this.tolerance = tolerance;
    }

    /** How far the candidate did worse than is tolerated, -1 to 1, above 0 where it did. */
    double beyondTolerance(Outcome incumbent, Outcome candidate) {
        return (-difference(incumbent, candidate) - tolerance) / (1 + tolerance);
    }

    /** How much better the candidate did, -1 to 1; below 0 it did worse. */
    double difference(Outcome incumbent, Outcome candidate) {
        double before = of(incumbent);
        double after = of(candidate);
        return switch (this) {
            case SCORE -> after - before;
            case ERRORS, DENIALS -> before - after;
            // What is saved, as a part of the larger of the two.
            case COST, TIME -> before == after ? 0 : (before - after) / Math.max(before, after);
        };
    }

    public double of(Outcome outcome) {
        return switch (this) {
            case SCORE -> outcome.score();
            case ERRORS -> outcome.errors();
            case DENIALS -> outcome.denials();
            case COST -> outcome.costMicros();
            case TIME -> outcome.time().toMillis() / 1_000.0;
        };
    }

    public boolean isMoreBetter() {
        return this == SCORE;
    }

    /** What is allowed, in a sentence. */
    public String rule() {
        String by = tolerance == 0
                ? "at all"
                : "by more than " + Math.round(tolerance * 100) + (this == COST || this == TIME ? " %" : " points");
        return "The " + id() + " may not become worse " + by + ", on average.";
    }

    public String id() {
        return name().toLowerCase(Locale.ROOT);
    }
}
