package dev.writ.insight;

import dev.writ.entity.EntityKind;
import dev.writ.entity.TreeVersions;
import dev.writ.store.Database;
import java.util.ArrayList;
import java.util.List;
import org.jdbi.v3.core.Handle;

/** Tools that an agent is granted and then does not use. */
record UnusedGrants(Database database, int leastGrants, double leastShare) implements Detector {
    private record Row(String agent, String tool, long grants, long unused) {}

    @Override
    public List<Opportunity> detect(Period period) {
        return database.read(handle -> {
            List<Opportunity> found = new ArrayList<>();
            for (Row row : rows(handle, period)) {
                double share = (double) row.unused() / row.grants();
                if (row.grants() >= leastGrants && share >= leastShare) {
                    found.add(opportunity(row, share, evidence(handle, period, row)));
                }
            }
            return found;
        });
    }

    /** Grants that ended, since a live one may still be used. */
    private static List<Row> rows(Handle handle, Period period) {
        return handle.createQuery("""
                        SELECT agent, tool, COUNT(*) AS grants, SUM(CASE WHEN uses = 0 THEN 1 ELSE 0 END) AS unused
                        FROM task_tool_assignments
                        WHERE state <> 'live' AND granted_at >= :from AND granted_at < :until AND
                        """ + TreeVersions.notRunAgain("task_tool_assignments.tree") + """
                        GROUP BY agent, tool
                        ORDER BY unused DESC, agent, tool
                        """)
                .bind("from", period.from().toEpochMilli())
                .bind("until", period.until().toEpochMilli())
                .map((row, context) -> new Row(
                        row.getString("agent"), row.getString("tool"), row.getLong("grants"), row.getLong("unused")))
                .list();
    }

    private static List<String> evidence(Handle handle, Period period, Row row) {
        return handle.createQuery("""
                        SELECT id FROM task_tool_assignments
                        WHERE state <> 'live' AND uses = 0 AND agent = :agent AND tool = :tool
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

    private static Opportunity opportunity(Row row, double share, List<String> evidence) {
        return new Opportunity(
                Opportunity.Kind.UNUSED_GRANTS,
                EntityKind.AGENT,
                row.agent(),
                row.tool(),
                "Of %d grants of '%s' to '%s', %d were never used."
                        .formatted(row.grants(), row.tool(), row.agent(), row.unused()),
                "Granting '%s' only when it is asked for lowers the share of unused grants.".formatted(row.tool()),
                evidence,
                new Opportunity.Measure("unused_share", share, "share"));
    }
}
