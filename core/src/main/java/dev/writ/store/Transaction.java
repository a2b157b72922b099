package dev.writ.store;

import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.Optional;
import org.jdbi.v3.core.Handle;
import org.jspecify.annotations.Nullable;

/** One write transaction under way. */
public interface Transaction {
    /** The connection of this transaction; not to be kept beyond it. */
    Handle handle();

    /**
     * Runs an insertion, update or deletion with values for its question marks; how many rows it changed. For the few
     * statements that every call needs: the handle's way costs several times as much.
     */
    int execute(String sql, @Nullable Object... values);

    /**
     * Runs a statement that gives rows, with values for its question marks; what the reader made of the first row, or nothing
     * where there is none. As quick as {@link #execute}.
     */
    <T> Optional<T> first(String sql, RowReader<T> reader, @Nullable Object... values);

    /** Makes something of one row. */
    @FunctionalInterface
    interface RowReader<T> {
        T read(ResultSet row) throws SQLException;
    }

    /**
     * Runs an action once the transaction is durable, before {@link Database#write} returns to its caller. Actions must
     * not throw; they do not run when the transaction fails.
     */
    void afterCommit(Runnable action);
}
