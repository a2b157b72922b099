package dev.writ.permission;

import java.time.Instant;
import java.util.Optional;

/**
 * An assignment with what became of it, as people see it.
 *
 * @param uses how many calls were made under it
 * @param endedBy who or what ended it; empty while it lives
 * @param endReason why it ended; empty while it lives
 */
public record AssignmentView(
        Assignment assignment,
        int uses,
        Optional<Instant> lastUsedAt,
        Optional<Instant> endedAt,
        String endedBy,
        String endReason) {}
