package dev.writ.store.transfer;

import dev.writ.FailureCode;
import dev.writ.WritException;
import dev.writ.store.Dialect;
import dev.writ.store.transfer.Table.Column;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Timestamp;
import java.sql.Types;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** The values of a row: texts, whole numbers, fractions, bytes, truths and moments, each the same in both databases. */
final class Values {
    private Values() {}

    /**
     * Reads a row of {@link Table#selection()}.
     *
     * @throws WritException with {@code store_damaged} where a value is of another type than its column
     */
    static @Nullable Object[] read(ResultSet row, Table table) throws SQLException {
        List<Column> columns = table.columns();
        @Nullable Object[] values = new Object[columns.size()];
        for (int i = 0; i < values.length; i++) {
            Object stored = row.getObject(i + 1);
            values[i] = stored == null ? null : value(row, i + 1, columns.get(i), stored);
            if (stored != null && values[i] == null) {
                throw new WritException(
                        FailureCode.STORE_DAMAGED,
                        "In table " + table.name() + ", row " + name(table, values) + ", "
                                + columns.get(i).name() + " holds something of another type than Writ writes there.",
                        "See `writ audit verify`; something else has changed the database.");
            }
        }
        return values;
    }

    /** Null where it is of another type. */
    private static @Nullable Object value(ResultSet row, int place, Column column, Object stored) throws SQLException {
        return switch (column.kind()) {
            case TEXT -> stored instanceof String ? stored : null;
            case WHOLE -> stored instanceof Integer || stored instanceof Long ? ((Number) stored).longValue() : null;
            case FRACTION -> stored instanceof Number number ? number.doubleValue() : null;
            case BYTES -> stored instanceof byte[] ? stored : null;
            case TRUTH -> row.getBoolean(place);
            case TIME -> Instant.ofEpochMilli(row.getTimestamp(place).getTime());
        };
    }

    /** A row's key, for people. */
    static String name(Table table, @Nullable Object[] values) {
        StringBuilder name = new StringBuilder();
        for (int i = 0; i < values.length; i++) {
            if (table.key().contains(table.columns().get(i).name())) {
                name.append(name.isEmpty() ? "" : "/").append(values[i]);
            }
        }
        return name.toString();
    }

    /** Puts the values into an insertion. */
    static void write(PreparedStatement insertion, @Nullable Object[] values, Dialect dialect) throws SQLException {
        for (int i = 0; i < values.length; i++) {
            switch (values[i]) {
                case null -> insertion.setNull(i + 1, Types.NULL);
                case String text -> insertion.setString(i + 1, text);
                case Long number -> insertion.setLong(i + 1, number);
                case Double number -> insertion.setDouble(i + 1, number);
                case byte[] bytes -> insertion.setBytes(i + 1, bytes);
                case Boolean truth -> insertion.setBoolean(i + 1, truth);
                case Instant moment
                when dialect == Dialect.SQLITE -> insertion.setTimestamp(i + 1, Timestamp.from(moment));
                case Instant moment -> insertion.setObject(i + 1, moment.atOffset(ZoneOffset.UTC));
                case Object other -> throw new IllegalStateException("a value of " + other.getClass());
            }
        }
    }

    /** About how many bytes the values take. */
    static long size(@Nullable Object[] values) {
        long size = 0;
        for (Object value : values) {
            size += switch (value) {
                case String text -> text.length();
                case byte[] bytes -> bytes.length;
                case null, default -> Long.BYTES;
            };
        }
        return size;
    }
}
