package dev.writ.store;

import java.sql.Connection;
import java.sql.SQLException;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import org.jdbi.v3.core.statement.StatementBuilder;
import org.jdbi.v3.core.statement.StatementBuilderFactory;

/** The kept statements of each reading connection. The pool lends a connection to one thread at a time. */
final class ReaderStatements implements StatementBuilderFactory {
    private final Map<Connection, KeptStatements> byConnection = new ConcurrentHashMap<>();
    private final Dialect dialect;

    ReaderStatements(Dialect dialect) {
        this.dialect = dialect;
    }

    @Override
    public StatementBuilder createStatementBuilder(Connection connection) {
        try {
            Connection raw = dialect.driverConnection(connection);
            KeptStatements known = byConnection.get(raw);
            return known != null ? known : first(raw);
        } catch (SQLException e) {
            throw StoreFailures.translate(e);
        }
    }

    /** The pool has opened another connection, perhaps instead of one that it has closed. */
    private KeptStatements first(Connection raw) {
        byConnection.keySet().removeIf(ReaderStatements::isClosed);
        return byConnection.computeIfAbsent(raw, _ -> new KeptStatements(dialect));
    }

    private static boolean isClosed(Connection connection) {
        try {
            return connection.isClosed();
        } catch (SQLException e) {
            return true;
        }
    }
}
