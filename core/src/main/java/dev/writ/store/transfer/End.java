package dev.writ.store.transfer;

import dev.writ.FailureCode;
import dev.writ.WritException;
import dev.writ.store.Cluster;
import dev.writ.store.Dialect;
import dev.writ.store.PostgresAddress;
import dev.writ.store.PostgresStore;
import dev.writ.store.SqliteStore;
import dev.writ.store.StoreFailures;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.SQLException;
import org.jdbi.v3.core.Handle;
import org.jdbi.v3.core.Jdbi;

/** One database of a transfer: a connection in one transaction, which ends with {@link #commit} or as if it had not been. */
public final class End implements AutoCloseable {
    private final Connection connection;
    private final Dialect dialect;

    private End(Connection connection, Dialect dialect) {
        this.connection = connection;
        this.dialect = dialect;
    }

    /** A file to be read, as it is at the first question. */
    public static End from(Path file) {
        return of(SqliteStore.connect(file, true), Dialect.SQLITE, connection -> connection.setAutoCommit(false));
    }

    /**
     * A server to be read, as it is at the first question.
     *
     * @throws WritException with {@code store_locked} while nodes work on it
     */
    public static End from(PostgresAddress address, String password) {
        return of(PostgresStore.connect(address, password), Dialect.POSTGRESQL, connection -> {
            if (Cluster.isInUse(connection)) {
                throw new WritException(
                        FailureCode.STORE_LOCKED,
                        "Nodes of Writ work on the database that is to be copied.",
                        "Stop them; nothing was changed.");
            }
            connection.setReadOnly(true);
            connection.setTransactionIsolation(Connection.TRANSACTION_REPEATABLE_READ);
            connection.setAutoCommit(false);
        });
    }

    /** A file to be filled, which has Writ's tables and is used by nobody else. */
    public static End into(Path file) {
        return of(SqliteStore.connect(file, false), Dialect.SQLITE, connection -> connection.setAutoCommit(false));
    }

    /** A server's database to be filled, which has Writ's tables; nodes are kept out. */
    public static End into(PostgresAddress address, String password) {
        return of(PostgresStore.connect(address, password), Dialect.POSTGRESQL, connection -> {
            connection.setAutoCommit(false);
            Cluster.keepOut(connection);
        });
    }

    /** Makes a connection ready. */
    @FunctionalInterface
    private interface Beginning {
        void begin(Connection connection) throws SQLException;
    }

    private static End of(Connection connection, Dialect dialect, Beginning beginning) {
        End end = new End(connection, dialect);
        try {
            beginning.begin(connection);
            return end;
        } catch (SQLException e) {
            end.close();
            throw StoreFailures.translate(e);
        } catch (RuntimeException e) {
            end.close();
            throw e;
        }
    }

    Connection connection() {
        return connection;
    }

    Dialect dialect() {
        return dialect;
    }

    /** For questions within the transaction; not to be closed. */
    public Handle handle() {
        return Jdbi.open(connection);
    }

    /** Keeps what was written, durably. */
    public void commit() {
        try {
            connection.commit();
        } catch (SQLException e) {
            throw StoreFailures.translate(e);
        }
    }

    /** Takes back what was not committed. */
    @Override
    public void close() {
        try (connection) {
            if (!connection.isClosed() && !connection.getAutoCommit()) {
                connection.rollback();
            }
        } catch (SQLException e) {
            System.getLogger(End.class.getName()).log(System.Logger.Level.DEBUG, "the connection was gone already", e);
        }
    }
}
