package dev.writ.insight.detector;

import dev.writ.Json;
import dev.writ.WritException;
import dev.writ.entity.TreeVersions;
import dev.writ.insight.Period;
import dev.writ.store.Database;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.List;
import org.jdbi.v3.core.Handle;
import tools.jackson.databind.node.ObjectNode;

/**
 * A call as detectors read it.
 *
 * @param cut {@code time}, {@code size}, or empty
 */
record CallRow(
        String call,
        String task,
        String agent,
        String tool,
        String operation,
        String hash,
        ObjectNode arguments,
        long startedAt,
        String outcome,
        String cut,
        long bytes,
        long micros) {
    static final String COLUMNS =
            "call, task, agent, tool, operation, arguments_hash, arguments, started_at, outcome, cut,"
                    + " bytes, duration_micros";
    /** Of what happened more often than this in a period, the newest are looked at. */
    static final int MOST = 2_000;

    private static final int MOST_OF_A_TASK = 200;

    static CallRow read(ResultSet row) throws SQLException {
        return new CallRow(
                row.getString("call"),
                row.getString("task"),
                row.getString("agent"),
                row.getString("tool"),
                row.getString("operation"),
                row.getString("arguments_hash"),
                arguments(row.getString("arguments")),
                row.getLong("started_at"),
                row.getString("outcome"),
                row.getString("cut"),
                row.getLong("bytes"),
                row.getLong("duration_micros"));
    }

    private static ObjectNode arguments(String json) {
        try {
            return Json.parseObject(json);
        } catch (WritException e) {
            return Json.object();
        }
    }

    /** The newest calls of an operation that ran into this limit, oldest first. */
    static List<CallRow> cut(Database database, String tool, String operation, String cut, Period period) {
        return database.read(handle -> handle.createQuery(
                        "SELECT " + COLUMNS + """
                         FROM tool_usage_events
                        WHERE cut <> '' AND cut = :cut AND tool = :tool AND operation = :operation
                          AND started_at >= :from AND started_at < :until AND
                        """ + TreeVersions.notRunAgain("tool_usage_events.tree") + """
                        ORDER BY started_at DESC, call DESC LIMIT :most
                        """)
                .bind("cut", cut)
                .bind("tool", tool)
                .bind("operation", operation)
                .bind("from", period.from().toEpochMilli())
                .bind("until", period.until().toEpochMilli())
                .bind("most", MOST)
                .map((row, context) -> read(row))
                .list()
                .reversed());
    }

    /** What the same task called of the same operation after this. */
    List<CallRow> laterOnes(Handle handle) {
        return handle.createQuery("SELECT " + COLUMNS + """
                         FROM tool_usage_events
                        WHERE task = :task AND started_at >= :at AND tool = :tool AND operation = :operation AND call <> :call
                        ORDER BY started_at, call LIMIT :most
                        """)
                .bind("task", task)
                .bind("at", startedAt)
                .bind("tool", tool)
                .bind("operation", operation)
                .bind("call", call)
                .bind("most", MOST_OF_A_TASK)
                .map((row, context) -> read(row))
                .list();
    }
}
