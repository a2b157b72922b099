package dev.writ.insight;

import dev.writ.entity.EntityKind;
import dev.writ.store.Database;
import java.time.Duration;
import java.util.List;
import org.jdbi.v3.core.Handle;

/**
 * Base permissions that an agent type did not use for so long, though it had work: candidates for removal.
 *
 * @param unusedFor counted back from the end of the period, however short that is
 * @param leastTasks that the agent must have worked on since, so that an idle agent loses nothing
 */
record UnusedBasePermissions(Database database, Duration unusedFor, int leastTasks) implements Detector {
    private record Row(String agent, String tool, long tasks) {}

    @Override
    public List<Opportunity> detect(Period period) {
        Period looked = new Period(period.until().minus(unusedFor), period.until());
        return database.read(handle -> rows(handle, looked).stream()
                .map(row -> opportunity(row, evidence(handle, looked, row.agent())))
                .toList());
    }

    /** Of installations younger than that nothing can be said, so there must be a task from before. */
    private List<Row> rows(Handle handle, Period looked) {
        return handle.createQuery("""
                        SELECT b.agent, b.tool,
                               (SELECT COUNT(*) FROM tasks t
                                WHERE t.agent = b.agent AND t.created_at >= :from AND t.created_at < :until) AS tasks
                        FROM agent_base_permissions b
                        WHERE b.withdrawn = 0
                          AND EXISTS (SELECT 1 FROM tasks t WHERE t.created_at < :from)
                          AND NOT EXISTS (SELECT 1 FROM tool_usage_events u
                                          WHERE u.agent = b.agent AND u.tool = b.tool
                                            AND u.started_at >= :from AND u.started_at < :until)
                        ORDER BY b.agent, b.tool
                        """)
                .bind("from", looked.from().toEpochMilli())
                .bind("until", looked.until().toEpochMilli())
                .map((row, context) -> new Row(row.getString("agent"), row.getString("tool"), row.getLong("tasks")))
                .filter(row -> row.tasks() >= leastTasks)
                .list();
    }

    private static List<String> evidence(Handle handle, Period looked, String agent) {
        return handle.createQuery("""
                        SELECT id FROM tasks WHERE agent = :agent AND created_at >= :from AND created_at < :until
                        ORDER BY created_at DESC, id DESC LIMIT 10
                        """)
                .bind("agent", agent)
                .bind("from", looked.from().toEpochMilli())
                .bind("until", looked.until().toEpochMilli())
                .mapTo(String.class)
                .list();
    }

    private Opportunity opportunity(Row row, List<String> evidence) {
        return new Opportunity(
                Opportunity.Kind.UNUSED_BASE_PERMISSION,
                EntityKind.AGENT,
                row.agent(),
                row.tool(),
                "In %d days and %d tasks '%s' never used '%s', which it always has."
                        .formatted(unusedFor.toDays(), row.tasks(), row.agent(), row.tool()),
                "Without '%s' as a base permission the agent can do less, and asks for it where it needs it after all."
                        .formatted(row.tool()),
                evidence,
                new Opportunity.Measure("tasks_without_use", row.tasks(), "tasks"));
    }
}
