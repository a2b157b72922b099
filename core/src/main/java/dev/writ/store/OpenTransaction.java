package dev.writ.store;

import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.jdbi.v3.core.Handle;
import org.jspecify.annotations.Nullable;

/** A transaction on the writer's thread, with what is to follow its commit. */
final class OpenTransaction implements Transaction {
    private final Handle handle;
    private final KeptStatements statements;
    private final List<Runnable> afterCommit = new ArrayList<>();

    OpenTransaction(Handle handle, KeptStatements statements) {
        this.handle = handle;
        this.statements = statements;
    }

    @Override
    public Handle handle() {
        return handle;
    }

    @Override
    public int execute(String sql, @Nullable Object... values) {
        try {
            PreparedStatement statement = statements.take(handle.getConnection(), sql);
            try {
                for (int i = 0; i < values.length; i++) {
                    statement.setObject(i + 1, values[i]);
                }
                return statement.executeUpdate();
            } finally {
                statements.giveBack(statement);
            }
        } catch (SQLException e) {
            throw StoreFailures.translate(e);
        }
    }

    @Override
    public <T> Optional<T> first(String sql, RowReader<T> reader, @Nullable Object... values) {
        try {
            PreparedStatement statement = statements.take(handle.getConnection(), sql);
            try {
                for (int i = 0; i < values.length; i++) {
                    statement.setObject(i + 1, values[i]);
                }
                try (ResultSet rows = statement.executeQuery()) {
                    return rows.next() ? Optional.of(reader.read(rows)) : Optional.empty();
                }
            } finally {
                statements.giveBack(statement);
            }
        } catch (SQLException e) {
            throw StoreFailures.translate(e);
        }
    }

    @Override
    public void afterCommit(Runnable action) {
        afterCommit.add(action);
    }

    /** What is to run now that the transaction is durable, in order. */
    List<Runnable> followUps() {
        return afterCommit;
    }
}
