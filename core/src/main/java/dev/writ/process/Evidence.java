package dev.writ.process;

import dev.writ.Json;
import dev.writ.store.Database;
import java.util.List;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/** What a task really did, read from the usage records and file changes, never from what its agent says. */
final class Evidence {
    private final Database database;

    Evidence(Database database) {
        this.database = database;
    }

    /**
     * @param calls tool calls in order, the core toolkit left out
     * @param filesChanged paths changed and not undone
     */
    record Seen(List<Call> calls, List<String> filesChanged) {

        ObjectNode toJson() {
            ArrayNode list = Json.array();
            calls.forEach(
                    call -> list.addObject().put("function", call.function()).put("status", call.outcome()));
            ObjectNode json = Json.object();
            json.set("calls", list);
            json.set("files_changed", Json.array(filesChanged));
            return json;
        }
    }

    /** @param outcome succeeded, failed or denied */
    record Call(String function, String outcome) {}

    /** What the task and everything under it did. */
    Seen of(String task) {
        return database.read(handle -> {
            List<Call> calls = handle.createQuery("""
                            WITH RECURSIVE under (id) AS (
                                SELECT id FROM tasks WHERE id = :task
                                UNION SELECT t.id FROM tasks t JOIN under u ON t.parent = u.id)
                            SELECT tool, operation, outcome FROM tool_usage_events
                            WHERE tool <> 'core' AND task IN (SELECT id FROM under) ORDER BY started_at, call
                            """)
                    .bind("task", task)
                    .map((row, context) -> new Call(
                            row.getString("tool") + "." + row.getString("operation"), row.getString("outcome")))
                    .list();
            List<String> files = handle.createQuery("""
                            WITH RECURSIVE under (id) AS (
                                SELECT id FROM tasks WHERE id = :task
                                UNION SELECT t.id FROM tasks t JOIN under u ON t.parent = u.id)
                            SELECT DISTINCT path FROM file_changes
                            WHERE state = 'done' AND task IN (SELECT id FROM under) ORDER BY path
                            """)
                    .bind("task", task)
                    .mapTo(String.class)
                    .list();
            return new Seen(calls, files);
        });
    }
}
