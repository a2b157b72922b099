package dev.writ.label;

import java.util.List;

/** Whether a call's targets are the user's choice. */
public sealed interface OriginVerdict {
    /** Nothing speaks against it. */
    record Clear() implements OriginVerdict {}

    /**
     * Somebody else may have chosen these.
     *
     * @param targets in the order of the arguments
     */
    record Unfounded(List<Named> targets) implements OriginVerdict {
        public Unfounded {
            targets = List.copyOf(targets);
        }
    }

    /** The task holds private data and what others wrote, and the operation has no argument that says to whom or what. */
    record Undirected() implements OriginVerdict {}
}
