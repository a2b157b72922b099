package dev.writ.prediction;

import dev.writ.Json;
import dev.writ.entity.TreeVersions;
import java.util.ArrayList;
import java.util.List;
import java.util.TreeSet;
import org.jdbi.v3.core.Handle;

/**
 * What became of the tasks of a tree that has ended, read from its records. The records label themselves: what was called,
 * what was granted at the start and not called, what was asked for in the middle.
 */
final class Outcomes {
    private Outcomes() {}

    /**
     * @param unused ids of operations that were predicted and not called
     * @param asked tools that were granted after the start
     */
    record Outcome(PastTask task, List<String> unused, List<String> asked) {}

    /** Where a request and the records of a task are; the workspace as it was seen when the task started. */
    private record Row(String id, String instruction, String agent, String predicted) {}

    /**
     * Tasks for which tools were predicted, or that one agent did alone, and that were completed. Not those in which a call
     * was refused because others might have chosen its target: what happened there may be their choice too.
     */
    static List<Outcome> of(Handle handle, String tree) {
        List<Row> rows = handle.createQuery("""
                        SELECT t.id, t.instruction, t.agent, COALESCE(s.result, '') AS predicted
                        FROM tasks t LEFT JOIN process_steps s ON s.task = t.id AND s.name = 'predict_tools'
                        WHERE t.tree = :tree AND t.state = 'completed' AND t.agent <> ''
                          AND (s.task IS NOT NULL OR (t.process = 'single_agent' AND t.parent = ''))
                          AND NOT EXISTS (SELECT 1 FROM tool_usage_events u
                                          WHERE u.task = t.id AND u.rule IN ('origin', 'rule_of_two')) AND
                        """ + TreeVersions.notRunAgain("t.tree") + """
                        ORDER BY t.id
                        """)
                .bind("tree", tree)
                .map((row, context) -> new Row(
                        row.getString("id"),
                        row.getString("instruction"),
                        row.getString("agent"),
                        row.getString("predicted")))
                .list();
        List<Outcome> outcomes = new ArrayList<>();
        rows.forEach(row -> outcomes.add(outcome(handle, row)));
        return outcomes;
    }

    private static Outcome outcome(Handle handle, Row row) {
        String workspace = row.predicted().startsWith("{")
                ? Json.parseObject(row.predicted()).path("workspace").asString("")
                : "";
        List<String> used = handle.createQuery("""
                        SELECT DISTINCT tool || '.' || operation FROM tool_usage_events
                        WHERE task = :task AND outcome = 'succeeded' AND tool NOT IN ('', 'core')
                        """)
                .bind("task", row.id())
                .mapTo(String.class)
                .list();
        List<String> unused = new ArrayList<>();
        List<String> asked = new ArrayList<>();
        handle.createQuery("SELECT tool, operations, reason, uses FROM task_tool_assignments WHERE task = :task")
                .bind("task", row.id())
                .map((grant, context) -> {
                    boolean predicted = grant.getString("reason").startsWith("predicted:");
                    if (!predicted) {
                        asked.add(grant.getString("tool"));
                    } else if (grant.getLong("uses") == 0) {
                        unused.add(grant.getString("tool"));
                    }
                    return predicted;
                })
                .list();
        return new Outcome(
                new PastTask(row.id(), new Situation(row.instruction(), row.agent(), workspace), new TreeSet<>(used)),
                unused,
                asked);
    }
}
