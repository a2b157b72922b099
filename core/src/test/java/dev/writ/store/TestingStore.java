package dev.writ.store;

import com.zaxxer.hikari.HikariConfig;
import com.zaxxer.hikari.HikariDataSource;
import dev.writ.IdSource;
import dev.writ.TestingClock;
import dev.writ.event.EventLog;
import java.nio.file.Path;
import java.util.concurrent.atomic.AtomicLong;
import org.sqlite.SQLiteConfig;

/** A fresh store in a folder, with a clock that tests move and ids that count: {@code task_000001}. */
public final class TestingStore implements AutoCloseable {
    private final Database database;
    private final TestingClock clock = new TestingClock();
    private final AtomicLong lastId = new AtomicLong();
    private final IdSource ids = prefix -> prefix + "_%06d".formatted(lastId.incrementAndGet());
    private final EventLog events;

    private TestingStore(Database database) {
        this.database = database;
        this.events = new EventLog(database, clock, ids);
    }

    public static TestingStore open(Path dir) {
        return new TestingStore(database(dir));
    }

    /** A file; on PostgreSQL where the whole run is to be there: {@code -Dwrit.store=postgresql}. */
    public static Database database(Path dir) {
        return "postgresql".equals(System.getProperty("writ.store"))
                ? TestingPostgres.open(dir)
                : SqliteStore.open(dir.resolve("writ.db"));
    }

    /**
     * A database in a file that is there, and up to date, for tests that write very much: a crash of the machine would spoil
     * it.
     */
    public static Database unsynced(Path file) {
        return new Database(unsynced(file, 4), unsynced(file, 1));
    }

    private static HikariDataSource unsynced(Path file, int size) {
        SQLiteConfig sqlite = new SQLiteConfig();
        sqlite.setJournalMode(SQLiteConfig.JournalMode.WAL);
        sqlite.setSynchronous(SQLiteConfig.SynchronousMode.OFF);
        sqlite.enforceForeignKeys(true);
        sqlite.setGetGeneratedKeys(false);
        sqlite.setTransactionMode(SQLiteConfig.TransactionMode.IMMEDIATE);
        HikariConfig config = new HikariConfig();
        config.setJdbcUrl(SqliteStore.address(file));
        config.setDataSourceProperties(sqlite.toProperties());
        config.setMaximumPoolSize(size);
        config.setMinimumIdle(1);
        return new HikariDataSource(config);
    }

    /** The same on PostgreSQL. */
    public static TestingStore onPostgres(Path dir) {
        return new TestingStore(TestingPostgres.open(dir));
    }

    public Database database() {
        return database;
    }

    public EventLog events() {
        return events;
    }

    public TestingClock clock() {
        return clock;
    }

    public IdSource ids() {
        return ids;
    }

    @Override
    public void close() {
        database.close();
    }
}
