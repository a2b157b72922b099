package dev.writ.task;

import dev.writ.Failure;
import java.time.Instant;
import java.util.Optional;
import tools.jackson.databind.node.ObjectNode;

/**
 * One piece of work: a process run for an agent or by itself. Immutable; {@link TaskStore} changes the stored one.
 *
 * @param tree id of the request's first task
 * @param parent the task that waits for this one; empty for the first task of a tree
 * @param delegatedBy the task whose agent asked for this one; empty when a person or Writ itself did
 * @param depth 0 for the first task of a tree
 * @param process name of the process that runs it
 * @param agent name of the agent that works on it; empty until one is selected, or for processes without one
 * @param heldFrom the state to go back to after a hold
 * @param version grows with every change; writes state the version they saw
 */
public record Task(
        String id,
        String tree,
        String parent,
        String delegatedBy,
        int depth,
        String title,
        String instruction,
        String process,
        String agent,
        ObjectNode parameters,
        TaskState state,
        Optional<TaskState> heldFrom,
        String holdReason,
        int priority,
        int turns,
        boolean stepMode,
        int stepPermits,
        boolean pauseAsked,
        Optional<TaskResult> result,
        Optional<Failure> failure,
        long version,
        Instant createdAt,
        Instant updatedAt,
        Optional<Instant> finishedAt) {}
