package dev.writ.store.transfer;

import dev.writ.store.Dialect;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;

/**
 * What keeps Writ itself from writing what it must not. Rows that were written before one of them was there have to arrive
 * as they are.
 */
final class Triggers {
    private final End end;
    private final List<String> back;

    private Triggers(End end, List<String> back) {
        this.end = end;
        this.back = back;
    }

    /** Takes them off within the transaction. */
    static Triggers takeOff(End end) throws SQLException {
        List<String> off = new ArrayList<>();
        List<String> back = new ArrayList<>();
        String found = end.dialect() == Dialect.SQLITE
                ? "SELECT name, sql FROM sqlite_schema WHERE type = 'trigger'"
                : "SELECT DISTINCT tgrelid::regclass::text, '' FROM pg_trigger t JOIN pg_class c ON c.oid = t.tgrelid"
                        + " WHERE NOT tgisinternal AND c.relnamespace = current_schema()::regnamespace";
        try (Statement statement = end.connection().createStatement();
                ResultSet rows = statement.executeQuery(found)) {
            while (rows.next()) {
                String name = rows.getString(1);
                if (end.dialect() == Dialect.SQLITE) {
                    off.add("DROP TRIGGER " + Table.quoted(name));
                    back.add(rows.getString(2));
                } else {
                    off.add("ALTER TABLE " + name + " DISABLE TRIGGER USER");
                    back.add("ALTER TABLE " + name + " ENABLE TRIGGER USER");
                }
            }
        }
        execute(end, off);
        return new Triggers(end, back);
    }

    void putBack() throws SQLException {
        execute(end, back);
    }

    private static void execute(End end, List<String> statements) throws SQLException {
        try (Statement statement = end.connection().createStatement()) {
            for (String sql : statements) {
                statement.execute(sql);
            }
        }
    }
}
