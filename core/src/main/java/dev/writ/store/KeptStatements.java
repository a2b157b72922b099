package dev.writ.store;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.LinkedHashMap;
import java.util.Map;
import org.jdbi.v3.core.statement.DefaultStatementBuilder;
import org.jdbi.v3.core.statement.StatementContext;
import org.jspecify.annotations.Nullable;
import org.sqlite.SQLiteConnection;

/**
 * Keeps prepared statements of the one writing connection for their next use: preparing them anew was a third of what a
 * write costs. The pool closes what was prepared through it whenever the connection returns, so statements are prepared on
 * the connection underneath. Used by the writer's thread alone.
 */
final class KeptStatements extends DefaultStatementBuilder {
    private static final int MOST = 200;

    private final LinkedHashMap<String, PreparedStatement> kept = new LinkedHashMap<>();
    private @Nullable SQLiteConnection owner;

    @Override
    public PreparedStatement create(Connection connection, String sql, StatementContext context) throws SQLException {
        return take(connection, sql);
    }

    @Override
    public void close(Connection connection, String sql, Statement statement) throws SQLException {
        if (statement instanceof PreparedStatement prepared) {
            giveBack(sql, prepared);
        } else {
            statement.close();
        }
    }

    /** The statement kept for these words, or a new one; nobody else's until it is given back. */
    PreparedStatement take(Connection connection, String sql) throws SQLException {
        SQLiteConnection raw = connection.unwrap(SQLiteConnection.class);
        if (!raw.equals(owner)) {
            // The pool has opened another connection; closing the earlier one has closed its statements.
            kept.clear();
            owner = raw;
        }
        PreparedStatement statement = kept.remove(sql);
        return statement != null ? statement : raw.prepareStatement(sql);
    }

    void giveBack(String sql, PreparedStatement statement) throws SQLException {
        if (kept.containsKey(sql) || statement.isClosed()) {
            statement.close();
            return;
        }
        statement.clearParameters();
        kept.put(sql, statement);
        if (kept.size() > MOST) {
            kept.pollFirstEntry().getValue().close();
        }
    }

    /** Lets go of all: after an error nobody knows how far a statement had come. */
    void forget() throws SQLException {
        for (Map.Entry<String, PreparedStatement> entry : kept.entrySet()) {
            entry.getValue().close();
        }
        kept.clear();
    }
}
