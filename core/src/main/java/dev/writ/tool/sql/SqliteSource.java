package dev.writ.tool.sql;

import dev.writ.event.FailureSignature;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.sql.Statement;
import org.sqlite.Function;
import org.sqlite.ProgressHandler;
import org.sqlite.SQLiteConfig;

/**
 * An SQLite file, opened so that SQLite refuses to write, to attach other files and to load code. Its schema is not
 * trusted: views and triggers of the file can call harmless functions only.
 */
record SqliteSource(SqlDatabase database) implements SqlSource {
    /** Between two looks at the clock: a fraction of a millisecond. */
    private static final int INSTRUCTIONS_PER_LOOK = 10_000;

    private static final int LONGEST_VALUE = 8 << 20;

    @Override
    public String layer() {
        return "sqlite read-only";
    }

    @Override
    public String describeSql() {
        return """
                SELECT m.name, c.name, c.type, c."notnull" = 0
                FROM sqlite_schema m JOIN pragma_table_info(m.name) c
                WHERE m.type IN ('table', 'view') AND m.name NOT LIKE 'sqlite\\_%' ESCAPE '\\'
                ORDER BY m.name, c.cid
                """;
    }

    @Override
    public Connection open(StopSignal signal) throws SQLException {
        SQLiteConfig config = new SQLiteConfig();
        config.setReadOnly(true);
        config.enableLoadExtension(false);
        config.setBusyTimeout(2_000);
        config.setPragma(SQLiteConfig.Pragma.LIMIT_ATTACHED, "0");
        config.setPragma(SQLiteConfig.Pragma.LIMIT_WORKER_THREADS, "0");
        config.setPragma(SQLiteConfig.Pragma.LIMIT_LENGTH, Integer.toString(LONGEST_VALUE));
        config.setPragma(SQLiteConfig.Pragma.LIMIT_EXPR_DEPTH, "200");
        config.setPragma(SQLiteConfig.Pragma.LIMIT_LIKE_PATTERN_LENGTH, "1000");
        // A URI, so that a location such as :memory: or file:x?mode=rwc is a file name and nothing else.
        String uri = Path.of(database.location()).toAbsolutePath().toUri().toASCIIString();
        Connection connection = DriverManager.getConnection("jdbc:sqlite:" + uri + "?mode=ro", config.toProperties());
        try {
            try (Statement statement = connection.createStatement()) {
                statement.execute("PRAGMA query_only = ON");
                statement.execute("PRAGMA trusted_schema = OFF");
                // The file may have been made by an attacker: its pages are checked, and read rather than mapped.
                statement.execute("PRAGMA cell_size_check = ON");
                statement.execute("PRAGMA mmap_size = 0");
            }
            Function.create(connection, "error_signature", new SignatureFunction(), 1, Function.FLAG_DETERMINISTIC);
            ProgressHandler.setHandler(connection, INSTRUCTIONS_PER_LOOK, new ProgressHandler() {
                @Override
                protected int progress() {
                    signal.passed(INSTRUCTIONS_PER_LOOK);
                    return signal.mustStop() ? 1 : 0;
                }
            });
            return connection;
        } catch (SQLException | RuntimeException e) {
            connection.close();
            throw e;
        }
    }

    @Override
    public void requireReadOnly(Connection connection) {
        // The file was opened for reading; no SQL changes that.
    }

    @Override
    public StopSignal.Cancellation cancellation(Connection connection, Statement statement) {
        return statement::cancel;
    }

    /** Lets queries group failures; PostgreSQL does the same with regular expressions. */
    private static final class SignatureFunction extends Function {
        @Override
        protected void xFunc() throws SQLException {
            String message = value_text(0);
            result(message == null ? "" : FailureSignature.of(message));
        }
    }
}
