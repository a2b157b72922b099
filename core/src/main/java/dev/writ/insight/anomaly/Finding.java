package dev.writ.insight.anomaly;

import dev.writ.insight.Period;
import java.util.List;
import tools.jackson.databind.node.ObjectNode;

/**
 * What a detector found. Names that do not apply are empty.
 *
 * @param pattern what it is an instance of; what people say of one holds for all of the same pattern
 * @param measured the number that was too large
 * @param explanation a sentence or two with the numbers
 * @param figures the same numbers for programs
 * @param evidence numbers of events, the newest first
 */
public record Finding(
        AnomalyKind kind,
        String pattern,
        Subject subject,
        Period period,
        double measured,
        String explanation,
        ObjectNode figures,
        List<Long> evidence) {
    public Finding {
        evidence = List.copyOf(evidence);
    }

    /** Whom and what it is about, as far as that is one. */
    public record Subject(String agent, String tool, String operation, String task, String tree, String assignment) {}
}
