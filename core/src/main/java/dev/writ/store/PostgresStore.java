package dev.writ.store;

import com.zaxxer.hikari.HikariConfig;
import com.zaxxer.hikari.HikariDataSource;
import dev.writ.FailureCode;
import dev.writ.IdSource;
import dev.writ.WritException;
import java.util.Optional;
import javax.sql.DataSource;
import org.flywaydb.core.Flyway;
import org.flywaydb.core.api.FlywayException;
import org.flywaydb.core.api.MigrationInfo;
import org.flywaydb.core.api.MigrationState;

/**
 * Opens a database on a PostgreSQL server, which several nodes may share: every commit synced there, one node writing at a
 * time, readers that cannot write.
 */
public final class PostgresStore {
    private static final int READERS = 8;
    private static final int SCHEDULING = 4;
    /** One gives signs of life, one listens, one is for leaving. */
    private static final int CLUSTER = 3;

    private static final int CONNECT_SECONDS = 5;
    private static final int ANSWER_SECONDS = 60;

    private PostgresStore() {}

    private record Login(PostgresAddress address, String password) {}

    /**
     * Opens the database, migrating it first; of several nodes that start at once, one migrates and the others wait.
     *
     * @param password empty where the server asks for none
     * @param ids names the nodes
     * @throws WritException with {@code store_newer} when a newer Writ wrote it, {@code store_unreachable} when no server
     *     answers or it refuses the user, or another {@code store_…} code; the database is then unchanged
     */
    public static Database open(PostgresAddress address, String password, IdSource ids) {
        Login login = new Login(address, password);
        try {
            // Flyway needs a connection for its lock and one for its work.
            HikariDataSource scheduling = pool(login, "scheduling", SCHEDULING, false);
            try {
                migrate(scheduling);
                Cluster cluster = new Cluster(pool(login, "cluster", CLUSTER, false), () -> ids.next("node"));
                cluster.start();
                return new Database(
                        pool(login, "readers", READERS, true), pool(login, "writer", 1, false), scheduling, cluster);
            } catch (RuntimeException e) {
                scheduling.close();
                throw e;
            }
        } catch (RuntimeException e) {
            throw StoreFailures.translate(e);
        }
    }

    private static HikariDataSource pool(Login login, String name, int size, boolean readOnly) {
        HikariConfig config = new HikariConfig();
        config.setPoolName("writ-" + name);
        config.setJdbcUrl(login.address().jdbcUrl());
        if (!login.address().user().isEmpty()) {
            config.setUsername(login.address().user());
        }
        if (!login.password().isEmpty()) {
            config.setPassword(login.password());
        }
        config.setReadOnly(readOnly);
        config.setMaximumPoolSize(size);
        config.setMinimumIdle(size);
        config.setConnectionTimeout(30_000);
        config.setInitializationFailTimeout(1);
        config.addDataSourceProperty("ApplicationName", "writ");
        config.addDataSourceProperty("connectTimeout", CONNECT_SECONDS);
        config.addDataSourceProperty("loginTimeout", CONNECT_SECONDS);
        // A server that is gone without a word must not hold the writer for ever.
        config.addDataSourceProperty("socketTimeout", ANSWER_SECONDS);
        config.addDataSourceProperty("tcpKeepAlive", true);
        config.setConnectionInitSql("SET synchronous_commit = on");
        return new HikariDataSource(config);
    }

    private static void migrate(HikariDataSource database) {
        if (AppliedMigrations.newest(database).equals(Optional.of(SqliteStore.NEWEST_MIGRATION))) {
            return;
        }
        Flyway flyway = flyway(database);
        MigrationInfo current = flyway.info().current();
        if (current != null && current.getState() == MigrationState.FUTURE_SUCCESS) {
            throw new WritException(
                    FailureCode.STORE_NEWER,
                    "The database was written by a newer Writ (its version is " + current.getVersion() + ").",
                    "Use that version, or another database; nothing was changed.");
        }
        try {
            flyway.migrate();
        } catch (FlywayException e) {
            throw StoreFailures.translate(e);
        }
    }

    private static Flyway flyway(DataSource database) {
        return Flyway.configure()
                .dataSource(database)
                .locations("classpath:dev/writ/store/postgresql")
                .load();
    }
}
