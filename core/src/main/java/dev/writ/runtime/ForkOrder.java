package dev.writ.runtime;

import dev.writ.permission.Allow;
import dev.writ.task.Budget;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * What a person wants of a fork.
 *
 * @param step the model call that is made anew, with all that was said before it
 * @param request other words for the request; empty to leave it
 * @param messages other words for what a person said later, by position in the conversation
 * @param allow what may be granted without asking; nothing is taken over
 * @param budget its own; empty for limits as the source had them
 */
public record ForkOrder(
        int step,
        Optional<String> request,
        Map<Integer, String> messages,
        Set<Allow> allow,
        Optional<Budget> budget,
        boolean stepMode) {
    public ForkOrder {
        messages = Map.copyOf(messages);
        allow = Set.copyOf(allow);
    }

    /** From a step on, with nothing else changed. */
    public static ForkOrder from(int step) {
        return new ForkOrder(step, Optional.empty(), Map.of(), Set.of(), Optional.empty(), false);
    }
}
