package dev.writ.permission;

import java.time.Instant;
import java.util.Set;

/**
 * A tool given to one task: a grant.
 *
 * @param operations names of the operations granted; empty means all of the tool
 * @param maximumUses how many calls it allows; 0 means no limit
 * @param approvedBy {@code policy}, or {@code person:NAME}
 * @param state live until revoked, expired, used up or ended with its task
 */
public record Assignment(
        String id,
        String task,
        String tree,
        String agent,
        String tool,
        Set<String> operations,
        Scope scope,
        String reason,
        String approvedBy,
        Instant grantedAt,
        Instant expiresAt,
        int maximumUses,
        State state) {
    public Assignment {
        operations = Set.copyOf(operations);
    }

    /** The same assignment in another state. */
    public Assignment in(State other) {
        return new Assignment(
                id,
                task,
                tree,
                agent,
                tool,
                operations,
                scope,
                reason,
                approvedBy,
                grantedAt,
                expiresAt,
                maximumUses,
                other);
    }

    /** The same assignment with other limits. */
    Assignment limitedTo(Set<String> fewer, Scope narrower, Instant sooner) {
        return new Assignment(
                id,
                task,
                tree,
                agent,
                tool,
                fewer,
                narrower,
                reason,
                approvedBy,
                grantedAt,
                sooner,
                maximumUses,
                state);
    }

    /** How an assignment stands; everything but {@code LIVE} is final. */
    public enum State {
        LIVE,
        EXPIRED,
        REVOKED,
        USED_UP,
        UNUSED,
        TASK_ENDED;

        public String id() {
            return name().toLowerCase(java.util.Locale.ROOT);
        }
    }
}
