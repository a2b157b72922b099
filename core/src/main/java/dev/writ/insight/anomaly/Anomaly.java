package dev.writ.insight.anomaly;

import java.time.Instant;
import java.util.Optional;
import java.util.Set;

/**
 * A finding on record.
 *
 * @param state {@code open}, or {@code resolved} once a person has looked
 * @param feedback {@code expected}, {@code unexpected}, or empty while nobody said
 * @param note what the person said who resolved it
 */
public record Anomaly(
        String id,
        Finding finding,
        Instant detectedAt,
        Set<Reaction> reactions,
        String state,
        String feedback,
        String note,
        Optional<Instant> endedAt,
        String endedBy) {
    public Anomaly {
        reactions = Set.copyOf(reactions);
    }
}
