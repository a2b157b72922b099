package dev.writ.insight.compliance;

import dev.writ.Json;
import dev.writ.insight.compliance.Section.Figure;
import dev.writ.insight.compliance.Section.Line;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.jdbi.v3.core.Handle;
import tools.jackson.databind.JsonNode;

/** How grants ended; revocations one by one. */
final class Ended {
    private static final String REVOKED = "grant.revoked";

    private record Ending(String id, String name, String type) {}

    private static final List<Ending> ENDINGS = List.of(
            new Ending("expired", "expired", "grant.expired"),
            new Ending("idle", "taken back for lack of use", "grant.unused"),
            new Ending("used_up", "used up", "grant.used_up"),
            new Ending("with_task", "ended with their task", "grant.ended"),
            new Ending("revoked", "revoked", REVOKED));

    private Ended() {}

    static Section of(Handle handle, Window window) {
        Map<String, Long> counts =
                window.counts(handle, ENDINGS.stream().map(Ending::type).toList());
        List<Line> lines = lines(handle, window);
        return new Section(
                "endings",
                "Expiries and revocations",
                "How grants ended, and every one that was taken away before its time, the newest first.",
                ENDINGS.stream()
                        .map(one -> new Figure(
                                one.id(),
                                one.name(),
                                counts.getOrDefault(one.type(), 0L),
                                Behind.Logged.ofType(one.type())))
                        .toList(),
                Section.columns(
                        "at",
                        "When",
                        "by",
                        "Revoked by",
                        "agent",
                        "Agent",
                        "tool",
                        "Tool",
                        "reason",
                        "Why",
                        "grant",
                        "Grant"),
                lines,
                Math.max(0, counts.getOrDefault(REVOKED, 0L) - lines.size()),
                "");
    }

    private static List<Line> lines(Handle handle, Window window) {
        return window.query(handle, """
                        SELECT e.seq, e.at, e.entity, e.actor, e.data FROM events e
                        WHERE e.type = :type AND :within
                        ORDER BY e.seq DESC LIMIT :most
                        """)
                .bind("type", REVOKED)
                .bind("most", Section.MOST_ROWS)
                .map((row, context) -> {
                    JsonNode data = Json.parse(row.getString("data"));
                    return new Line(
                            Map.of(
                                    "at",
                                            Instant.ofEpochMilli(row.getLong("at"))
                                                    .toString(),
                                    "by", row.getString("actor"),
                                    "agent", data.path("agent").asString(""),
                                    "tool", data.path("tool").asString(""),
                                    "reason", data.path("reason").asString(""),
                                    "grant", row.getString("entity")),
                            new Behind.OneEvent(row.getLong("seq")));
                })
                .list();
    }
}
