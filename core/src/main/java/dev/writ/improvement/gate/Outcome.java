package dev.writ.improvement.gate;

import java.time.Duration;

/**
 * What a task came to under one of the two versions.
 *
 * @param pair counts from 0 within an experiment's stage; both arms of a pair have the same number
 * @param score 0 to 1: done and verified, cheap and quick
 * @param errors and {@code denials}: share of its calls, 0 to 1
 * @param costMicros millionths of the currency of the budget
 */
public record Outcome(
        Stage stage,
        int pair,
        Arm arm,
        String tree,
        double score,
        double errors,
        double denials,
        long costMicros,
        Duration time) {
    /** The same, counted elsewhere. */
    public Outcome as(Stage otherStage, int otherPair) {
        return new Outcome(otherStage, otherPair, arm, tree, score, errors, denials, costMicros, time);
    }
}
