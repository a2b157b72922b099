package dev.writ.store;

import dev.writ.IdSource;
import dev.writ.TestingClock;
import dev.writ.event.EventLog;
import java.nio.file.Path;
import java.util.concurrent.atomic.AtomicLong;

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
