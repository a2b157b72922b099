package dev.writ.store;

import dev.writ.IdSource;
import io.zonky.test.db.postgres.embedded.EmbeddedPostgres;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;

/** One PostgreSQL server for all tests of a run, with a database of its own for each folder. */
public final class TestingPostgres {
    private static final String TEMPLATE = "writ_template";
    private static final IdSource IDS = prefix -> prefix + "_" + UUID.randomUUID();
    private static final Set<String> MADE = ConcurrentHashMap.newKeySet();

    private TestingPostgres() {}

    /** Started at the first use, and ended with the run. */
    private static final class Server {
        static final EmbeddedPostgres RUNNING = start();

        private static EmbeddedPostgres start() {
            try {
                EmbeddedPostgres server = EmbeddedPostgres.builder()
                        .setServerConfig("max_connections", "400")
                        .setServerConfig("fsync", "off")
                        .start();
                execute(server, "CREATE DATABASE " + TEMPLATE);
                PostgresStore.open(address(server, TEMPLATE), "", IDS).close();
                return server;
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        }
    }

    /** The database of a folder: empty at first, and the same at every opening. */
    public static Database open(Path folder) {
        return PostgresStore.open(address(folder), "", IDS);
    }

    /** Where the database of a folder is. */
    public static PostgresAddress address(Path folder) {
        String name = "writ_"
                + UUID.nameUUIDFromBytes(folder.toString().getBytes(StandardCharsets.UTF_8))
                        .toString()
                        .replace("-", "");
        if (MADE.add(name)) {
            execute(Server.RUNNING, "CREATE DATABASE " + name + " TEMPLATE " + TEMPLATE);
        }
        return address(Server.RUNNING, name);
    }

    private static PostgresAddress address(EmbeddedPostgres server, String database) {
        return PostgresAddress.parse("postgresql://postgres@localhost:" + server.getPort() + "/" + database);
    }

    private static void execute(EmbeddedPostgres server, String sql) {
        try (Connection connection = server.getPostgresDatabase().getConnection();
                Statement statement = connection.createStatement()) {
            statement.execute(sql);
        } catch (SQLException e) {
            throw new IllegalStateException(e);
        }
    }
}
