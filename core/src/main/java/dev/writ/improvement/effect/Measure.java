package dev.writ.improvement.effect;

import dev.writ.improvement.Outcome;
import java.util.Locale;
import java.util.function.ToDoubleFunction;

/** What is measured of a task: the score, of which more is better, and what it cost, of which less is. */
public enum Measure {
    /** From 0 to 1. */
    SCORE(Outcome::score),
    /** Share of the calls. */
    ERRORS(Outcome::errors),
    /** Share of the calls. */
    DENIALS(Outcome::denials),
    /** Millionths of the currency of the budget. */
    COST(Outcome::costMicros),
    /** Seconds. */
    TIME(outcome -> outcome.time().toMillis() / 1_000.0);

    private final ToDoubleFunction<Outcome> value;

    Measure(ToDoubleFunction<Outcome> value) {
        this.value = value;
    }

    public String id() {
        return name().toLowerCase(Locale.ROOT);
    }

    public double of(Outcome outcome) {
        return value.applyAsDouble(outcome);
    }

    public boolean isMoreBetter() {
        return this == SCORE;
    }
}
