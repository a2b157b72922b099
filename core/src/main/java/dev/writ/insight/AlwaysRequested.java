package dev.writ.insight;

import dev.writ.entity.EntityKind;
import dev.writ.entity.TreeVersions;
import dev.writ.store.Database;
import java.util.List;
import org.jdbi.v3.core.Handle;

/** Tools that nearly every task of an agent type is granted and uses: candidates for its base permissions. */
record AlwaysRequested(Database database, int leastTasks, double leastShare) implements Detector {
    private record Row(String agent, String tool, long tasks, long using) {
        double share() {
            return (double) using / tasks;
        }
    }

    @Override
    public List<Opportunity> detect(Period period) {
        return database.read(handle -> rows(handle, period).stream()
                .map(row -> opportunity(row, evidence(handle, period, row)))
                .toList());
    }

    /** Of the tasks that are over. */
    private List<Row> rows(Handle handle, Period period) {
        return handle.createQuery(
                        """
                        SELECT a.agent, a.tool, COUNT(DISTINCT a.task) AS using_it,
                               (SELECT COUNT(*) FROM tasks t
                                WHERE t.agent = a.agent AND t.finished_at IS NOT NULL
                                  AND t.created_at >= :from AND t.created_at < :until AND
                        """ + TreeVersions.notRunAgain("t.tree") + """
                               ) AS tasks
                        FROM task_tool_assignments a JOIN tasks own ON own.id = a.task
                        WHERE a.uses > 0 AND own.agent = a.agent AND own.finished_at IS NOT NULL
                          AND own.created_at >= :from AND own.created_at < :until AND
                        """ + TreeVersions.notRunAgain("own.tree") + """
                        GROUP BY a.agent, a.tool
                        ORDER BY a.agent, a.tool
                        """)
                .bind("from", period.from().toEpochMilli())
                .bind("until", period.until().toEpochMilli())
                .map((row, context) -> new Row(
                        row.getString("agent"), row.getString("tool"), row.getLong("tasks"), row.getLong("using_it")))
                .filter(row -> row.tasks() >= leastTasks && row.share() >= leastShare)
                .list();
    }

    private static List<String> evidence(Handle handle, Period period, Row row) {
        return handle.createQuery("""
                        SELECT id FROM task_tool_assignments
                        WHERE agent = :agent AND tool = :tool AND uses > 0
                          AND granted_at >= :from AND granted_at < :until
                        ORDER BY granted_at DESC, id DESC LIMIT 10
                        """)
                .bind("agent", row.agent())
                .bind("tool", row.tool())
                .bind("from", period.from().toEpochMilli())
                .bind("until", period.until().toEpochMilli())
                .mapTo(String.class)
                .list();
    }

    private static Opportunity opportunity(Row row, List<String> evidence) {
        return new Opportunity(
                Opportunity.Kind.ALWAYS_REQUESTED,
                EntityKind.AGENT,
                row.agent(),
                row.tool(),
                "%d of %d tasks of '%s' were granted '%s' and used it."
                        .formatted(row.using(), row.tasks(), row.agent(), row.tool()),
                "With the scope that these tasks used as a base permission, '%s' need not be asked for each time."
                        .formatted(row.tool()),
                evidence,
                new Opportunity.Measure("share_of_tasks", row.share(), "share"));
    }
}
