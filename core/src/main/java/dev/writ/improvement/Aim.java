package dev.writ.improvement;

import dev.writ.improvement.gate.Measure;

/** What a change is to make better, which is fixed here and not by who proposes it. */
final class Aim {
    private Aim() {}

    /** By the kind of opportunity; whatever is not about cost or time is about work that succeeds. */
    static Measure of(Proposal proposal) {
        return switch (proposal.opportunity()) {
            case "context_bloat" -> Measure.COST;
            // A model is shown the same beginning of a large result, however much of it there is.
            case "limit_too_high" -> Measure.TIME;
            // To ask for a tool takes a call of the model.
            case "tool_round_trips", "denied_then_granted", "always_requested" -> Measure.COST;
            // An instruction is paid for with every call of the model.
            case "unused_tool_named" -> Measure.COST;
            case "tool_mismatch" -> Measure.DENIALS;
            case "retries" -> Measure.ERRORS;
            case "slow_step", "slow_command", "loop" -> Measure.TIME;
            default -> Measure.SCORE;
        };
    }
}
