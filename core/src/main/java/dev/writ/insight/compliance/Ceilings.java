package dev.writ.insight.compliance;

import dev.writ.Json;
import dev.writ.insight.compliance.Section.Figure;
import dev.writ.insight.compliance.Section.Line;
import java.util.List;
import java.util.Map;
import org.jdbi.v3.core.Handle;
import tools.jackson.databind.JsonNode;

/** The most that any grant could allow: the ceilings that requests were handed in under. */
final class Ceilings {
    private Ceilings() {}

    private record Under(JsonNode ceiling, long requests, String newest) {
        Line line() {
            JsonNode basis = ceiling.path("basis");
            return new Line(
                    Map.of(
                            "requests", requests,
                            "workspace", basis.path("workspace").asBoolean(false),
                            "allowed", texts(basis.path("allow")),
                            "without_asking", tools("auto"),
                            "after_a_person", tools("person"),
                            "protected_branches", texts(ceiling.path("protected_branches"))),
                    new Behind.Logged("task.created", "", "", newest));
        }

        private List<String> tools(String approval) {
            return ceiling.path("limits")
                    .valueStream()
                    .filter(limit -> limit.path("approval").asString("").equals(approval)
                            && limit.path("maximum_seconds").asLong(0) > 0)
                    .map(limit -> limit.path("tool").asString(""))
                    .distinct()
                    .sorted()
                    .toList();
        }

        private static List<String> texts(JsonNode list) {
            return list.valueStream().map(one -> one.asString("")).toList();
        }
    }

    static Section of(Handle handle, Window window) {
        List<Under> all = handle.createQuery("""
                        SELECT ceiling, COUNT(*) AS requests, MAX(id) AS newest FROM trees
                        WHERE started_at >= :from AND started_at < :until
                        GROUP BY ceiling
                        ORDER BY requests DESC, newest DESC
                        """)
                .bind("from", window.period().from().toEpochMilli())
                .bind("until", window.period().until().toEpochMilli())
                .map((row, context) -> new Under(
                        Json.parse(row.getString("ceiling")), row.getLong("requests"), row.getString("newest")))
                .list();
        long requests = all.stream().mapToLong(Under::requests).sum();
        return Section.of(
                "ceilings",
                "The most that could be granted",
                "Ceilings fixed when requests were handed in. Nothing beyond them can be granted, whoever would approve it.",
                List.of(
                        new Figure("requests", "requests", requests, Behind.Logged.ofType("task.created")),
                        new Figure("ceilings", "different ceilings", all.size(), new Behind.Now())),
                Section.columns(
                        "requests",
                        "Requests",
                        "workspace",
                        "With a workspace",
                        "allowed",
                        "Allowed at submission",
                        "without_asking",
                        "Granted by policy",
                        "after_a_person",
                        "Granted by a person",
                        "protected_branches",
                        "Protected branches"),
                all.stream().map(Under::line).toList(),
                "Each row leads to its newest request, which holds the ceiling in full.");
    }
}
