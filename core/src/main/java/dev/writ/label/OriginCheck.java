package dev.writ.label;

import java.util.List;
import tools.jackson.databind.JsonNode;

/**
 * The rule for targets. A task that has read only what its user and Writ wrote chooses for its user. Once it has read what
 * others may have written, whom or what a call changes, or sends to, must be the user's own choice: see {@link Grounds}. What
 * holds private data by then, and sends or changes something without any argument that could name a target, needs a person.
 * No model takes part, and the order of arguments, their wording and what an agent says about them change nothing.
 */
public final class OriginCheck {
    private OriginCheck() {}

    /** @param task the label of all that the task has read */
    public static OriginVerdict judge(Flow flow, JsonNode arguments, Label task, Grounds grounds) {
        if (!flow.hasEffect() || !task.isUntrusted()) {
            return new OriginVerdict.Clear();
        }
        List<Named> targets = Named.in(flow, arguments);
        List<Named> unfounded = targets.stream()
                .filter(target -> (flow.fetches() ? grounds.ofFetched(target) : grounds.of(target)).isEmpty())
                .toList();
        if (!unfounded.isEmpty()) {
            return new OriginVerdict.Unfounded(unfounded);
        }
        boolean undirected = (flow.sends() || flow.changes())
                && task.isPrivate()
                && flow.identities().isEmpty();
        return undirected ? new OriginVerdict.Undirected() : new OriginVerdict.Clear();
    }

    /**
     * The label of what a call gave back. It is trusted only where it comes from Writ itself, or where it has no room for a
     * sentence and the call asked for nothing that others may have chosen.
     *
     * @param task the label of all that the task had read when it made the call
     */
    public static Label label(Flow flow, JsonNode arguments, JsonNode data, Label task, Grounds grounds) {
        Label source = flow.reads().label();
        boolean plain = flow.reads() != Source.WORLD
                && PlainValues.hold(data)
                && (!task.isUntrusted() || grounds.cover(flow, arguments));
        return plain ? new Label(Integrity.TRUSTED, source.confidentiality()) : source;
    }
}
