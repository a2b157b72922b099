package dev.writ.insight;

import dev.writ.entity.EntityKind;
import dev.writ.entity.TreeVersions;
import dev.writ.store.Database;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;

/** Calls that were denied for want of a grant that the same task then got: the agent could have had it from the start. */
record DeniedThenGranted(Database database, int leastTasks) implements Detector {
    private static final int EVIDENCE = 10;

    private record Pair(String agent, String tool) {}

    private record Denial(String task, String call, Pair pair) {}

    @Override
    public List<Opportunity> detect(Period period) {
        List<Denial> denials =
                database.read(handle -> handle.createQuery("""
                        SELECT u.task, MIN(u.call) AS call, u.agent, u.tool
                        FROM tool_usage_events u
                        WHERE u.outcome = 'denied' AND u.started_at >= :from AND u.started_at < :until
                          AND EXISTS (SELECT 1 FROM task_tool_assignments a
                                      WHERE a.task = u.task AND a.tool = u.tool AND a.granted_at >= u.started_at) AND
                        """ + TreeVersions.notRunAgain("u.tree") + """
                        GROUP BY u.task, u.agent, u.tool
                        ORDER BY u.agent, u.tool, u.task
                        """)
                        .bind("from", period.from().toEpochMilli())
                        .bind("until", period.until().toEpochMilli())
                        .map((row, context) -> new Denial(
                                row.getString("task"),
                                row.getString("call"),
                                new Pair(row.getString("agent"), row.getString("tool"))))
                        .list());
        SortedMap<String, List<Denial>> byPair = new TreeMap<>();
        denials.forEach(denial -> byPair.computeIfAbsent(
                        denial.pair().agent() + " " + denial.pair().tool(), key -> new ArrayList<>())
                .add(denial));
        return byPair.entrySet().stream()
                .map(Map.Entry::getValue)
                .filter(group -> group.size() >= leastTasks)
                .map(DeniedThenGranted::opportunity)
                .toList();
    }

    private static Opportunity opportunity(List<Denial> group) {
        Pair pair = group.getFirst().pair();
        return new Opportunity(
                Opportunity.Kind.DENIED_THEN_GRANTED,
                EntityKind.AGENT,
                pair.agent(),
                pair.tool(),
                "'%s' was denied '%s' and got it afterwards in %d tasks."
                        .formatted(pair.agent(), pair.tool(), group.size()),
                "Predicting '%s' for tasks like these saves the denied call and the request.".formatted(pair.tool()),
                group.stream().map(Denial::call).limit(EVIDENCE).toList(),
                new Opportunity.Measure("tasks_denied_then_granted", group.size(), "tasks"));
    }
}
