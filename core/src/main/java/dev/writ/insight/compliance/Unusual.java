package dev.writ.insight.compliance;

import dev.writ.insight.anomaly.Anomaly;
import dev.writ.insight.anomaly.Finding;
import dev.writ.insight.anomaly.Reaction;
import dev.writ.insight.compliance.Section.Figure;
import dev.writ.insight.compliance.Section.Line;
import java.util.List;
import java.util.Map;
import org.jdbi.v3.core.Handle;

/** What was out of the ordinary, what was done about it, and what people said of it. */
final class Unusual {
    private static final String RAISED = "anomaly.raised";
    private static final String RESOLVED = "anomaly.resolved";

    private Unusual() {}

    static Section of(Handle handle, Window window, List<Anomaly> raised, long suspended) {
        Map<String, Long> counts = window.counts(handle, List.of(RAISED, RESOLVED));
        return new Section(
                "anomalies",
                "Anomalies and suspensions",
                "Behaviour out of the ordinary, found by fixed rules, with what was done and what a person said, the newest "
                        + "first.",
                List.of(
                        new Figure("raised", "raised", counts.getOrDefault(RAISED, 0L), Behind.Logged.ofType(RAISED)),
                        new Figure(
                                "resolved",
                                "resolved by a person",
                                counts.getOrDefault(RESOLVED, 0L),
                                Behind.Logged.ofType(RESOLVED)),
                        new Figure("suspended", "agents and grants suspended now", suspended, new Behind.Now())),
                Section.columns(
                        "at",
                        "When",
                        "kind",
                        "Kind",
                        "agent",
                        "Agent",
                        "explanation",
                        "What was seen",
                        "reactions",
                        "What was done",
                        "state",
                        "State",
                        "feedback",
                        "A person called it",
                        "note",
                        "And noted",
                        "resolved_by",
                        "Resolved by"),
                raised.stream().map(Unusual::line).toList(),
                Math.max(0, counts.getOrDefault(RAISED, 0L) - raised.size()),
                "");
    }

    private static Line line(Anomaly anomaly) {
        Finding finding = anomaly.finding();
        return new Line(
                Map.of(
                        "at", anomaly.detectedAt().toString(),
                        "kind", finding.kind().id(),
                        "agent", finding.subject().agent(),
                        "explanation", finding.explanation(),
                        "reactions",
                                anomaly.reactions().stream()
                                        .map(Reaction::id)
                                        .sorted()
                                        .toList(),
                        "state", anomaly.state(),
                        "feedback", anomaly.feedback(),
                        "note", anomaly.note(),
                        "resolved_by", anomaly.endedBy()),
                Behind.Logged.about("anomaly", anomaly.id()));
    }
}
