package dev.writ.improvement;

import dev.writ.improvement.gate.Measure;
import dev.writ.insight.Opportunity;
import java.util.Arrays;

/** What a change is to make better, which is fixed here and not by who proposes it. */
final class Aim {
    private Aim() {}

    /** By the kind of opportunity; what somebody asked for is about work that succeeds. */
    static Measure of(Proposal proposal) {
        return Arrays.stream(Opportunity.Kind.values())
                .filter(kind -> kind.id().equals(proposal.opportunity()))
                .findFirst()
                .map(Aim::of)
                .orElse(Measure.SCORE);
    }

    private static Measure of(Opportunity.Kind kind) {
        return switch (kind) {
            // What a limit has cut is often never seen, which is worse than that the rest is asked for once more.
            case REPEATED_FAILURE, TIME_CUT, LIMIT_TOO_LOW, HARMFUL_DOCUMENT -> Measure.SCORE;
            // A call that has to be made again has failed before.
            case RETRIES -> Measure.ERRORS;
            // What an agent has no tool for is denied to it.
            case TOOL_MISMATCH -> Measure.DENIALS;
            // To ask for a tool takes a call of the model, and so does each turn in a circle.
            case TOOL_ROUND_TRIPS, DENIED_THEN_GRANTED, ALWAYS_REQUESTED, LOOP -> Measure.COST;
            // A document, a tool or a line that nobody uses is told to the model in each call.
            case CONTEXT_BLOAT, UNUSED_GRANTS, UNUSED_BASE_PERMISSION, UNUSED_TOOL_NAMED -> Measure.COST;
            // A model is shown the same beginning of a large result, however much of it there is.
            case LIMIT_TOO_HIGH -> Measure.TIME;
            case SLOW_STEP, SLOW_COMMAND, REGRESSION -> Measure.TIME;
        };
    }
}
