package dev.writ.tool.sql;

import dev.writ.FailureCode;
import dev.writ.WritException;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Properties;
import org.postgresql.core.BaseConnection;

/**
 * A PostgreSQL database, used in read-only transactions that are never committed, with a time limit kept by the server.
 *
 * <p>Before version 16 a function of the database can take its transaction out of read-only ({@code RESET
 * transaction_read_only}). What it then writes is rolled back, and the query fails; only what no transaction covers stays,
 * the number a sequence is at.
 */
record PostgresSource(SqlDatabase database, Map<String, String> environment) implements SqlSource {
    /** From this version on the setting of a transaction cannot be reset. */
    private static final int KEEPS_READ_ONLY = 16;

    private static final String READ_ONLY_TRANSACTION = "25006";

    private static final List<String> POWERFUL_ROLES = List.of(
            "pg_read_server_files",
            "pg_write_server_files",
            "pg_execute_server_program",
            "pg_signal_backend",
            "pg_create_subscription",
            "pg_maintain",
            "pg_checkpoint");

    /** They read or write the server's files, talk to others, or steer the server. */
    private static final List<String> REACHING_FUNCTIONS = List.of(
            "pg_read_file",
            "pg_read_binary_file",
            "pg_stat_file",
            "pg_ls_dir",
            "pg_file_write",
            "pg_file_rename",
            "pg_file_unlink",
            "pg_file_sync",
            "lo_import",
            "lo_export",
            "dblink",
            "dblink_exec",
            "dblink_connect",
            "dblink_connect_u",
            "dblink_open",
            "dblink_send_query",
            "http",
            "http_get",
            "http_post",
            "pg_reload_conf",
            "pg_rotate_logfile",
            "pg_switch_wal",
            "pg_promote",
            "pg_create_restore_point");

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
                    refusePowerfulRole(connection);
                }
            }
            return connection;
        } catch (SQLException | RuntimeException e) {
            connection.close();
            throw e;
        }
    }

    @Override
    public void requireReadOnly(Connection connection) throws SQLException {
        if (connection.getMetaData().getDatabaseMajorVersion() >= KEEPS_READ_ONLY) {
            return;
        }
        try (Statement statement = connection.createStatement();
                ResultSet row = statement.executeQuery("SHOW transaction_read_only")) {
            if (!row.next() || !row.getString(1).equals("on")) {
                throw new SQLException("The query took its transaction out of read-only.", READ_ONLY_TRANSACTION);
            }
        }
    }

    @Override
    public StopSignal.Cancellation cancellation(Connection connection, Statement statement) throws SQLException {
        // A statement of the driver cannot be cancelled while further rows are fetched; its connection can.
        return connection.unwrap(BaseConnection.class)::cancelQuery;
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
     * A read-only transaction keeps nobody from what functions do beyond the database, so the role must be able to call
     * none that do: the answer lies in what the server lets the role do, not in what the SQL looks like.
     */
    private void refusePowerfulRole(Connection connection) throws SQLException {
        List<String> powers = new ArrayList<>();
        try (PreparedStatement statement = connection.prepareStatement("""
                SELECT 'is ' || kind FROM pg_roles, LATERAL (VALUES
                    ('a superuser', rolsuper), ('allowed to replicate', rolreplication),
                    ('allowed to make roles', rolcreaterole)) AS power (kind, held)
                WHERE rolname = current_user AND held
                UNION ALL
                SELECT 'is a member of ' || rolname FROM pg_roles
                WHERE rolname = ANY (?) AND pg_has_role(current_user, oid, 'member')
                UNION ALL
                SELECT DISTINCT 'may call ' || proname FROM pg_proc
                WHERE proname = ANY (?) AND has_function_privilege(current_user, oid, 'execute')
                """)) {
            statement.setArray(1, connection.createArrayOf("text", POWERFUL_ROLES.toArray()));
            statement.setArray(2, connection.createArrayOf("text", REACHING_FUNCTIONS.toArray()));
            try (ResultSet rows = statement.executeQuery()) {
                while (rows.next()) {
                    powers.add(rows.getString(1));
                }
            }
        }
        if (!powers.isEmpty()) {
            throw new WritException(
                    FailureCode.PROTECTION_MISSING,
                    "The PostgreSQL role of the database '" + database.name() + "' reaches beyond it: it "
                            + String.join(", ", powers.subList(0, Math.min(3, powers.size()))) + ".",
                    "Declare a role that is no superuser and has SELECT on the tables needed, and revoke the rest.");
        }
    }
}
