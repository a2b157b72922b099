package dev.writ.insight.detector;

import dev.writ.entity.EntityKind;
import dev.writ.entity.TreeVersions;
import dev.writ.insight.Detector;
import dev.writ.insight.Opportunity;
import dev.writ.insight.Period;
import dev.writ.store.Database;
import java.util.ArrayList;
import java.util.List;
import java.util.TreeMap;

/** Operations that have to be called again with the same arguments, because they fail. */
record Retries(Database database, int leastTasks) implements Detector {
    private static final int EVIDENCE = 10;

    private record Failed(String operation, String tool, String task, String call, long failures, long successes) {
        boolean wasTriedAgain() {
            return failures + successes > 1;
        }
    }

    @Override
    public List<Opportunity> detect(Period period) {
        List<Failed> failed = database.read(
                handle -> handle.createQuery("""
                        SELECT f.tool || '.' || f.operation AS operation, f.tool, f.task, MIN(f.call) AS call,
                               COUNT(*) AS failures,
                               (SELECT COUNT(*) FROM tool_usage_events s
                                WHERE s.task = f.task AND s.tool = f.tool AND s.operation = f.operation
                                  AND s.arguments_hash = f.arguments_hash AND s.outcome = 'succeeded') AS successes
                        FROM (SELECT call, task, tool, operation, arguments_hash FROM tool_usage_events
                              WHERE outcome = 'failed' AND started_at >= :from AND started_at < :until AND
                        """ + TreeVersions.notRunAgain("tool_usage_events.tree") + """
                              ORDER BY started_at DESC, call DESC LIMIT :most) f
                        GROUP BY f.tool, f.operation, f.task, f.arguments_hash
                        ORDER BY operation, f.task, call
                        """)
                        .bind("from", period.from().toEpochMilli())
                        .bind("until", period.until().toEpochMilli())
                        .bind("most", CallRow.MOST)
                        .map((row, context) -> new Failed(
                                row.getString("operation"),
                                row.getString("tool"),
                                row.getString("task"),
                                row.getString("call"),
                                row.getLong("failures"),
                                row.getLong("successes")))
                        .list());
        TreeMap<String, List<Failed>> groups = new TreeMap<>();
        failed.stream()
                .filter(Failed::wasTriedAgain)
                .filter(one -> !one.tool().equals("core"))
                .forEach(one -> groups.computeIfAbsent(one.operation(), key -> new ArrayList<>())
                        .add(one));
        return groups.values().stream()
                .filter(group -> group.stream().map(Failed::task).distinct().count() >= leastTasks)
                .map(Retries::opportunity)
                .toList();
    }

    private static Opportunity opportunity(List<Failed> group) {
        Failed first = group.getFirst();
        long helped = group.stream().filter(one -> one.successes() > 0).count();
        return new Opportunity(
                Opportunity.Kind.RETRIES,
                EntityKind.TOOL,
                first.tool(),
                first.operation(),
                "'%s' failed and was called again with the same arguments %d times; that helped %d times."
                        .formatted(first.operation(), group.size(), helped),
                "With the cause of the first failure removed, no second call is needed.",
                group.stream().map(Failed::call).limit(EVIDENCE).toList(),
                new Opportunity.Measure("calls_tried_again", group.size(), "calls"));
    }
}
