package dev.writ.insight;

import dev.writ.entity.EntityKind;
import java.util.List;

/**
 * Something that could be improved, found by rules in what happened.
 *
 * @param entityKind and {@code entity}: what would be changed
 * @param subject what it is about within the entity: a command line, a tool, a failure
 * @param hypothesis one sentence: what seems to be wrong
 * @param expectedEffect one sentence: what a change should bring about in {@code before}
 * @param evidence ids of the calls, grants or tasks it was seen in, ten at most
 * @param before the measure a change is judged by
 */
public record Opportunity(
        Kind kind,
        EntityKind entityKind,
        String entity,
        String subject,
        String hypothesis,
        String expectedEffect,
        List<String> evidence,
        Measure before) {
    public Opportunity {
        evidence = List.copyOf(evidence);
    }

    /** What was noticed. */
    public enum Kind {
        REPEATED_FAILURE,
        SLOW_COMMAND,
        UNUSED_GRANTS,
        DENIED_THEN_GRANTED,
        TOOL_ROUND_TRIPS,
        /** A time limit ends work that would have ended by itself. */
        TIME_CUT,
        LIMIT_TOO_LOW,
        LIMIT_TOO_HIGH,
        RETRIES,
        LOOP,
        /** An agent keeps trying to use a tool that it never gets. */
        TOOL_MISMATCH,
        /** An agent's instruction names a tool that none of its tasks uses. */
        UNUSED_TOOL_NAMED,
        CONTEXT_BLOAT,
        SLOW_STEP,
        REGRESSION,
        /** Tasks with the document do worse than tasks without it. */
        HARMFUL_DOCUMENT,
        UNUSED_BASE_PERMISSION,
        ALWAYS_REQUESTED;

        public String id() {
            return name().toLowerCase(java.util.Locale.ROOT);
        }
    }

    /** @param unit for instance {@code calls}, {@code ms} or {@code share} */
    public record Measure(String name, double value, String unit) {}
}
