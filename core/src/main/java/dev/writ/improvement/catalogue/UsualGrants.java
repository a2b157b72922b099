package dev.writ.improvement.catalogue;

import dev.writ.Json;
import dev.writ.WritException;
import dev.writ.entity.TreeVersions;
import dev.writ.insight.Period;
import dev.writ.permission.StartTool;
import dev.writ.store.Database;
import java.util.Optional;
import tools.jackson.databind.node.ObjectNode;

/** What an agent's tasks are granted of a tool again and again, without a person having been asked, and use. */
final class UsualGrants {
    private static final int LEAST_TASKS = 2;
    /** Of all the policy's grants of the tool to the agent: less often than that, it would be given in vain. */
    private static final double LEAST_SHARE = 0.5;

    private record Usual(String operations, String scope, long tasks, long minutes) {}

    private UsualGrants() {}

    static Optional<StartTool> of(Database database, String agent, String tool, Period period) {
        return database.read(handle -> {
            long all = handle.createQuery("""
                            SELECT COUNT(DISTINCT task) FROM task_tool_assignments
                            WHERE granted_at >= :from AND granted_at < :until AND agent = :agent AND tool = :tool
                              AND approved_by = 'policy' AND
                            """ + TreeVersions.notRunAgain("task_tool_assignments.tree") + """
                            """)
                    .bind("from", period.from().toEpochMilli())
                    .bind("until", period.until().toEpochMilli())
                    .bind("agent", agent)
                    .bind("tool", tool)
                    .mapTo(Long.class)
                    .one();
            return handle.createQuery("""
                            SELECT operations, scope, COUNT(DISTINCT task) AS tasks,
                                   MAX(expires_at - granted_at) / 60000 AS minutes
                            FROM task_tool_assignments
                            WHERE granted_at >= :from AND granted_at < :until AND agent = :agent AND tool = :tool
                              AND approved_by = 'policy' AND uses > 0 AND
                            """ + TreeVersions.notRunAgain("task_tool_assignments.tree") + """
                            GROUP BY operations, scope
                            ORDER BY tasks DESC, operations, scope LIMIT 1
                            """)
                    .bind("from", period.from().toEpochMilli())
                    .bind("until", period.until().toEpochMilli())
                    .bind("agent", agent)
                    .bind("tool", tool)
                    .map((row, context) -> new Usual(
                            row.getString("operations"),
                            row.getString("scope"),
                            row.getLong("tasks"),
                            row.getLong("minutes")))
                    .findOne()
                    .filter(usual -> usual.tasks() >= LEAST_TASKS && usual.tasks() >= LEAST_SHARE * all)
                    .flatMap(usual -> startTool(tool, usual));
        });
    }

    private static Optional<StartTool> startTool(String tool, Usual usual) {
        try {
            ObjectNode wanted = Json.object().put("tool", tool);
            wanted.set("operations", Json.parse(usual.operations()));
            wanted.set("scope", Json.parse(usual.scope()));
            wanted.put("minutes", Math.clamp(usual.minutes(), 1, 24 * 60));
            return StartTool.readAll(Json.array().add(wanted)).stream().findFirst();
        } catch (WritException e) {
            return Optional.empty();
        }
    }
}
