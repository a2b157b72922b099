package dev.writ.recovery;

import dev.writ.recovery.health.Sign;
import dev.writ.recovery.health.Subject;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import tools.jackson.databind.node.ObjectNode;

/**
 * A trouble that was recognised, and what came of it.
 *
 * @param signature what it looks like without its particulars
 * @param cause one sentence; {@code known} says whether it is certain, and not a guess
 * @param facts what actions need to know
 * @param evidence ids of the calls and tasks it was seen in
 * @param task id of the task whose process recovers from it
 * @param recordedWay what an earlier incident recorded as its end and this one tried first; empty where there was none
 * @param document id of the document that says what was learned; empty until there is one
 * @param attempts actions done so far
 * @param times how many incidents of this kind there were up to this one, lately
 * @param actedAt when the last action was done; before 1971 where none was
 * @param watchUntil when it counts as over, if nothing shows until then
 * @param retried id of the request that was handed in again; empty where none was
 * @param resolution how it ended, in one sentence
 */
public record Incident(
        String id,
        Sign sign,
        String signature,
        Subject subject,
        String cause,
        boolean known,
        ObjectNode facts,
        List<String> evidence,
        IncidentState state,
        String task,
        String recordedWay,
        String document,
        int attempts,
        int times,
        Instant actedAt,
        Instant watchUntil,
        String retried,
        Instant openedAt,
        Instant lastSeenAt,
        Optional<Instant> endedAt,
        String resolution) {
    public Incident {
        evidence = List.copyOf(evidence);
    }

    /** One line for people. */
    public String title() {
        return sign.id().replace('_', ' ') + ": " + subject.name();
    }

    /** One entry of the timeline. */
    public record Step(int position, Instant at, String kind, String action, String outcome, String text) {}
}
