package dev.writ.entity;

import java.time.Instant;

/**
 * A directed connection between two entities.
 *
 * @param type what it means, for instance {@code documents} or {@code succeeded_with}
 * @param strength 0 (hardly) to 1 (fully)
 */
public record Relationship(EntityRef source, EntityRef target, String type, double strength, Instant createdAt) {}
