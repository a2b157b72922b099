package dev.writ.insight;

import dev.writ.entity.EntityKind;
import dev.writ.entity.TreeVersions;
import dev.writ.store.Database;
import java.util.ArrayList;
import java.util.List;
import java.util.SortedMap;
import java.util.TreeMap;

/** Agents that have to ask for tools in the middle of their work, task after task. */
record ToolRoundTrips(Database database, int leastTasks) implements Detector {
    private static final int EVIDENCE = 10;

    private record Asking(String agent, String task, long requests) {}

    @Override
    public List<Opportunity> detect(Period period) {
        List<Asking> asking = database.read(handle -> handle.createQuery("""
                        SELECT t.agent, t.id AS task, COUNT(*) AS requests
                        FROM events e JOIN tasks t ON t.id = e.task
                        WHERE e.type = 'grant.requested'
                          AND e.seq >= COALESCE((SELECT seq FROM events WHERE at >= :from ORDER BY at, seq LIMIT 1), 0)
                          AND e.at >= :from AND e.at < :until AND t.agent <> '' AND
                        """ + TreeVersions.notRunAgain("t.tree") + """
                        GROUP BY t.agent, t.id
                        ORDER BY t.agent, requests DESC, t.id
                        """)
                .bind("from", period.from().toEpochMilli())
                .bind("until", period.until().toEpochMilli())
                .map((row, context) ->
                        new Asking(row.getString("agent"), row.getString("task"), row.getLong("requests")))
                .list());
        SortedMap<String, List<Asking>> byAgent = new TreeMap<>();
        asking.forEach(one ->
                byAgent.computeIfAbsent(one.agent(), agent -> new ArrayList<>()).add(one));
        return byAgent.values().stream()
                .filter(tasks -> tasks.size() >= leastTasks)
                .map(tasks -> opportunity(tasks, tools(period, tasks.getFirst().agent())))
                .toList();
    }

    /** The tools this agent was granted in the period, the most granted first. */
    private List<String> tools(Period period, String agent) {
        return database.read(
                handle -> handle.createQuery("""
                        SELECT tool FROM task_tool_assignments
                        WHERE agent = :agent AND granted_at >= :from AND granted_at < :until AND
                        """ + TreeVersions.notRunAgain("task_tool_assignments.tree") + """
                        GROUP BY tool ORDER BY COUNT(*) DESC, tool LIMIT 3
                        """)
                        .bind("agent", agent)
                        .bind("from", period.from().toEpochMilli())
                        .bind("until", period.until().toEpochMilli())
                        .mapTo(String.class)
                        .list());
    }

    private static Opportunity opportunity(List<Asking> tasks, List<String> tools) {
        String agent = tasks.getFirst().agent();
        long requests = tasks.stream().mapToLong(Asking::requests).sum();
        return new Opportunity(
                Opportunity.Kind.TOOL_ROUND_TRIPS,
                EntityKind.AGENT,
                agent,
                String.join(", ", tools),
                "'%s' asked for tools %d times in %d tasks%s."
                        .formatted(
                                agent,
                                requests,
                                tasks.size(),
                                tools.isEmpty() ? "" : ", and mostly got " + String.join(", ", tools)),
                "Predicting these tools when such a task starts saves a request each.",
                tasks.stream().map(Asking::task).limit(EVIDENCE).toList(),
                new Opportunity.Measure("requests_per_task", (double) requests / tasks.size(), "requests"));
    }
}
