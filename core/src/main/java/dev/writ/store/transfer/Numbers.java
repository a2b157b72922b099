package dev.writ.store.transfer;

import dev.writ.store.Dialect;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;

/** The numbers that a database gives to new events. A file goes on by itself behind the last one that was put in. */
final class Numbers {
    private static final String LAST = "SELECT COALESCE(MAX(seq), 0) FROM events";
    private static final String GIVEN = "SELECT COALESCE(MAX(seq), 0) FROM sqlite_sequence WHERE name = 'events'";

    private Numbers() {}

    /** Has a server go on behind the last number that was given out, also where the newest events are gone. */
    static void goOn(End from, End into) throws SQLException {
        if (into.dialect() != Dialect.POSTGRESQL) {
            return;
        }
        long last = number(into.connection(), LAST);
        if (from.dialect() == Dialect.SQLITE) {
            last = Math.max(last, number(from.connection(), GIVEN));
        }
        if (last > 0) {
            try (PreparedStatement statement =
                    into.connection().prepareStatement("SELECT setval(pg_get_serial_sequence('events', 'seq'), ?)")) {
                statement.setLong(1, last);
                statement.execute();
            }
        }
    }

    private static long number(Connection connection, String sql) throws SQLException {
        try (PreparedStatement statement = connection.prepareStatement(sql);
                ResultSet row = statement.executeQuery()) {
            return row.next() ? row.getLong(1) : 0;
        }
    }
}
