package dev.writ.insight.compliance;

import dev.writ.Json;
import dev.writ.insight.compliance.Section.Figure;
import dev.writ.insight.compliance.Section.Line;
import java.util.List;
import java.util.Map;
import org.jdbi.v3.core.Handle;
import tools.jackson.databind.JsonNode;

/** Who could do what without asking: agents with their base permissions. */
final class Access {
    private static final String CHANGED = "permission.base_changed";

    private Access() {}

    private record Held(String agent, String status, long version, String tool, String operations, String scope) {
        Line line() {
            return new Line(
                    Map.of(
                            "agent", agent,
                            "status", status,
                            "version", version,
                            "tool", tool,
                            "operations", texts(operations),
                            "scope", scope.isEmpty() ? Json.object() : Json.parse(scope)),
                    new Behind.Logged(CHANGED, "agent", agent, ""));
        }
    }

    static Section of(Handle handle, Window window) {
        List<Held> held = handle.createQuery("""
                        SELECT e.name, e.status, e.active_version, COALESCE(p.tool, '') AS tool,
                               COALESCE(p.operations, '[]') AS operations, COALESCE(p.scope, '') AS scope
                        FROM entities e
                        LEFT JOIN agent_base_permissions p ON p.agent = e.name AND p.withdrawn = 0
                        WHERE e.kind = 'agent'
                        ORDER BY e.name, p.tool
                        """)
                .map((row, context) -> new Held(
                        row.getString("name"),
                        row.getString("status"),
                        row.getLong("active_version"),
                        row.getString("tool"),
                        row.getString("operations"),
                        row.getString("scope")))
                .list();
        long agents = held.stream().map(Held::agent).distinct().count();
        long permissions = held.stream().filter(one -> !one.tool().isEmpty()).count();
        long changed = window.counts(handle, List.of(CHANGED)).getOrDefault(CHANGED, 0L);
        return Section.of(
                "access",
                "Who could do what without asking",
                "What each agent always has. Everything else it has to be granted, for one task.",
                List.of(
                        new Figure("agents", "agents", agents, new Behind.Now()),
                        new Figure("permissions", "base permissions", permissions, new Behind.Now()),
                        new Figure(
                                "permissions_changed",
                                "changes of base permissions",
                                changed,
                                Behind.Logged.ofType(CHANGED))),
                Section.columns(
                        "agent",
                        "Agent",
                        "status",
                        "Status",
                        "version",
                        "Version",
                        "tool",
                        "Tool",
                        "operations",
                        "Operations",
                        "scope",
                        "Within"),
                held.stream().map(Held::line).toList(),
                "As it stands when the report is made; what changed in the period is below. No operations means all of "
                        + "the tool.");
    }

    private static List<String> texts(String json) {
        return Json.parse(json).valueStream().map(JsonNode::asString).toList();
    }
}
