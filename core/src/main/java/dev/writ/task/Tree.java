package dev.writ.task;

import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import tools.jackson.databind.node.ObjectNode;

/**
 * A user request with all its subtasks.
 *
 * @param id id of its first task
 * @param workspace absolute path of the folder it works in; empty for none
 * @param ceiling the most that any grant inside it may allow, as JSON
 * @param approvalTimeout how long a needed approval is waited for
 */
public record Tree(
        String id,
        String request,
        String submittedBy,
        String workspace,
        ObjectNode ceiling,
        Budget budget,
        Duration approvalTimeout,
        boolean stepMode,
        Spent spent,
        Instant startedAt,
        Optional<Instant> finishedAt) {
    /** What was spent so far. */
    public record Spent(long modelCalls, long tokens, long costMicros, long subtasks) {}
}
