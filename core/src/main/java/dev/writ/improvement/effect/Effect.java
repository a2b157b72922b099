package dev.writ.improvement.effect;

import dev.writ.improvement.gate.Measure;

/**
 * One measure before and after.
 *
 * @param before and {@code after}: what the tasks under the incumbent and under the candidate came to
 * @param difference after less before, of the pairs that have both
 */
public record Effect(Measure measure, Sample before, Sample after, Sample difference) {
    /** What the figures say, to whoever looks once. What is kept is decided by the gate, not by this. */
    public enum Reading {
        BETTER,
        WORSE,
        /** The interval holds no change as well. */
        OPEN
    }

    public Reading reading() {
        return difference
                .interval()
                .map(interval -> interval.low() > 0 ? up() : interval.high() < 0 ? down() : Reading.OPEN)
                .orElse(Reading.OPEN);
    }

    private Reading up() {
        return measure.isMoreBetter() ? Reading.BETTER : Reading.WORSE;
    }

    private Reading down() {
        return measure.isMoreBetter() ? Reading.WORSE : Reading.BETTER;
    }
}
