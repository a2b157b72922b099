package dev.writ.bench;

import dev.writ.store.PostgresAddress;
import io.zonky.test.db.postgres.embedded.EmbeddedPostgres;
import java.io.IOException;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.UUID;

/**
 * A PostgreSQL server to measure on, which makes every commit durable: the one that a variable of the environment names,
 * else one that is started for it in the folder of the run.
 */
final class PostgresServer implements AutoCloseable {
    /** Names a database of a server whose user may make other databases there. */
    static final String ADDRESS = "WRIT_BENCH_DATABASE";

    private static final String PASSWORD = System.getenv().getOrDefault(PostgresAddress.PASSWORD, "");
    private static final String CONNECTIONS = "200";

    private final Optional<EmbeddedPostgres> started;
    private final String entrance;
    private final List<String> made = new ArrayList<>();

    private PostgresServer(Optional<EmbeddedPostgres> started, String entrance) {
        this.started = started;
        this.entrance = entrance;
    }

    /** @throws Missing where there is none, or it loses commits when the power fails */
    static PostgresServer durable(Plan plan) throws Missing {
        String named = System.getenv().getOrDefault(ADDRESS, "");
        PostgresServer server = named.isEmpty() ? start(plan) : new PostgresServer(Optional.empty(), named);
        try {
            for (String setting : List.of("fsync", "synchronous_commit", "full_page_writes")) {
                if (!server.setting(setting).equals("on")) {
                    throw new Missing("the server has " + setting + " off");
                }
            }
            return server;
        } catch (SQLException | RuntimeException e) {
            server.close();
            throw new Missing("the server of " + ADDRESS + " does not answer (" + e.getMessage() + ")", e);
        } catch (Missing e) {
            server.close();
            throw e;
        }
    }

    /** What tests are glad to leave out, durable commits, is switched on. */
    private static PostgresServer start(Plan plan) throws Missing {
        try {
            EmbeddedPostgres embedded = EmbeddedPostgres.builder()
                    .setOverrideWorkingDirectory(plan.newFolder("postgresql").toFile())
                    .setDataDirectory(plan.newFolder("postgresql-data"))
                    .setServerConfig("max_connections", CONNECTIONS)
                    .setServerConfig("fsync", "on")
                    .setServerConfig("full_page_writes", "on")
                    .setServerConfig("synchronous_commit", "on")
                    .start();
            return new PostgresServer(
                    Optional.of(embedded), "postgresql://postgres@localhost:" + embedded.getPort() + "/postgres");
        } catch (IOException | RuntimeException e) {
            throw new Missing(
                    "no PostgreSQL server could be started here (" + e.getMessage() + "); name one with " + ADDRESS, e);
        }
    }

    /** The address of a database that is empty, and gone when this is closed. */
    String emptyDatabase() throws SQLException {
        String name = "writ_bench_" + UUID.randomUUID().toString().replace("-", "");
        execute("CREATE DATABASE " + name + " ENCODING 'UTF8' TEMPLATE template0");
        made.add(name);
        return entrance.replaceFirst("(//[^/]+/)[^?]+", "$1" + name);
    }

    static Connection connect(String address) throws SQLException {
        PostgresAddress parsed = PostgresAddress.parse(address);
        return DriverManager.getConnection(parsed.jdbcUrl(), parsed.user(), PASSWORD);
    }

    static String password() {
        return PASSWORD;
    }

    /** Which server it is, as a line of the report. */
    Row row() throws SQLException {
        String version = "PostgreSQL " + setting("server_version");
        return Row.of(
                "the server",
                started.isPresent()
                        ? version + ", on this machine, for this alone"
                        : version + ", as " + ADDRESS + " says",
                "fsync, full_page_writes and synchronous_commit on");
    }

    private String setting(String name) throws SQLException {
        try (Connection connection = connect(entrance);
                Statement statement = connection.createStatement();
                ResultSet shown = statement.executeQuery("SHOW " + name)) {
            shown.next();
            return shown.getString(1);
        }
    }

    private void execute(String sql) throws SQLException {
        try (Connection connection = connect(entrance);
                Statement statement = connection.createStatement()) {
            statement.execute(sql);
        }
    }

    @Override
    public void close() {
        try {
            if (started.isPresent()) {
                started.get().close();
                return;
            }
            for (String name : made) {
                execute("DROP DATABASE IF EXISTS " + name);
            }
        } catch (IOException | SQLException e) {
            System.err.println("The PostgreSQL server was not left as it was: " + e.getMessage());
        }
    }
}
