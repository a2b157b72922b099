package dev.writ.store;

import java.sql.Connection;
import java.sql.SQLException;
import org.jdbi.v3.core.Handle;
import org.postgresql.PGConnection;
import org.sqlite.SQLiteConnection;

/** Which database it is, for the few who must know: all SQL but the migrations is the same for both. */
public enum Dialect {
    SQLITE(SQLiteConnection.class, "BEGIN DEFERRED"),
    POSTGRESQL(PGConnection.class, "BEGIN ISOLATION LEVEL REPEATABLE READ READ ONLY");

    private final Class<?> driver;
    private final String snapshot;

    Dialect(Class<?> driver, String snapshot) {
        this.driver = driver;
        this.snapshot = snapshot;
    }

    /** Begins a transaction that sees everything as it was at its first question. */
    String snapshot() {
        return snapshot;
    }

    /** Which one a handle asks. */
    public static Dialect of(Handle handle) {
        try {
            return handle.getConnection().isWrapperFor(POSTGRESQL.driver) ? POSTGRESQL : SQLITE;
        } catch (SQLException e) {
            throw StoreFailures.translate(e);
        }
    }

    /** The driver's connection beneath that of a pool. */
    Connection driverConnection(Connection pooled) throws SQLException {
        return (Connection) pooled.unwrap(driver);
    }
}
