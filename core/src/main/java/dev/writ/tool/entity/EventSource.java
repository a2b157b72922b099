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
import org.jdbi.v3.core.statement.Query;
import tools.jackson.databind.node.ObjectNode;

/** Events, newest first. */
record EventSource(Database database) implements EntitySource {
    /** A search looks at so many of the newest events, so that it ends in time on a log of any length. */
    private static final int SEARCHED = 50_000;

    @Override
    public ObjectNode get(String id, OptionalInt version) {
        return database.read(handle -> handle.createQuery("SELECT * FROM events WHERE id = :id")
                .bind("id", id)
                .map((row, context) -> entity(row))
                .findOne()
                .orElseThrow(() -> new WritException(
                        FailureCode.NOT_FOUND,
                        "There is no event '" + id + "'.",
                        "List or search the event entities to find its id.")));
    }

    @Override
    public Page list(ObjectNode filter, int limit, String cursor) {
        EntityFilter fields = EntityFilter.checked(
                filter,
                EntityKind.EVENT,
                Set.of("type", "tree", "task", "agent", "entity", "outcome", "since", "until"));
        String agent = fields.text("agent");
        record Row(long seq, ObjectNode summary) {}
        List<Row> found = database.read(handle -> handle.createQuery("""
                        SELECT * FROM events
                        WHERE (:type = '' OR type = :type OR type LIKE :prefix)
                          AND (:tree = '' OR tree = :tree)
                          AND (:task = '' OR task = :task)
                          AND (:actor = '' OR actor = :actor)
                          AND (:entity = '' OR entity = :entity)
                          AND (:outcome = '' OR outcome = :outcome)
                          AND at >= :since AND at < :until
                          AND seq < :before
                        ORDER BY seq DESC LIMIT :limit
                        """)
                .bind("type", fields.text("type"))
                .bind("prefix", fields.text("type") + ".%")
                .bind("tree", fields.text("tree"))
                .bind("task", fields.text("task"))
                .bind("actor", agent.isEmpty() ? "" : "agent:" + agent)
                .bind("entity", fields.text("entity"))
                .bind("outcome", fields.text("outcome"))
                .bind("since", fields.millis("since", 0))
                .bind("until", fields.millis("until", Long.MAX_VALUE))
                .bind("before", before(cursor))
                .bind("limit", limit + 1)
                .map((row, context) -> new Row(row.getLong("seq"), summary(row)))
                .list());
        return Page.of(found, limit, Row::summary, row -> Long.toString(row.seq()));
    }

    @Override
    public List<ObjectNode> search(SearchWords words, int limit) {
        return database.read(handle -> {
            Query query = handle.createQuery(
                    "SELECT * FROM events WHERE seq > (SELECT COALESCE(MAX(seq), 0) FROM events) - :searched AND "
                            + words.condition("LOWER(type || ' ' || entity || ' ' || actor || ' ' || outcome"
                                    + " || ' ' || data)")
                            + " ORDER BY seq DESC");
            words.bindTo(query);
            query.bind("searched", SEARCHED);
            try (var events = query.map((row, context) -> new Found(summary(row), searched(row))).stream()) {
                return events.filter(event -> words.allIn(event.text()))
                        .limit(limit)
                        .map(Found::summary)
                        .toList();
            }
        });
    }

    private static String searched(ResultSet row) throws SQLException {
        return String.join(
                " ",
                row.getString("type"),
                row.getString("entity"),
                row.getString("actor"),
                row.getString("outcome"),
                ContentText.values(Json.parse(row.getString("data"))));
    }

    private static long before(String cursor) {
        try {
            return cursor.isEmpty() ? Long.MAX_VALUE : Long.parseLong(cursor);
        } catch (NumberFormatException e) {
            throw new WritException(
                    FailureCode.INVALID_ARGUMENTS,
                    "'" + cursor + "' is not a cursor of this listing.",
                    "Use next_cursor of the page before, or none for the first page.");
        }
    }

    private static ObjectNode summary(ResultSet row) throws SQLException {
        return Summaries.of(
                EntityKind.EVENT,
                row.getString("id"),
                row.getString("type"),
                1,
                row.getString("outcome"),
                "%s %s %s by %s %s"
                        .formatted(
                                Times.text(row.getLong("at")),
                                row.getString("kind"),
                                row.getString("entity"),
                                row.getString("actor"),
                                row.getString("data")));
    }

    private static ObjectNode entity(ResultSet row) throws SQLException {
        ObjectNode content = Json.object()
                .put("seq", row.getLong("seq"))
                .put("at", Times.text(row.getLong("at")))
                .put("subject_kind", row.getString("kind"))
                .put("subject", row.getString("entity"))
                .put("tree", row.getString("tree"))
                .put("task", row.getString("task"))
                .put("actor", row.getString("actor"))
                .put("caused_by", row.getString("caused_by"))
                .put("outcome", row.getString("outcome"))
                .put("duration_micros", row.getLong("duration_micros"));
        content.set("data", Json.parse(row.getString("data")));
        return Json.object()
                .put("kind", EntityKind.EVENT.id())
                .put("id", row.getString("id"))
                .put("name", row.getString("type"))
                .put("version", 1)
                .put("status", row.getString("outcome"))
                .put("created_at", Times.text(row.getLong("at")))
                .set("content", content);
    }
}
