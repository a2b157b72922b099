package dev.writ.insight;

import dev.writ.entity.EntityKind;
import dev.writ.entity.TreeVersions;
import dev.writ.store.Database;
import java.util.List;
import org.jdbi.v3.core.Handle;

/**
 * Documents with which tasks do worse than the same agents' tasks without, by more than chance: the upper bound of Wilson's
 * interval (95 percent, one-sided) of the one rate lies below the lower bound of the other. Uses of the document's active
 * version alone count.
 */
public record HarmfulDocuments(Database database, int leastUses) implements Detector {
    private static final double Z = 1.645;

    /**
     * What was measured of one document.
     *
     * @param uses ended tasks that were given it, {@code without} those of the same agents that were not
     */
    public record Harm(
            String document,
            String name,
            int version,
            long uses,
            long successes,
            long without,
            long successesWithout,
            List<String> evidence) {
        public Harm {
            evidence = List.copyOf(evidence);
        }

        /** One sentence with the figures. */
        public String reason() {
            return "Of " + uses + " tasks that were given '" + name + "', " + successes + " ended well; of " + without
                    + " by the same agents without it, " + successesWithout + " did.";
        }
    }

    @Override
    public List<Opportunity> detect(Period period) {
        return harms(period).stream()
                .map(harm -> new Opportunity(
                        Opportunity.Kind.HARMFUL_DOCUMENT,
                        EntityKind.DOCUMENT,
                        harm.name(),
                        harm.name(),
                        harm.reason(),
                        "Corrected or taken out of use, it no longer misleads, and these tasks end well more often.",
                        harm.evidence(),
                        new Opportunity.Measure("success_rate", (double) harm.successes() / harm.uses(), "share")))
                .toList();
    }

    /** The documents that do harm, by name. */
    public List<Harm> harms(Period period) {
        return database.read(handle -> rows(handle, period).stream()
                .filter(harm -> harm.uses() >= leastUses && harm.without() >= leastUses)
                .filter(harm ->
                        bound(harm.successes(), harm.uses(), 1) < bound(harm.successesWithout(), harm.without(), -1))
                .toList());
    }

    private static List<Harm> rows(Handle handle, Period period) {
        return handle.createQuery("""
                        WITH ended AS (
                            SELECT id, agent, created_at, CASE WHEN state = 'completed' THEN 1 ELSE 0 END AS well
                            FROM tasks WHERE state IN ('completed', 'failed') AND agent <> ''
                              AND finished_at >= :from AND finished_at < :until AND
                        """ + TreeVersions.notRunAgain("tasks.tree") + """
                            ),
                        used AS (
                            SELECT DISTINCT r.target AS document, t.id, t.agent, t.well FROM entity_relationships r
                            JOIN ended t ON t.id = r.source
                            JOIN entities e ON e.id = r.target AND e.status = 'active'
                            JOIN entity_versions v ON v.entity = e.id AND v.version = e.active_version
                            WHERE r.source_kind = 'task' AND r.target_kind = 'document' AND r.type = 'context'
                              AND t.created_at >= v.created_at)
                        SELECT u.document, e.name, e.active_version, COUNT(*) AS uses, SUM(u.well) AS successes,
                               (SELECT COUNT(*) FROM ended o
                                WHERE o.agent IN (SELECT agent FROM used a WHERE a.document = u.document)
                                  AND o.id NOT IN (SELECT id FROM used a WHERE a.document = u.document)) AS without,
                               (SELECT COALESCE(SUM(o.well), 0) FROM ended o
                                WHERE o.agent IN (SELECT agent FROM used a WHERE a.document = u.document)
                                  AND o.id NOT IN (SELECT id FROM used a WHERE a.document = u.document)) AS well_without
                        FROM used u JOIN entities e ON e.id = u.document
                        GROUP BY u.document, e.name, e.active_version ORDER BY e.name
                        """)
                .bind("from", period.from().toEpochMilli())
                .bind("until", period.until().toEpochMilli())
                .map((row, context) -> new Harm(
                        row.getString("document"),
                        row.getString("name"),
                        row.getInt("active_version"),
                        row.getLong("uses"),
                        row.getLong("successes"),
                        row.getLong("without"),
                        row.getLong("well_without"),
                        evidence(handle, row.getString("document"))))
                .list();
    }

    private static List<String> evidence(Handle handle, String document) {
        return handle.createQuery("""
                        SELECT t.id FROM entity_relationships r JOIN tasks t ON t.id = r.source
                        WHERE r.source_kind = 'task' AND r.target_kind = 'document' AND r.target = :document
                          AND r.type = 'context' AND t.state = 'failed'
                        ORDER BY t.finished_at DESC, t.id DESC LIMIT 10
                        """)
                .bind("document", document)
                .mapTo(String.class)
                .list();
    }

    private static double bound(long successes, long uses, int sign) {
        double n = uses;
        double p = successes / n;
        double middle = p + Z * Z / (2 * n);
        double half = Z * Math.sqrt(p * (1 - p) / n + Z * Z / (4 * n * n));
        return (middle + sign * half) / (1 + Z * Z / n);
    }
}
