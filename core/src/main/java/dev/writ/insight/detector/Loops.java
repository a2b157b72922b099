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

/** Agents that make the same call with the same result again and again within a task. */
record Loops(Database database, int leastTimes, int leastTasks) implements Detector {
    private static final int EVIDENCE = 10;
    /** The newest tasks of the period. */
    private static final int MOST_TASKS = 3_000;

    private record Loop(String agent, String operation, String task, String call, long times) {}

    @Override
    public List<Opportunity> detect(Period period) {
        List<Loop> loops =
                database.read(handle -> handle.createQuery("""
                        SELECT u.agent, u.tool || '.' || u.operation AS operation, u.task, MIN(u.call) AS call,
                               COUNT(*) AS times
                        FROM (SELECT id FROM tasks WHERE created_at >= :from AND created_at < :until AND
                        """ + TreeVersions.notRunAgain("tasks.tree") + """
                              ORDER BY created_at DESC, id DESC LIMIT :tasks) t
                        JOIN tool_usage_events u ON u.task = t.id
                        WHERE u.outcome = 'succeeded' AND u.tool NOT IN ('core', 'message_user')
                        GROUP BY u.agent, u.tool, u.operation, u.task, u.arguments_hash, u.summary
                        HAVING COUNT(*) >= :times
                        ORDER BY u.agent, operation, times DESC, u.task
                        """)
                        .bind("from", period.from().toEpochMilli())
                        .bind("until", period.until().toEpochMilli())
                        .bind("tasks", MOST_TASKS)
                        .bind("times", leastTimes)
                        .map((row, context) -> new Loop(
                                row.getString("agent"),
                                row.getString("operation"),
                                row.getString("task"),
                                row.getString("call"),
                                row.getLong("times")))
                        .list());
        TreeMap<String, List<Loop>> groups = new TreeMap<>();
        loops.forEach(loop -> groups.computeIfAbsent(loop.agent() + " " + loop.operation(), key -> new ArrayList<>())
                .add(loop));
        return groups.values().stream()
                .filter(group -> group.stream().map(Loop::task).distinct().count() >= leastTasks)
                .map(Loops::opportunity)
                .toList();
    }

    private static Opportunity opportunity(List<Loop> group) {
        Loop first = group.getFirst();
        long calls = group.stream().mapToLong(Loop::times).sum();
        return new Opportunity(
                Opportunity.Kind.LOOP,
                EntityKind.AGENT,
                first.agent(),
                first.operation(),
                "'%s' made the same calls of '%s' with the same results up to %d times in a task, in %d tasks."
                        .formatted(
                                first.agent(),
                                first.operation(),
                                group.stream().mapToLong(Loop::times).max().orElse(0),
                                group.stream().map(Loop::task).distinct().count()),
                "Ended earlier, such tasks cost fewer model calls for the same result.",
                group.stream().map(Loop::call).limit(EVIDENCE).toList(),
                new Opportunity.Measure("repeated_calls", calls, "calls"));
    }
}
