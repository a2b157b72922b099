package dev.writ.tool;

import dev.writ.Failure;
import dev.writ.FailureCode;
import dev.writ.Json;
import dev.writ.label.Label;
import dev.writ.store.Database;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.function.ObjLongConsumer;
import org.jdbi.v3.core.Handle;
import tools.jackson.databind.JsonNode;

/** Reads the record of tool calls. Safe for use by many threads. */
public final class UsageRecords {
    private final Database database;

    public UsageRecords(Database database) {
        this.database = database;
    }

    /** The record of one call. */
    public Optional<ToolUsage> find(String call) {
        return database.read(handle -> find(handle, call));
    }

    static Optional<ToolUsage> find(Handle handle, String call) {
        return handle.createQuery("SELECT * FROM tool_usage_events WHERE call = :call")
                .bind("call", call)
                .map((row, context) -> read(row))
                .findOne();
    }

    /** The calls of one task, oldest first, at most so many. */
    public List<ToolUsage> ofTask(String task, int limit) {
        return list("task", task, "ASC", limit);
    }

    /** The calls of one tree, oldest first, at most so many. */
    public List<ToolUsage> ofTree(String tree, int limit) {
        return list("tree", tree, "ASC", limit);
    }

    /** The calls of one tool, newest first, at most so many. */
    public List<ToolUsage> ofTool(String tool, int limit) {
        return list("tool", tool, "DESC", limit);
    }

    /** Calls that were started and have no end: after a crash these are to be repeated or reported. Oldest first. */
    public List<ToolUsage> unfinished() {
        return list("outcome", "started", "ASC", Integer.MAX_VALUE);
    }

    /**
     * Reads all calls of tools that can be granted, made from then on, one after the other, oldest first; each with the
     * number of the event that told of its start, or where it did not run, of its refusal.
     */
    static void eachSince(Handle handle, Instant since, ObjLongConsumer<ToolUsage> reader) {
        record Numbered(ToolUsage usage, long event) {}
        handle.createQuery("""
                        SELECT u.*, COALESCE(
                            (SELECT MAX(seq) FROM events e
                             WHERE e.kind = 'tool_call' AND e.entity = u.call AND e.type = 'tool.started'),
                            (SELECT MAX(seq) FROM events e WHERE e.kind = 'tool_call' AND e.entity = u.call), 0) AS event
                        FROM tool_usage_events u WHERE u.started_at >= :since AND u.tool NOT IN ('', 'core')
                        ORDER BY u.started_at, u.call
                        """)
                .bind("since", since.toEpochMilli())
                .map((row, context) -> new Numbered(read(row), row.getLong("event")))
                .useIterator(rows -> rows.forEachRemaining(row -> reader.accept(row.usage(), row.event())));
    }

    private List<ToolUsage> list(String column, String value, String order, int limit) {
        return database.read(handle -> handle.createQuery("""
                        SELECT * FROM tool_usage_events WHERE %s = :value
                        ORDER BY started_at %s, call %s LIMIT :limit
                        """.formatted(column, order, order))
                .bind("value", value)
                .bind("limit", limit)
                .map((row, context) -> read(row))
                .list());
    }

    private static ToolUsage read(ResultSet row) throws SQLException {
        long finished = row.getLong("finished_at");
        Optional<Instant> finishedAt = row.wasNull() ? Optional.empty() : Optional.of(Instant.ofEpochMilli(finished));
        return new ToolUsage(
                row.getString("call"),
                row.getString("task"),
                row.getString("tree"),
                row.getString("agent"),
                row.getString("tool"),
                row.getString("operation"),
                row.getString("assignment"),
                row.getString("authority"),
                row.getString("arguments_hash"),
                Json.parse(row.getString("arguments")),
                Json.parse(row.getString("accesses")),
                Effect.valueOf(row.getString("effect").toUpperCase(Locale.ROOT)),
                Instant.ofEpochMilli(row.getLong("started_at")),
                finishedAt,
                row.getString("outcome"),
                row.getString("rule"),
                failure(row.getString("failure")),
                row.getString("summary"),
                row.getLong("bytes"),
                Duration.of(row.getLong("duration_micros"), ChronoUnit.MICROS),
                Json.parse(row.getString("layers"))
                        .valueStream()
                        .map(JsonNode::stringValue)
                        .toList(),
                label(row));
    }

    private static Optional<Label> label(ResultSet row) throws SQLException {
        String integrity = row.getString("integrity");
        return integrity.isEmpty()
                ? Optional.empty()
                : Optional.of(Label.read(integrity, row.getString("confidentiality")));
    }

    private static Optional<Failure> failure(String text) {
        if (text.isEmpty()) {
            return Optional.empty();
        }
        JsonNode json = Json.parse(text);
        return Optional.of(Failure.of(
                FailureCode.valueOf(json.path("code").asString("internal").toUpperCase(Locale.ROOT)),
                json.path("message").asString(""),
                json.path("hint").asString("")));
    }
}
