package dev.writ.permission;

import java.time.Duration;
import java.time.Instant;
import java.util.Locale;
import java.util.Optional;

/**
 * A grant that waits for a person, or that a person has decided on.
 *
 * @param agent who asks
 * @param proposal what is asked for
 * @param why why no rule approves it, in one sentence
 * @param firstYes where two people have to agree: what the first one said yes to; nothing is granted for it yet
 * @param decidedBy {@code person:NAME}; empty while nobody has decided
 * @param approved what was approved, which may be less than what was asked for
 * @param grant id of the assignment that was made of it; empty before
 */
public record ApprovalRequest(
        String id,
        String task,
        String tree,
        String agent,
        GrantProposal proposal,
        String why,
        State state,
        Optional<FirstYes> firstYes,
        String decidedBy,
        String decisionReason,
        Optional<GrantProposal> approved,
        String grant,
        Instant createdAt,
        Instant expiresAt,
        Optional<Instant> decidedAt) {
    /** Whether the other is the same question to a person: the same powers for the same agent of the same tree. */
    boolean asksAlike(ApprovalRequest other) {
        return tree.equals(other.tree) && agent.equals(other.agent) && proposal.asksAlike(other.proposal);
    }

    /**
     * What the first of two people agreed to.
     *
     * @param by {@code person:NAME}
     * @param proposal as asked for, or less; the second one can only make it less
     */
    public record FirstYes(String by, GrantProposal proposal, Instant at) {}

    /** The most that an approval can now give. */
    GrantProposal most() {
        return firstYes.map(FirstYes::proposal).orElse(proposal);
    }

    /** How an approval stands; everything but {@code PENDING} is final. */
    public enum State {
        PENDING,
        APPROVED,
        DENIED,
        /** Nobody answered in time, which counts as no, or the task ended first. */
        EXPIRED;

        public String id() {
            return name().toLowerCase(Locale.ROOT);
        }
    }

    /** What a person answers. */
    public sealed interface Answer {
        /** Yes, to this much of it; what is empty stays as asked. */
        record Approve(Optional<Scope> scope, Optional<Duration> duration) implements Answer {
            /** Yes, to all that is asked. */
            public static Approve asAsked() {
                return new Approve(Optional.empty(), Optional.empty());
            }
        }

        record Deny() implements Answer {}
    }
}
