package dev.writ.tool.sql;

import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.Map;

/** A way to a database on which nothing but reading is possible. Safe for use by many threads. */
public sealed interface SqlSource permits SqliteSource, PostgresSource {
    SqlDatabase database();

    /** Protection that the database itself gives, for the usage record. */
    String layer();

    /** SQL that gives table, column, type and whether NULL is allowed, ordered by table and position. */
    String describeSql();

    /**
     * A connection of its own for one query: the database refuses writing on it, and ends what runs when the signal says
     * so.
     *
     * @throws SQLException when the database cannot be opened
     */
    Connection open(StopSignal signal) throws SQLException;

    /**
     * That the connection, its query done and nothing committed, is still one that cannot write.
     *
     * @throws SQLException where it is not; nothing that was written stays, since nothing is committed
     */
    void requireReadOnly(Connection connection) throws SQLException;

    /** How what runs on a connection that {@link #open} gave is ended from another thread. */
    StopSignal.Cancellation cancellation(Connection connection, Statement statement) throws SQLException;

    /**
     * The source for a definition.
     *
     * @param environment where passwords are looked up, for instance {@code System.getenv()}
     */
    static SqlSource of(SqlDatabase database, Map<String, String> environment) {
        return switch (database.kind()) {
            case SQLITE -> new SqliteSource(database);
            case POSTGRESQL -> new PostgresSource(database, environment);
        };
    }
}
