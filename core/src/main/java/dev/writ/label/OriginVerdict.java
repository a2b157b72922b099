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

    /** Private data would leave for nobody in particular, after the task has read what others wrote. */
    record Undirected() implements OriginVerdict {}
}
