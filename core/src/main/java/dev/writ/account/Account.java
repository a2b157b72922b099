package dev.writ.account;

import java.time.Instant;
import java.util.Optional;

/**
 * A person with a name of their own.
 *
 * @param createdBy {@code person:NAME}
 * @param endedAt when they were kept out for good; empty while they may come in
 */
public record Account(String name, Role role, String createdBy, Instant createdAt, Optional<Instant> endedAt) {
    /** How events, approvals and grants name this person. */
    public String actor() {
        return "person:" + name;
    }

    public boolean isOpen() {
        return endedAt.isEmpty();
    }
}
