package dev.writ.store;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.Map;
import org.jdbi.v3.core.statement.DefaultStatementBuilder;
import org.jdbi.v3.core.statement.StatementContext;
import org.jspecify.annotations.Nullable;

/**
 * Keeps prepared statements of one connection for their next use: preparing them anew is a third of what a write costs, and
 * more of what a short read does. The pool closes what was prepared through it whenever the connection returns, so
 * statements are prepared on the connection underneath. Used by whoever has the connection, one thread at a time.
 */
final class KeptStatements extends DefaultStatementBuilder {
    private static final int MOST = 200;

    private final LinkedHashMap<String, PreparedStatement> kept = new LinkedHashMap<>();
    /** The words of each statement in use: Jdbi gives it back with others, those from before it put in its parameters. */
    private final Map<Statement, String> lent = new HashMap<>();

    private final Dialect dialect;
    private @Nullable Connection owner;
    private long prepared;

    KeptStatements(Dialect dialect) {
        this.dialect = dialect;
    }

    @Override
    public PreparedStatement create(Connection connection, String sql, StatementContext context) throws SQLException {
        return take(connection, sql);
    }

    @Override
    public void close(Connection connection, String sql, Statement statement) throws SQLException {
        if (statement instanceof PreparedStatement one) {
            giveBack(one);
        } else {
            statement.close();
        }
    }

    /** Whoever used the connection is done: what was not read to its end would keep its snapshot of the database open. */
    @Override
    public void close(Connection connection) {
        try {
            for (Statement statement : lent.keySet()) {
                statement.close();
            }
        } catch (SQLException e) {
            throw StoreFailures.translate(e);
        } finally {
            lent.clear();
        }
    }

    /** The statement kept for these words, or a new one; nobody else's until it is given back. */
    PreparedStatement take(Connection connection, String sql) throws SQLException {
        Connection raw = dialect.driverConnection(connection);
        if (!raw.equals(owner)) {
            // The pool has opened another connection; closing the earlier one has closed its statements.
            kept.clear();
            lent.clear();
            owner = raw;
        }
        PreparedStatement statement = kept.remove(sql);
        if (statement == null) {
            statement = raw.prepareStatement(sql);
            prepared++;
        }
        lent.put(statement, sql);
        return statement;
    }

    void giveBack(PreparedStatement statement) throws SQLException {
        String sql = lent.remove(statement);
        if (sql == null || kept.containsKey(sql) || statement.isClosed()) {
            statement.close();
            return;
        }
        statement.clearParameters();
        kept.put(sql, statement);
        if (kept.size() > MOST) {
            kept.pollFirstEntry().getValue().close();
        }
    }

    /** How often a statement had to be prepared. */
    long prepared() {
        return prepared;
    }

    /** Lets go of all: after an error nobody knows how far a statement had come. */
    void forget() throws SQLException {
        for (Map.Entry<String, PreparedStatement> entry : kept.entrySet()) {
            entry.getValue().close();
        }
        kept.clear();
    }
}
