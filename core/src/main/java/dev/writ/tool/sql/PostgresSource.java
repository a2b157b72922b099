package dev.writ.tool.sql;

import dev.writ.FailureCode;
import dev.writ.WritException;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.Map;
import java.util.Properties;

/** A PostgreSQL database, used in read-only transactions with a time limit kept by the server. */
record PostgresSource(SqlDatabase database, Map<String, String> environment) implements SqlSource {
    PostgresSource {
        environment = Map.copyOf(environment);
    }

    @Override
    public String layer() {
        return "postgresql read-only transaction";
    }

    @Override
    public String describeSql() {
        return """
                SELECT CASE WHEN table_schema = 'public' THEN table_name ELSE table_schema || '.' || table_name END,
                       column_name, data_type, is_nullable = 'YES'
                FROM information_schema.columns
                WHERE table_schema NOT IN ('pg_catalog', 'information_schema')
                ORDER BY 1, ordinal_position
                """;
    }

    @Override
    public Connection open(StopSignal signal) throws SQLException {
        Connection connection = DriverManager.getConnection(database.location(), properties(signal));
        try {
            connection.setReadOnly(true);
            connection.setAutoCommit(false);
            try (Statement statement = connection.createStatement()) {
                // Each as a statement of its own before the transaction's first query, which fixes read-only for good.
                statement.execute("SET SESSION CHARACTERISTICS AS TRANSACTION READ ONLY");
                statement.execute("SET default_transaction_read_only = on");
                statement.execute("SET standard_conforming_strings = on");
                statement.execute("SET statement_timeout = " + signal.limit().toMillis());
                statement.execute("SET lock_timeout = 2000");
                statement.execute("SET idle_in_transaction_session_timeout = 60000");
                connection.commit();
                if (!database.name().equals(SqlDatabases.WRIT)) {
                    refusePowerfulRole(statement);
                }
            }
            return connection;
        } catch (SQLException | RuntimeException e) {
            connection.close();
            throw e;
        }
    }

    private Properties properties(StopSignal signal) {
        Properties properties = new Properties();
        if (!database.user().isEmpty()) {
            properties.setProperty("user", database.user());
        }
        if (!database.passwordVariable().isEmpty()) {
            String password = environment.get(database.passwordVariable());
            if (password == null) {
                throw new WritException(
                        FailureCode.UNAVAILABLE,
                        "The password of the database '" + database.name() + "' is not set.",
                        "Set the environment variable " + database.passwordVariable() + " and start Writ again.");
            }
            properties.setProperty("password", password);
        }
        properties.setProperty("ApplicationName", "writ sql_lite");
        properties.setProperty("connectTimeout", "5");
        properties.setProperty("loginTimeout", "5");
        // The server ends the statement; this is for a server that has gone silent.
        properties.setProperty("socketTimeout", Long.toString(signal.limit().toSeconds() + 5));
        properties.setProperty("maxResultBuffer", "32M");
        return properties;
    }

    /**
     * A read-only transaction does not keep such a role from reading the server's files or running its programs by way of
     * functions, so the role must not be one.
     */
    private void refusePowerfulRole(Statement statement) throws SQLException {
        try (ResultSet row = statement.executeQuery("""
                SELECT rolsuper
                    OR pg_has_role(current_user, 'pg_read_server_files', 'member')
                    OR pg_has_role(current_user, 'pg_write_server_files', 'member')
                    OR pg_has_role(current_user, 'pg_execute_server_program', 'member')
                FROM pg_roles WHERE rolname = current_user
                """)) {
            if (!row.next() || row.getBoolean(1)) {
                throw new WritException(
                        FailureCode.PROTECTION_MISSING,
                        "The PostgreSQL role of the database '" + database.name()
                                + "' may read files or run programs on its server.",
                        "Declare a role that is no superuser and has SELECT on the tables needed.");
            }
        }
    }
}
