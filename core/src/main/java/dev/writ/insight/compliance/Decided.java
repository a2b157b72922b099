package dev.writ.insight.compliance;

import dev.writ.Json;
import dev.writ.insight.compliance.Section.Figure;
import dev.writ.insight.compliance.Section.Line;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.jdbi.v3.core.Handle;
import tools.jackson.databind.JsonNode;

/** Who approved or denied what. */
final class Decided {
    private static final String ASKED = "approval.requested";
    private static final String APPROVED = "approval.approved";
    private static final String DENIED = "approval.denied";
    private static final String EXPIRED = "approval.expired";
    private static final List<String> ANSWERS = List.of(APPROVED, DENIED, EXPIRED);

    private Decided() {}

    static Section of(Handle handle, Window window) {
        Map<String, Long> counts = window.counts(handle, List.of(ASKED, APPROVED, DENIED, EXPIRED));
        List<Line> lines = lines(handle, window);
        long answered = ANSWERS.stream()
                .mapToLong(type -> counts.getOrDefault(type, 0L))
                .sum();
        return new Section(
                "decisions",
                "Who approved or denied what",
                "Requests for powers that policy left to a person, and their answers, the newest first.",
                List.of(
                        figure("asked", "asked", ASKED, counts),
                        figure("approved", "approved", APPROVED, counts),
                        figure("denied", "denied", DENIED, counts),
                        figure("expired", "not answered in time, which counts as no", EXPIRED, counts)),
                Section.columns(
                        "at",
                        "When",
                        "answer",
                        "Answer",
                        "by",
                        "By",
                        "agent",
                        "Agent",
                        "tool",
                        "Tool",
                        "asked_because",
                        "Asked because",
                        "answered_because",
                        "Answered because",
                        "narrowed",
                        "For less"),
                lines,
                Math.max(0, answered - lines.size()),
                "Why it was asked is the agent's own word. An agent cannot answer for itself: answers come from people.");
    }

    private static Figure figure(String id, String name, String type, Map<String, Long> counts) {
        return new Figure(id, name, counts.getOrDefault(type, 0L), Behind.Logged.ofType(type));
    }

    private static List<Line> lines(Handle handle, Window window) {
        return window.query(handle, """
                        SELECT e.seq, e.at, e.outcome, e.actor, e.data, COALESCE(a.agent, '') AS agent,
                               COALESCE(a.proposal, '{}') AS proposal, COALESCE(a.decision_reason, '') AS reason
                        FROM events e LEFT JOIN approvals a ON a.id = e.entity
                        WHERE e.type IN (<types>) AND :within
                        ORDER BY e.seq DESC LIMIT :most
                        """)
                .bindList("types", ANSWERS)
                .bind("most", Section.MOST_ROWS)
                .map((row, context) -> {
                    JsonNode proposal = Json.parse(row.getString("proposal"));
                    String approved =
                            Json.parse(row.getString("data")).path("approved").asString("");
                    return new Line(
                            Map.of(
                                    "at",
                                            Instant.ofEpochMilli(row.getLong("at"))
                                                    .toString(),
                                    "answer", row.getString("outcome"),
                                    "by", row.getString("actor"),
                                    "agent", row.getString("agent"),
                                    "tool", proposal.path("tool").asString(""),
                                    "asked_because", proposal.path("reason").asString(""),
                                    "answered_because", row.getString("reason"),
                                    "narrowed",
                                            !approved.isEmpty()
                                                    && !Json.canonical(proposal)
                                                            .equals(Json.canonical(Json.parse(approved)))),
                            new Behind.OneEvent(row.getLong("seq")));
                })
                .list();
    }
}
