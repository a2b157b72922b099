package dev.writ.tool.sql;

import dev.writ.tool.AuthorizedCall;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.ResultSetMetaData;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import tools.jackson.databind.JsonNode;

/** Runs one query on a connection of its own, within the limits. Safe for use by many threads. */
record QueryRunner(LimitsOfTree limitsOfTree) {
    /** What a query may take and give in a tree. */
    @FunctionalInterface
    interface LimitsOfTree {
        SqlLimits in(String tree);
    }

    /** Rows the driver fetches at a time, so that a large result never is in memory as a whole. */
    private static final int FETCHED_AT_ONCE = 100;

    /**
     * @param what names the query in failures
     * @throws dev.writ.WritException {@code timed_out}, {@code cancelled}, {@code too_large}, {@code unavailable} or
     *     {@code operation_failed}
     */
    QueryRows run(
            SqlSource source, String what, String sql, List<SqlValue> values, Set<String> times, AuthorizedCall call) {
        call.checkStopped();
        call.reportLayer(source.layer());
        SqlLimits limits = limitsOfTree.in(call.context().tree());
        StopSignal signal = new StopSignal(limits.time(), limits.steps());
        call.onStop(signal::stop);
        signal.watch();
        try (Connection connection = source.open(signal);
                PreparedStatement statement = connection.prepareStatement(sql)) {
            statement.setFetchSize(FETCHED_AT_ONCE);
            for (int i = 0; i < values.size(); i++) {
                values.get(i).bind(statement, i + 1, source.database().kind());
            }
            signal.running(source.cancellation(connection, statement));
            try (ResultSet rows = statement.executeQuery()) {
                QueryRows read = read(rows, times, limits, signal, call);
                source.requireReadOnly(connection);
                return read;
            } finally {
                signal.finished();
            }
        } catch (SQLException e) {
            call.checkStopped();
            throw QueryFailures.translate(e, what, source, signal);
        }
    }

    private static QueryRows read(
            ResultSet rows, Set<String> times, SqlLimits limits, StopSignal signal, AuthorizedCall call)
            throws SQLException {
        List<String> columns = columns(rows.getMetaData());
        CellReader cells = new CellReader(rows, columns, times, limits.cellCharacters());
        List<List<JsonNode>> read = new ArrayList<>();
        while (rows.next()) {
            call.checkStopped();
            if (signal.timeIsOver()) {
                throw new SQLException("The time is over.");
            }
            if (read.size() == limits.rows()) {
                return new QueryRows(columns, read, true);
            }
            List<JsonNode> row = cells.row();
            if (cells.characters() > limits.resultCharacters()) {
                return new QueryRows(columns, read, true);
            }
            read.add(row);
        }
        return new QueryRows(columns, read, cells.cut());
    }

    /** Rows are objects with a key for each column, so a name used twice gets a number. */
    private static List<String> columns(ResultSetMetaData metadata) throws SQLException {
        Set<String> names = new LinkedHashSet<>();
        for (int i = 1; i <= metadata.getColumnCount(); i++) {
            String label = metadata.getColumnLabel(i);
            String name = label;
            for (int number = 2; !names.add(name); number++) {
                name = label + "_" + number;
            }
        }
        return List.copyOf(names);
    }
}
