package dev.writ.tool.sql;

import java.util.List;

/**
 * One statement that reads, with its parameters made positional.
 *
 * @param sql as declared
 * @param positional the same with {@code ?} for each {@code :name}
 * @param names of the parameters, one for each {@code ?}, in their order
 */
public record SqlStatement(String sql, String positional, List<String> names) {
    public SqlStatement {
        names = List.copyOf(names);
    }

    /**
     * Reads declared SQL. This refuses mistakes early and with a clear reason; that nothing is written is seen to by the
     * database itself.
     *
     * @throws NotReadable when it is not exactly one SELECT, WITH or VALUES statement, or uses a form whose meaning
     *     differs between databases and drivers
     */
    public static SqlStatement parse(String sql) throws NotReadable {
        return new StatementReader(sql).read();
    }

    /** Why declared SQL was refused. */
    public static final class NotReadable extends Exception {
        private static final long serialVersionUID = 1L;

        private final String reason;

        NotReadable(String reason) {
            super(reason);
            this.reason = reason;
        }

        /** A clause to follow "the SQL". */
        public String reason() {
            return reason;
        }
    }
}
