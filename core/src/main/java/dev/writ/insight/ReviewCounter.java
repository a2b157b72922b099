package dev.writ.insight;

import java.time.Duration;

/**
 * When something is to be reviewed: after so many events, after so much time, or whichever comes first.
 *
 * @param name unique
 * @param kind what is reviewed: an entity kind such as {@code agent}, or any word of the caller's
 * @param entity only events that concern this one count: it is their subject, or their data names it under {@code kind},
 *     as in {@code {"agent": "worker"}}; empty for all events of the type
 * @param eventType the type itself, or its first part: {@code task} counts {@code task.completed} too; empty to go by
 *     time alone
 * @param threshold so many events make a review due; 0 for never
 * @param period so long after the last review one is due, if at least one event was counted or there is no event type;
 *     zero for never; whole seconds
 */
public record ReviewCounter(
        String name, String kind, String entity, String eventType, long threshold, Duration period) {
    public ReviewCounter {
        if (name.isEmpty() || threshold < 0 || period.isNegative()) {
            throw new IllegalArgumentException("A counter needs a name, and limits that are not negative.");
        }
        if (threshold == 0 && period.toSeconds() == 0) {
            throw new IllegalArgumentException("A counter needs a threshold or a period of at least a second.");
        }
        if (threshold > 0 && eventType.isEmpty()) {
            throw new IllegalArgumentException("A threshold needs an event type to count.");
        }
    }
}
