package dev.writ.store;

import com.zaxxer.hikari.HikariConfig;
import com.zaxxer.hikari.HikariDataSource;
import com.zaxxer.hikari.pool.HikariPool;
import dev.writ.FailureCode;
import dev.writ.IdSource;
import dev.writ.WritException;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.Optional;
import java.util.Properties;
import java.util.concurrent.TimeUnit;
import java.util.function.Function;
import org.jdbi.v3.core.Handle;
import org.jdbi.v3.core.Jdbi;
import org.jdbi.v3.core.JdbiException;

/**
 * Opens a database on a PostgreSQL server, which several nodes may share: every commit synced there, one node writing at a
 * time, readers that cannot write.
 */
public final class PostgresStore {
    private static final int READERS = 8;
    private static final int SCHEDULING = 4;
    /** One gives signs of life, one listens, one is for leaving. */
    private static final int CLUSTER = 3;

    /** Connections that one node holds at most; the writer has one. */
    static final int CONNECTIONS = READERS + SCHEDULING + CLUSTER + 1;

    /** One holds the lock that keeps others from doing the same, one does the work. */
    private static final int PREPARING = 2;

    private static final int ROWS_AT_ONCE = 1_000;

    private static final int CONNECT_SECONDS = 5;
    private static final int ANSWER_SECONDS = 60;
    /** A node that was frozen, or cut off, in the middle of a transaction must not keep the others from writing. */
    private static final int FROZEN_MILLIS = 3_000;

    private static final String WRITER = "writer";

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
                LockProbe.require(scheduling);
                migrate(scheduling);
                return opened(
                        login, scheduling, new Cluster(pool(login, "cluster", CLUSTER, false), () -> ids.next("node")));
            } catch (RuntimeException e) {
                scheduling.close();
                throw e;
            }
        } catch (RuntimeException e) {
            throw StoreFailures.translate(e);
        }
    }

    private static Database opened(Login login, HikariDataSource scheduling, Cluster cluster) {
        try {
            cluster.start();
            return new Database(
                    pool(login, "readers", READERS, true), pool(login, WRITER, 1, false), scheduling, cluster);
        } catch (RuntimeException e) {
            cluster.close();
            throw e;
        }
    }

    /**
     * Asks a database of which nothing is to be written, without becoming one of its nodes; the query sees one state of it.
     *
     * @throws WritException with a {@code store_…} code where it cannot be read
     */
    public static <T> T inspect(PostgresAddress address, String password, Function<Handle, T> query) {
        try (HikariDataSource source = pool(new Login(address, password), "inspection", 1, true);
                Handle handle = Jdbi.open(source)) {
            Dialect.POSTGRESQL.begin(handle);
            try {
                return query.apply(handle);
            } finally {
                Dialect.POSTGRESQL.end(handle);
            }
        } catch (SQLException | HikariPool.PoolInitializationException | JdbiException e) {
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
        // Nobody waits in the pool for others, but for a server that does not answer.
        config.setConnectionTimeout(TimeUnit.SECONDS.toMillis(CONNECT_SECONDS));
        config.setInitializationFailTimeout(1);
        config.addDataSourceProperty("ApplicationName", "writ");
        config.addDataSourceProperty("connectTimeout", CONNECT_SECONDS);
        config.addDataSourceProperty("loginTimeout", CONNECT_SECONDS);
        // A server that is gone without a word must not hold the writer for ever.
        config.addDataSourceProperty("socketTimeout", ANSWER_SECONDS);
        config.addDataSourceProperty("tcpKeepAlive", true);
        config.setConnectionInitSql("SET synchronous_commit = on; SET idle_in_transaction_session_timeout = "
                + (name.equals(WRITER) ? FROZEN_MILLIS : 0));
        return new HikariDataSource(config);
    }

    private static void migrate(HikariDataSource database) {
        Optional<Integer> there = AppliedMigrations.newest(database).map(Integer::valueOf);
        if (there.isPresent() && there.get() >= Migrations.NEWEST) {
            SharedSchema.requireThatThisNodeMayWork(database, there.get());
            return;
        }
        if (there.isPresent()) {
            SharedSchema.requireThatNoOlderNodeWorks(database, there.get());
        }
        Migrations.apply(Dialect.POSTGRESQL, database);
    }

    /**
     * Gives an empty database Writ's tables; one that has them already is left as it is.
     *
     * @throws WritException with {@code conflict} where the database has other tables, or those of another version
     */
    public static void prepare(PostgresAddress address, String password) {
        try (HikariDataSource database = pool(new Login(address, password), "preparing", PREPARING, false)) {
            if (AppliedMigrations.newest(database).equals(Optional.of(SqliteStore.NEWEST_MIGRATION))) {
                return;
            }
            if (hasTables(database)) {
                throw new WritException(
                        FailureCode.CONFLICT,
                        "The database " + address + " is not empty.",
                        "Name an empty one (CREATE DATABASE …); nothing was changed.");
            }
            Migrations.apply(Dialect.POSTGRESQL, database);
        } catch (RuntimeException e) {
            throw StoreFailures.translate(e);
        }
    }

    private static boolean hasTables(HikariDataSource database) {
        try (Connection connection = database.getConnection();
                ResultSet tables =
                        connection.getMetaData().getTables(null, connection.getSchema(), "%", new String[] {"TABLE"})) {
            return tables.next();
        } catch (SQLException e) {
            throw StoreFailures.translate(e);
        }
    }

    /**
     * A connection to a database of this Writ's version, for long statements, on which long results are read in parts.
     *
     * @throws WritException with {@code conflict} where it is of an older version, or a {@code store_…} code
     */
    public static Connection connect(PostgresAddress address, String password) {
        Properties properties = new Properties();
        if (!address.user().isEmpty()) {
            properties.setProperty("user", address.user());
        }
        if (!password.isEmpty()) {
            properties.setProperty("password", password);
        }
        properties.setProperty("ApplicationName", "writ");
        properties.setProperty("connectTimeout", Integer.toString(CONNECT_SECONDS));
        properties.setProperty("tcpKeepAlive", "true");
        properties.setProperty("defaultRowFetchSize", Integer.toString(ROWS_AT_ONCE));
        properties.setProperty("reWriteBatchedInserts", "true");
        try {
            return Migrations.upToDate(DriverManager.getConnection(address.jdbcUrl(), properties));
        } catch (SQLException e) {
            throw StoreFailures.translate(e);
        }
    }
}
