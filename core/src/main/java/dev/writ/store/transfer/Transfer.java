package dev.writ.store.transfer;

import dev.writ.FailureCode;
import dev.writ.WritException;
import dev.writ.store.Dialect;
import dev.writ.store.StoreFailures;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/** Copies all rows from one database into another that has none, and reads them there again. For use by one thread. */
public final class Transfer {
    private static final int ROWS_AT_ONCE = 500;
    private static final long BYTES_AT_ONCE = 4L << 20;

    private final End from;
    private final End into;

    private Transfer(End from, End into) {
        this.from = from;
        this.into = into;
    }

    /**
     * Copies between a file and a server, and compares. Nothing of it stays unless the caller commits what it was copied into.
     *
     * @param progress told of each table that is the same in both
     * @throws WritException with {@code conflict} where there are rows already, {@code store_damaged} where a row cannot be
     *     stored there or what arrived is not what was sent, or another {@code store_…} code
     */
    public static List<Moved> run(End from, End into, Consumer<Moved> progress) {
        try {
            return new Transfer(from, into).run(progress);
        } catch (SQLException e) {
            throw StoreFailures.translate(e);
        }
    }

    private List<Moved> run(Consumer<Moved> progress) throws SQLException {
        List<Table> tables = Catalogue.of((from.dialect() == Dialect.SQLITE ? from : into).connection());
        for (Table table : tables) {
            requireEmpty(table);
        }
        Triggers triggers = Triggers.takeOff(into);
        List<Moved> moved = new ArrayList<>();
        for (Table table : tables) {
            Moved one = copy(table);
            if (!one.equals(read(into, table))) {
                throw new WritException(
                        FailureCode.STORE_DAMAGED,
                        "What arrived of table " + table.name() + " is not what was sent.",
                        "Nothing was kept. Please report this.");
            }
            moved.add(one);
            progress.accept(one);
        }
        triggers.putBack();
        return moved;
    }

    private void requireEmpty(Table table) throws SQLException {
        try (Statement statement = into.connection().createStatement();
                ResultSet row = statement.executeQuery("SELECT 1 FROM " + Table.quoted(table.name()) + " LIMIT 1")) {
            if (row.next()) {
                throw new WritException(
                        FailureCode.CONFLICT,
                        "The database to be filled has rows in table " + table.name() + " already.",
                        "Name an empty one; nothing was changed.");
            }
        }
    }

    private Moved copy(Table table) throws SQLException {
        RowDigest digest = new RowDigest();
        try (Statement statement = from.connection().createStatement();
                ResultSet rows = statement.executeQuery(table.selection());
                PreparedStatement insertion =
                        into.connection().prepareStatement(table.insertion(into.dialect() == Dialect.POSTGRESQL))) {
            int waiting = 0;
            long bytes = 0;
            while (rows.next()) {
                @Nullable Object[] values = Values.read(rows, table);
                Scheduled.release(table, values);
                requireStorable(table, values);
                digest.add(values);
                Values.write(insertion, values, into.dialect());
                insertion.addBatch();
                bytes += Values.size(values);
                if (++waiting == ROWS_AT_ONCE || bytes > BYTES_AT_ONCE) {
                    insertion.executeBatch();
                    waiting = 0;
                    bytes = 0;
                }
            }
            if (waiting > 0) {
                insertion.executeBatch();
            }
        }
        return new Moved(table.name(), digest.rows(), digest.hash());
    }

    private static Moved read(End end, Table table) throws SQLException {
        RowDigest digest = new RowDigest();
        Connection connection = end.connection();
        try (Statement statement = connection.createStatement();
                ResultSet rows = statement.executeQuery(table.selection())) {
            while (rows.next()) {
                digest.add(Values.read(rows, table));
            }
        }
        return new Moved(table.name(), digest.rows(), digest.hash());
    }

    /** A PostgreSQL server takes no text with U+0000 in it. */
    private void requireStorable(Table table, @Nullable Object[] values) {
        if (into.dialect() != Dialect.POSTGRESQL) {
            return;
        }
        for (int i = 0; i < values.length; i++) {
            if (values[i] instanceof String text && text.indexOf('\0') >= 0) {
                throw new WritException(
                        FailureCode.STORE_DAMAGED,
                        "In table " + table.name() + ", row " + Values.name(table, values) + ", "
                                + table.columns().get(i).name()
                                + " holds the character U+0000, which PostgreSQL cannot store.",
                        "docs/operations.md says how to take it out; nothing was changed.");
            }
        }
    }
}
