package dev.writ.tool;

import dev.writ.Failure;
import dev.writ.permission.Decision;
import dev.writ.permission.Explanation.Step;
import java.util.List;
import java.util.Optional;

/**
 * Why a call would be let through the gateway now, or would not, for people.
 *
 * @param recorded the record of the call that was asked about; empty where it was not made
 * @param touches what it would touch, in words
 * @param steps all that was looked at, in the order in which it counts
 */
public record ExplainedCall(
        CallContext context,
        String tool,
        String operation,
        Optional<ToolUsage> recorded,
        List<String> touches,
        List<Step> steps,
        Answer answer) {
    public ExplainedCall {
        touches = List.copyOf(touches);
        steps = List.copyOf(steps);
    }

    ExplainedCall of(ToolUsage record) {
        return new ExplainedCall(context, tool, operation, Optional.of(record), touches, steps, answer);
    }

    /** What the gateway would say. */
    public sealed interface Answer {
        record Allowed(Decision.Authority by) implements Answer {}

        /** @param hidden whether the agent is not told this, but that there is no such operation */
        record Denied(Decision.Denied decision, boolean hidden) implements Answer {}

        /** It would not come to a decision. */
        record Failed(Failure failure) implements Answer {}
    }
}
