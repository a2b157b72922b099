package dev.writ.store;

import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.Optional;
import javax.sql.DataSource;

/** Reads the table in which Flyway notes what it did, without Flyway. */
final class AppliedMigrations {
    private static final String NEWEST = """
            SELECT version FROM flyway_schema_history
            WHERE NOT EXISTS (SELECT 1 FROM flyway_schema_history WHERE NOT success)
            ORDER BY installed_rank DESC LIMIT 1
            """;

    private AppliedMigrations() {}

    /** Version of the migration applied last; empty for a new database, and where one did not succeed. */
    static Optional<String> newest(DataSource database) {
        try (Connection connection = database.getConnection()) {
            return newest(connection);
        } catch (SQLException e) {
            throw StoreFailures.translate(e);
        }
    }

    /** As {@link #newest(DataSource)}. */
    static Optional<String> newest(Connection connection) throws SQLException {
        try (Statement statement = connection.createStatement()) {
            return hasHistory(connection) ? first(statement.executeQuery(NEWEST)) : Optional.empty();
        }
    }

    private static boolean hasHistory(Connection connection) throws SQLException {
        try (ResultSet tables = connection.getMetaData().getTables(null, null, "flyway_schema_history", null)) {
            return tables.next();
        }
    }

    private static Optional<String> first(ResultSet versions) throws SQLException {
        return versions.next() ? Optional.ofNullable(versions.getString(1)) : Optional.empty();
    }
}
