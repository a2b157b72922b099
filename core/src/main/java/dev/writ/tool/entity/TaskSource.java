package dev.writ.tool.entity;

import dev.writ.FailureCode;
import dev.writ.Json;
import dev.writ.WritException;
import dev.writ.entity.ContentText;
import dev.writ.entity.EntityKind;
import dev.writ.entity.SearchWords;
import dev.writ.store.Database;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.List;
import java.util.OptionalInt;
import java.util.Set;
import java.util.function.Function;
import org.jdbi.v3.core.Handle;
import org.jdbi.v3.core.statement.Query;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/** Tasks, newest first. */
record TaskSource(Database database) implements EntitySource {
    private static final int MOST_SUBTASKS = 200;

    @Override
    public ObjectNode get(String id, OptionalInt version) {
        return database.read(handle -> {
            ObjectNode task = handle.createQuery("SELECT * FROM tasks WHERE id = :id")
                    .bind("id", id)
                    .map((row, context) -> entity(row))
                    .findOne()
                    .orElseThrow(() -> new WritException(
                            FailureCode.NOT_FOUND,
                            "There is no task '" + id + "'.",
                            "List or search the task entities to find its id."));
            ObjectNode content = (ObjectNode) task.get("content");
            content.set("depends_on", dependencies(handle, id));
            content.set("subtasks", subtasks(handle, id));
            tree(handle, id).forEach(tree -> content.set("request", tree));
            return task;
        });
    }

    @Override
    public Page list(ObjectNode filter, int limit, String cursor) {
        EntityFilter fields = EntityFilter.checked(
                filter, EntityKind.TASK, Set.of("state", "tree", "agent", "parent", "name", "since", "until"));
        List<ObjectNode> found = database.read(handle -> handle.createQuery("""
                        SELECT * FROM tasks
                        WHERE (:state = '' OR state = :state)
                          AND (:tree = '' OR tree = :tree)
                          AND (:agent = '' OR agent = :agent)
                          AND (:parent = '' OR parent = :parent)
                          AND (:name = '' OR LOWER(title) LIKE :pattern ESCAPE '!')
                          AND created_at >= :since AND created_at < :until
                          AND (:cursor = '' OR id < :cursor)
                        ORDER BY id DESC LIMIT :limit
                        """)
                .bind("state", fields.text("state"))
                .bind("tree", fields.text("tree"))
                .bind("agent", fields.text("agent"))
                .bind("parent", fields.text("parent"))
                .bind("name", fields.text("name"))
                .bind("pattern", SearchWords.pattern(fields.text("name")))
                .bind("since", fields.millis("since", 0))
                .bind("until", fields.millis("until", Long.MAX_VALUE))
                .bind("cursor", cursor)
                .bind("limit", limit + 1)
                .map((row, context) -> summary(row))
                .list());
        return Page.of(found, limit, Function.identity(), task -> task.get("id").asString());
    }

    @Override
    public List<ObjectNode> search(SearchWords words, int limit) {
        return database.read(handle -> {
            Query query = handle.createQuery("SELECT * FROM tasks WHERE "
                    + words.condition("LOWER(title || ' ' || instruction || ' ' || agent || ' ' || result"
                            + " || ' ' || failure || ' ' || parameters)")
                    + " ORDER BY id DESC");
            words.bindTo(query);
            try (var tasks = query.map((row, context) -> new Found(summary(row), searched(row))).stream()) {
                return tasks.filter(task -> words.allIn(task.text()))
                        .limit(limit)
                        .map(Found::summary)
                        .toList();
            }
        });
    }

    private static String searched(ResultSet row) throws SQLException {
        return String.join(
                " ",
                row.getString("title"),
                row.getString("instruction"),
                row.getString("agent"),
                row.getString("result"),
                row.getString("failure"),
                ContentText.values(Json.parse(row.getString("parameters"))));
    }

    private static ArrayNode dependencies(Handle handle, String id) {
        return Json.array(handle.createQuery("SELECT depends_on FROM task_dependencies WHERE task = :id")
                .bind("id", id)
                .mapTo(String.class)
                .list());
    }

    private static ArrayNode subtasks(Handle handle, String id) {
        return Summaries.array(handle.createQuery("SELECT * FROM tasks WHERE parent = :id ORDER BY id LIMIT :limit")
                .bind("id", id)
                .bind("limit", MOST_SUBTASKS)
                .map((row, context) -> summary(row))
                .list());
    }

    /** For the root task of a request: what was asked and what it has cost so far. */
    private static List<ObjectNode> tree(Handle handle, String id) {
        return handle.createQuery("SELECT * FROM trees WHERE id = :id")
                .bind("id", id)
                .map((row, context) -> Json.object()
                        .put("text", row.getString("request"))
                        .put("submitted_by", row.getString("submitted_by"))
                        .put("model_calls", row.getLong("model_calls"))
                        .put("tokens", row.getLong("tokens"))
                        .put("cost_micros", row.getLong("cost_micros"))
                        .put("subtasks", row.getLong("subtasks"))
                        .put("started_at", Times.text(row.getLong("started_at")))
                        .put("finished_at", Times.text(row.getLong("finished_at"))))
                .list();
    }

    private static ObjectNode summary(ResultSet row) throws SQLException {
        String failure = row.getString("failure");
        String result = row.getString("result");
        String gist = !failure.isEmpty() ? failure : !result.isEmpty() ? result : row.getString("instruction");
        String agent = row.getString("agent");
        return Summaries.of(
                EntityKind.TASK,
                row.getString("id"),
                row.getString("title"),
                row.getLong("version"),
                row.getString("state"),
                (agent.isEmpty() ? "" : "by " + agent + ": ") + gist);
    }

    private static ObjectNode entity(ResultSet row) throws SQLException {
        ObjectNode content = Json.object()
                .put("tree", row.getString("tree"))
                .put("parent", row.getString("parent"))
                .put("delegated_by", row.getString("delegated_by"))
                .put("depth", row.getInt("depth"))
                .put("agent", row.getString("agent"))
                .put("process", row.getString("process"))
                .put("instruction", row.getString("instruction"))
                .put("state", row.getString("state"))
                .put("hold_reason", row.getString("hold_reason"))
                .put("priority", row.getInt("priority"))
                .put("turns", row.getInt("turns"))
                .put("result", row.getString("result"))
                .put("failure", row.getString("failure"))
                .put("finished_at", Times.text(row.getLong("finished_at")));
        content.set("parameters", Json.parse(row.getString("parameters")));
        return Json.object()
                .put("kind", EntityKind.TASK.id())
                .put("id", row.getString("id"))
                .put("name", row.getString("title"))
                .put("version", row.getLong("version"))
                .put("status", row.getString("state"))
                .put("created_at", Times.text(row.getLong("created_at")))
                .put("updated_at", Times.text(row.getLong("updated_at")))
                .set("content", content);
    }
}
