package dev.writ.store;

import java.sql.Connection;
import java.sql.SQLException;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import org.jdbi.v3.core.statement.StatementBuilder;
import org.jdbi.v3.core.statement.StatementBuilderFactory;
import org.sqlite.SQLiteConnection;

/** The kept statements of each reading connection. The pool lends a connection to one thread at a time. */
final class ReaderStatements implements StatementBuilderFactory {
    private final Map<SQLiteConnection, KeptStatements> byConnection = new ConcurrentHashMap<>();

    @Override
    public StatementBuilder createStatementBuilder(Connection connection) {
        try {
            SQLiteConnection raw = connection.unwrap(SQLiteConnection.class);
            KeptStatements known = byConnection.get(raw);
            return known != null ? known : first(raw);
        } catch (SQLException e) {
            throw StoreFailures.translate(e);
        }
    }

    /** The pool has opened another connection, perhaps instead of one that it has closed. */
    private KeptStatements first(SQLiteConnection raw) {
        byConnection.keySet().removeIf(ReaderStatements::isClosed);
        return byConnection.computeIfAbsent(raw, _ -> new KeptStatements());
    }

    private static boolean isClosed(SQLiteConnection connection) {
        try {
            return connection.isClosed();
        } catch (SQLException e) {
            return true;
        }
    }
}
