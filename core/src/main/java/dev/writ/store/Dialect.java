package dev.writ.store;

import java.sql.Connection;
import java.sql.SQLException;
import org.jdbi.v3.core.Handle;
import org.postgresql.PGConnection;
import org.sqlite.SQLiteConnection;

/** Which database it is, for the few who must know: all SQL but the migrations is the same for both. */
public enum Dialect {
    SQLITE(SQLiteConnection.class) {
        @Override
        void begin(Handle handle) {
            handle.execute("BEGIN DEFERRED");
        }

        @Override
        void end(Handle handle) {
            handle.execute("ROLLBACK");
        }
    },
    POSTGRESQL(PGConnection.class) {
        @Override
        void begin(Handle handle) throws SQLException {
            // The driver reads an answer piece by piece only in transactions that it began itself.
            handle.getConnection().setAutoCommit(false);
            handle.execute("SET TRANSACTION ISOLATION LEVEL REPEATABLE READ, READ ONLY");
        }

        @Override
        void end(Handle handle) throws SQLException {
            Connection connection = handle.getConnection();
            connection.rollback();
            connection.setAutoCommit(true);
        }
    };

    private final Class<?> driver;

    Dialect(Class<?> driver) {
        this.driver = driver;
    }

    /** Which one a handle asks. */
    public static Dialect of(Handle handle) {
        try {
            return handle.getConnection().isWrapperFor(POSTGRESQL.driver) ? POSTGRESQL : SQLITE;
        } catch (SQLException e) {
            throw StoreFailures.translate(e);
        }
    }

    /** Begins a transaction that sees everything as it was at its first question. */
    abstract void begin(Handle handle) throws SQLException;

    /** Ends what {@link #begin} began. */
    abstract void end(Handle handle) throws SQLException;

    /** The driver's connection beneath that of a pool. */
    Connection driverConnection(Connection pooled) throws SQLException {
        return (Connection) pooled.unwrap(driver);
    }
}
