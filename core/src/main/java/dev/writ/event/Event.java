package dev.writ.event;

import java.time.Duration;
import java.time.Instant;
import tools.jackson.databind.node.ObjectNode;

/**
 * Something that happened. Texts that do not apply are empty.
 *
 * @param seq position in the log: later events have larger numbers
 * @param type what happened, for instance {@code task.completed}; {@code docs/reference/events.md} lists them
 * @param kind kind of the subject: an entity kind, or grant, approval, message, model_call, tool_call
 * @param entity id of the subject
 * @param actor who did it: {@code agent:NAME}, {@code person:NAME}, {@code policy} or {@code engine}
 * @param causedBy id of the event, call or message that led to it
 * @param outcome succeeded, failed, denied, …; empty for plain changes
 */
public record Event(
        long seq,
        String id,
        Instant at,
        String type,
        String kind,
        String entity,
        String tree,
        String task,
        String actor,
        String causedBy,
        String outcome,
        Duration duration,
        ObjectNode data) {}
