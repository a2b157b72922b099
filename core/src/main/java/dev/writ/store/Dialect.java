package dev.writ.store;

import java.sql.Connection;
import java.sql.SQLException;
import org.postgresql.PGConnection;
import org.sqlite.SQLiteConnection;

/** Which database it is, for the few who must know: all SQL but the migrations is the same for both. */
public enum Dialect {
    SQLITE(SQLiteConnection.class),
    POSTGRESQL(PGConnection.class);

    private final Class<?> driver;

    Dialect(Class<?> driver) {
        this.driver = driver;
    }

    /** The driver's connection beneath that of a pool. */
    Connection driverConnection(Connection pooled) throws SQLException {
        return (Connection) pooled.unwrap(driver);
    }
}
