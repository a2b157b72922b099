package dev.writ.outside;

import java.time.Instant;
import java.util.Optional;

/**
 * What lets one agent outside of Writ in, to work on one task.
 *
 * @param mayApprove whether the person at the agent's side may approve what it asks for
 * @param endedAt when somebody ended it before its time
 */
public record AccessToken(
        String id,
        String agent,
        String task,
        boolean mayApprove,
        String createdBy,
        Instant createdAt,
        Instant expiresAt,
        Optional<Instant> endedAt) {
    /** Whether it lets somebody in at this moment, as far as itself is concerned. */
    public boolean isLive(Instant now) {
        return endedAt.isEmpty() && now.isBefore(expiresAt);
    }

    /** {@code live}, {@code expired} or {@code revoked}. */
    public String state(Instant now) {
        return isLive(now) ? "live" : endedAt.isPresent() ? "revoked" : "expired";
    }
}
