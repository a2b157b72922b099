package dev.writ.server.api;

import dev.writ.Json;
import dev.writ.permission.AssignmentFilter;
import dev.writ.permission.AssignmentView;
import dev.writ.task.Task;
import dev.writ.task.TaskResult;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/** What came of a request, as {@code writ run --json} prints it: read from the records, not from what agents say. */
final class TaskReport {
    private final ApiParts parts;

    TaskReport(ApiParts parts) {
        this.parts = parts;
    }

    ObjectNode of(Task task) {
        ObjectNode json = Json.object()
                .put("task", task.id())
                .put("status", task.state().id())
                .put("result", task.result().map(TaskResult::text).orElse(""));
        json.set("findings", task.result().map(TaskResult::findings).orElse(Json.array()));
        json.set("files_changed", Json.array(filesChanged(task.tree())));
        json.set("grants", grants(task.tree()));
        json.put("tool_calls", count(task.tree(), "tool <> 'core'"))
                .put("denied", count(task.tree(), "outcome = 'denied'"))
                .put("model", model(task.tree()))
                .put("seconds", seconds(task));
        json.set("error", TaskJson.of(task).path("error"));
        return json;
    }

    private ArrayNode grants(String tree) {
        ArrayNode list = Json.array();
        List<AssignmentView> views = parts.permissions()
                .assignments(AssignmentFilter.all().inTree(tree).atMost(10_000));
        views.forEach(view -> list.add(GrantJson.of(view)));
        return list;
    }

    private List<String> filesChanged(String tree) {
        return parts.database()
                .read(handle -> handle.createQuery("""
                        SELECT DISTINCT path FROM (
                            SELECT path FROM file_changes WHERE tree = :tree AND state = 'done'
                            UNION SELECT other_path FROM file_changes
                            WHERE tree = :tree AND state = 'done' AND other_path <> '') AS changed
                        ORDER BY path
                        """)
                        .bind("tree", tree)
                        .mapTo(String.class)
                        .list());
    }

    private long count(String tree, String condition) {
        return parts.database()
                .read(handle -> handle.createQuery(
                                "SELECT COUNT(*) FROM tool_usage_events WHERE tree = :tree AND " + condition)
                        .bind("tree", tree)
                        .mapTo(Long.class)
                        .one());
    }

    /** The models that answered in the tree; the configured one where none did. */
    private String model(String tree) {
        List<String> names = parts
                .events()
                .find(dev.writ.event.EventFilter.all()
                        .inTree(tree)
                        .ofType("model.called")
                        .atMost(10_000))
                .stream()
                .map(event -> event.data().path("model").asString(""))
                .distinct()
                .sorted()
                .toList();
        return names.isEmpty() ? parts.model() : String.join(", ", names);
    }

    private static double seconds(Task task) {
        Instant end = task.finishedAt().orElse(task.updatedAt());
        return Duration.between(task.createdAt(), end).toMillis() / 1_000.0;
    }
}
