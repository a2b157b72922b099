package dev.writ.entity;

import dev.writ.event.NewEvent;

/**
 * Who changes something, why, and in which task.
 *
 * @param actor {@code agent:NAME}, {@code person:NAME}, {@code policy}, {@code engine} or {@link Seeder#AUTHOR}
 * @param tree and {@code task}: where the change is made; empty outside of any
 * @param causedBy id of the call, event or message that led to it; may be empty
 * @param reason in the actor's words; may be empty
 */
public record Change(String actor, String tree, String task, String causedBy, String reason) {
    private static final int LONGEST_REASON = 2_000;

    public Change {
        if (reason.length() > LONGEST_REASON) {
            reason = reason.substring(0, LONGEST_REASON);
        }
    }

    public static Change by(String actor, String reason) {
        return new Change(actor, "", "", "", reason);
    }

    public Change in(String tree, String task) {
        return new Change(actor, tree, task, causedBy, reason);
    }

    public Change causedBy(String cause) {
        return new Change(actor, tree, task, cause, reason);
    }

    NewEvent event(String type, EntityRef subject) {
        return NewEvent.of(type, subject.kind().id(), subject.id())
                .in(tree, task)
                .by(actor)
                .causedBy(causedBy);
    }
}
