package dev.writ.server;

import io.zonky.test.db.postgres.embedded.EmbeddedPostgres;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;
import org.junit.jupiter.api.extension.AfterAllCallback;
import org.junit.jupiter.api.extension.BeforeAllCallback;
import org.junit.jupiter.api.extension.ExtensionContext;

/** One PostgreSQL server for all tests of a run, for those with {@link OnPostgres}. */
public final class TestingPostgres implements BeforeAllCallback, AfterAllCallback {
    private static final Set<String> MADE = ConcurrentHashMap.newKeySet();
    private static volatile boolean on;

    /** Started at the first use, and ended with the run. */
    private static final class Server {
        static final EmbeddedPostgres RUNNING = start();

        private static EmbeddedPostgres start() {
            try {
                return EmbeddedPostgres.builder()
                        .setServerConfig("max_connections", "400")
                        .start();
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        }
    }

    @Override
    public void beforeAll(ExtensionContext context) {
        on = true;
    }

    @Override
    public void afterAll(ExtensionContext context) {
        on = false;
    }

    /** Settings of a Writ in the folder: none, but in a test class with {@link OnPostgres}. */
    static Map<String, String> flags(Path folder) {
        return on ? Map.of("database", address(folder)) : Map.of();
    }

    /** The database of a folder: empty at first. */
    public static String address(Path folder) {
        String name = "writ_"
                + UUID.nameUUIDFromBytes(folder.toString().getBytes(StandardCharsets.UTF_8))
                        .toString()
                        .replace("-", "");
        if (MADE.add(name)) {
            execute("CREATE DATABASE " + name);
        }
        return "postgresql://postgres@localhost:" + Server.RUNNING.getPort() + "/" + name;
    }

    /** Runs a statement in the database of a folder. */
    static void executeIn(Path folder, String sql) {
        String address = address(folder);
        try (Connection connection = Server.RUNNING
                        .getDatabase("postgres", address.substring(address.lastIndexOf('/') + 1))
                        .getConnection();
                Statement statement = connection.createStatement()) {
            statement.execute(sql);
        } catch (SQLException e) {
            throw new IllegalStateException(e);
        }
    }

    /** Runs a statement as the server's owner. */
    static void execute(String sql) {
        try (Connection connection = Server.RUNNING.getPostgresDatabase().getConnection();
                Statement statement = connection.createStatement()) {
            statement.execute(sql);
        } catch (SQLException e) {
            throw new IllegalStateException(e);
        }
    }
}
