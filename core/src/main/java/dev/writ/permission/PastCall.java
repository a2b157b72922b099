package dev.writ.permission;

import java.time.Instant;
import java.util.List;
import java.util.Optional;

/**
 * A call as its record tells of it.
 *
 * @param accesses what it touches, as far as that is recorded
 * @param gap why that is not all; empty where it is
 * @param event number of the event that told of it
 * @param assignment the grant it was counted under; empty where there was none
 * @param allowed whether the permission rules allowed it
 */
public record PastCall(
        String tree,
        String task,
        String agent,
        String tool,
        String operation,
        List<Access> accesses,
        Optional<Replayed.Gap> gap,
        Instant at,
        long event,
        String assignment,
        boolean allowed) {
    public PastCall {
        accesses = List.copyOf(accesses);
    }

    PolicyAnswer answer() {
        return allowed ? PolicyAnswer.ALLOWED : PolicyAnswer.DENIED;
    }

    /** What it touches, in words. */
    public String touches() {
        return ExplainedCheck.words(accesses);
    }
}
