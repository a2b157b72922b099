package dev.writ.tool;

import dev.writ.Failure;
import dev.writ.label.Label;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import tools.jackson.databind.JsonNode;

/**
 * What is recorded of one call. Texts that do not apply are empty.
 *
 * @param assignment the grant it ran under
 * @param authority what allowed it: {@code core}, {@code base} or {@code grant}; {@code none} where nothing did
 * @param argumentsHash SHA-256 of the canonical arguments
 * @param arguments the arguments without secrets, long texts cut
 * @param accesses what the call would touch
 * @param finishedAt empty while it runs or waits
 * @param outcome started, succeeded, failed, denied or waiting
 * @param rule the rule that denied it
 * @param summary the beginning of the result's text, without secrets
 * @param bytes size of the result's data
 * @param layers protection layers it ran under
 * @param label of all that the task had read when it made the call; empty where that is not known
 */
public record ToolUsage(
        String call,
        String task,
        String tree,
        String agent,
        String tool,
        String operation,
        String assignment,
        String authority,
        String argumentsHash,
        JsonNode arguments,
        JsonNode accesses,
        Effect effect,
        Instant startedAt,
        Optional<Instant> finishedAt,
        String outcome,
        String rule,
        Optional<Failure> failure,
        String summary,
        long bytes,
        Duration duration,
        List<String> layers,
        Optional<Label> label) {
    /** Whether the call was started and has not ended, as far as the record knows. */
    public boolean unfinished() {
        return outcome.equals("started");
    }

    /** Whether this is the function name or the operation id of what was called. */
    boolean isCalled(String name) {
        return name.equals(tool + "." + operation)
                || name.equals(tool.equals(OperationSpec.CORE) ? operation : tool + "__" + operation);
    }
}
