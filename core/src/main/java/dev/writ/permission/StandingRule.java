package dev.writ.permission;

import java.time.Instant;
import java.util.Optional;

/**
 * A yes that a person gave beforehand: requests of the same agent in the same workspace for no more than this need not
 * ask again.
 *
 * @param approval the request it was made from
 * @param workspace its folder; empty where the request had none
 * @param proposal the most that it gives at a time; whose task it names does not matter
 * @param createdBy {@code person:NAME}
 * @param endedBy empty unless somebody ended it early
 */
public record StandingRule(
        String id,
        String approval,
        String agent,
        String workspace,
        GrantProposal proposal,
        String boundTo,
        String createdBy,
        Instant createdAt,
        Instant expiresAt,
        Optional<Instant> endedAt,
        String endedBy) {
    public boolean isLive(Instant now) {
        return endedAt.isEmpty() && now.isBefore(expiresAt);
    }

    /** Whether it gives all that is asked for, apart from how long. */
    boolean covers(GrantProposal asked) {
        return proposal.tool().equals(asked.tool())
                && coversOperations(asked)
                && proposal.scope().covers(asked.scope())
                && (proposal.maximumUses() == 0
                        || (asked.maximumUses() > 0 && asked.maximumUses() <= proposal.maximumUses()));
    }

    private boolean coversOperations(GrantProposal asked) {
        return proposal.operations().isEmpty()
                || (!asked.operations().isEmpty() && proposal.operations().containsAll(asked.operations()));
    }

    /** In the words of a sentence. */
    String name() {
        return "the standing rule " + id + ", which holds until " + expiresAt;
    }
}
