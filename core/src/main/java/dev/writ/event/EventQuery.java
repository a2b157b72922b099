package dev.writ.event;

import dev.writ.Json;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeSet;
import org.jdbi.v3.core.Handle;

/** A filter as a query that names only what is asked for, so that the database can use the index that serves it. */
final class EventQuery {
    private static final EventFilter ALL = EventFilter.all();

    private final StringBuilder words = new StringBuilder("SELECT * FROM events WHERE seq > :after");
    private final Map<String, Object> values = new LinkedHashMap<>();

    private EventQuery() {}

    static EventQuery of(EventFilter filter) {
        EventQuery query = new EventQuery();
        query.values.put("after", filter.after());
        if (filter.before() != ALL.before()) {
            query.and("seq < :before", "before", filter.before());
        }
        if (!filter.type().isEmpty()) {
            // What begins with the type and a point: in ASCII the slash comes right after the point.
            query.and("(type = :type OR (type >= :first AND type < :beyond))", "type", filter.type());
            query.values.put("first", filter.type() + ".");
            query.values.put("beyond", filter.type() + "/");
        }
        query.andKinds(filter);
        query.andText("entity", filter.entity());
        query.andText("tree", filter.tree());
        query.andText("task", filter.task());
        if (!filter.from().equals(ALL.from())) {
            query.and("at >= :from", "from", filter.from().toEpochMilli());
        }
        if (!filter.until().equals(ALL.until())) {
            query.and("at < :until", "until", filter.until().toEpochMilli());
        }
        query.words
                .append(" ORDER BY seq ")
                .append(filter.newestFirst() ? "DESC" : "ASC")
                .append(" LIMIT :limit");
        query.values.put("limit", filter.limit());
        return query;
    }

    private void and(String condition, String name, Object value) {
        words.append(" AND ").append(condition);
        values.put(name, value);
    }

    private void andText(String column, String value) {
        if (!value.isEmpty()) {
            and(column + " = :" + column, column, value);
        }
    }

    private void andKinds(EventFilter filter) {
        if (filter.kinds().isEmpty()) {
            return;
        }
        StringBuilder names = new StringBuilder();
        for (String kind : new TreeSet<>(filter.kinds())) {
            String name = "kind" + values.size();
            names.append(names.isEmpty() ? ":" : ", :").append(name);
            values.put(name, kind);
        }
        words.append(" AND kind IN (").append(names).append(')');
    }

    List<Event> run(Handle handle) {
        return handle.createQuery(words.toString())
                .bindMap(values)
                .map((row, context) -> read(row))
                .list();
    }

    private static Event read(ResultSet row) throws SQLException {
        return new Event(
                row.getLong("seq"),
                row.getString("id"),
                Instant.ofEpochMilli(row.getLong("at")),
                row.getString("type"),
                row.getString("kind"),
                row.getString("entity"),
                row.getString("tree"),
                row.getString("task"),
                row.getString("actor"),
                row.getString("caused_by"),
                row.getString("outcome"),
                Duration.of(row.getLong("duration_micros"), ChronoUnit.MICROS),
                Json.parseObject(row.getString("data")));
    }
}
