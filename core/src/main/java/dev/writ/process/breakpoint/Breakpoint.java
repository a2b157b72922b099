package dev.writ.process.breakpoint;

import java.time.Instant;

/**
 * A place where a person wants the tasks of a tree held.
 *
 * @param createdBy {@code person:NAME}
 */
public record Breakpoint(String id, String tree, BreakpointTarget target, String createdBy, Instant createdAt) {}
