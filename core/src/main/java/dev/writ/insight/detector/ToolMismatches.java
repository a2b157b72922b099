package dev.writ.insight.detector;

import dev.writ.entity.Definition;
import dev.writ.entity.DefinitionFilter;
import dev.writ.entity.DefinitionStatus;
import dev.writ.entity.Definitions;
import dev.writ.entity.EntityKind;
import dev.writ.entity.TreeVersions;
import dev.writ.insight.Detector;
import dev.writ.insight.Opportunity;
import dev.writ.insight.Period;
import dev.writ.insight.ToolName;
import dev.writ.store.Database;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;

/**
 * Agents whose instruction and tools do not fit: what they do keeps being denied for want of a tool that they never get,
 * or their instruction names a tool that none of their tasks ever used.
 */
record ToolMismatches(Database database, Definitions definitions, int leastDenied, int leastTasks) implements Detector {
    private static final int EVIDENCE = 10;
    private static final int MOST_AGENTS = 200;

    private record Denied(String agent, String tool, String task, String call) {}

    @Override
    public List<Opportunity> detect(Period period) {
        return Stream.concat(denied(period).stream(), named(period).stream()).toList();
    }

    private List<Opportunity> denied(Period period) {
        List<Denied> rows = database.read(handle -> handle.createQuery(
                        """
                        SELECT u.agent, u.tool, u.task, MIN(u.call) AS call
                        FROM (SELECT call, agent, tool, task FROM tool_usage_events
                              WHERE outcome = 'denied' AND rule = 'not_assigned'
                                AND started_at >= :from AND started_at < :until AND
                        """ + TreeVersions.notRunAgain("tool_usage_events.tree") + """
                              ORDER BY started_at DESC, call DESC LIMIT :most) u
                        WHERE NOT EXISTS (SELECT 1 FROM task_tool_assignments a
                                          WHERE a.task = u.task AND a.tool = u.tool)
                        GROUP BY u.agent, u.tool, u.task
                        ORDER BY u.agent, u.tool, u.task
                        """)
                .bind("from", period.from().toEpochMilli())
                .bind("until", period.until().toEpochMilli())
                .bind("most", CallRow.MOST)
                .map((row, context) -> new Denied(
                        row.getString("agent"), row.getString("tool"), row.getString("task"), row.getString("call")))
                .list());
        List<Opportunity> found = new ArrayList<>();
        rows.stream()
                .collect(java.util.stream.Collectors.groupingBy(
                        row -> List.of(row.agent(), row.tool()),
                        java.util.LinkedHashMap::new,
                        java.util.stream.Collectors.toList()))
                .forEach((key, tasks) -> {
                    if (tasks.size() >= leastDenied) {
                        found.add(new Opportunity(
                                Opportunity.Kind.TOOL_MISMATCH,
                                EntityKind.AGENT,
                                key.getFirst(),
                                key.getLast(),
                                "'%s' tried to use '%s' without having it in %d tasks, and never got it."
                                        .formatted(key.getFirst(), key.getLast(), tasks.size()),
                                "An agent that asks for the tool first, or has no use for it, is not denied.",
                                tasks.stream().map(Denied::call).limit(EVIDENCE).toList(),
                                new Opportunity.Measure("tasks_denied", tasks.size(), "tasks")));
                    }
                });
        return found;
    }

    private List<Opportunity> named(Period period) {
        List<String> tools =
                names(EntityKind.TOOL).stream().map(Definition::name).toList();
        List<Opportunity> found = new ArrayList<>();
        for (Definition agent : names(EntityKind.AGENT)) {
            String instruction = agent.content().path("instruction").asString("");
            List<String> mentioned = tools.stream()
                    .filter(tool -> !tool.equals("core") && ToolName.isIn(instruction, tool))
                    .toList();
            if (mentioned.isEmpty()) {
                continue;
            }
            List<String> tasks = tasks(agent.name(), period);
            for (String tool : mentioned) {
                if (tasks.size() >= leastTasks && !used(agent.name(), tool, period)) {
                    found.add(unused(agent.name(), tool, tasks));
                }
            }
        }
        return found;
    }

    private static Opportunity unused(String agent, String tool, List<String> tasks) {
        return new Opportunity(
                Opportunity.Kind.UNUSED_TOOL_NAMED,
                EntityKind.AGENT,
                agent,
                tool,
                "The instruction of '%s' names the tool '%s', which none of its %d tasks used."
                        .formatted(agent, tool, tasks.size()),
                "An instruction that names only what is used is shorter and misleads nobody.",
                tasks.stream().limit(EVIDENCE).toList(),
                new Opportunity.Measure("tasks_without_it", tasks.size(), "tasks"));
    }

    private List<Definition> names(EntityKind kind) {
        return definitions
                .list(DefinitionFilter.all()
                        .ofKind(kind)
                        .withStatus(DefinitionStatus.ACTIVE)
                        .atMost(MOST_AGENTS))
                .definitions();
    }

    private List<String> tasks(String agent, Period period) {
        return database.read(handle -> handle.createQuery("""
                        SELECT id FROM (SELECT id, agent, created_at FROM tasks
                                        WHERE created_at >= :from AND created_at < :until AND
                        """ + TreeVersions.notRunAgain("tasks.tree") + """
                                        ORDER BY created_at DESC, id DESC LIMIT :most) t
                        WHERE agent = :agent ORDER BY created_at DESC, id DESC
                        """)
                .bind("agent", agent)
                .bind("from", period.from().toEpochMilli())
                .bind("until", period.until().toEpochMilli())
                .bind("most", CallRow.MOST)
                .mapTo(String.class)
                .list());
    }

    private boolean used(String agent, String tool, Period period) {
        return database.read(handle -> handle.createQuery("""
                        SELECT EXISTS (SELECT 1 FROM tool_usage_events
                                       WHERE agent = :agent AND started_at >= :from AND started_at < :until
                                         AND tool = :tool)
                        """)
                .bind("agent", agent)
                .bind("tool", tool)
                .bind("from", period.from().toEpochMilli())
                .bind("until", period.until().toEpochMilli())
                .mapTo(Boolean.class)
                .one());
    }
}
