package dev.writ.recovery.health;

import java.time.Instant;

/**
 * One record in which a trouble shows.
 *
 * @param id of a call or a task; empty where it shows in live state
 */
public record Sighting(String id, Instant at) {}
