package dev.writ.bench;

import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.locks.ReentrantLock;

/**
 * What the disk asks for a record of a call and of its outcome, without Writ: an insertion and an update of a row, each
 * with a durable commit of its own, by plain JDBC. On SQLite, which has one writer, callers take turns on one connection; on
 * PostgreSQL each has its own.
 */
final class DirectCommits implements AutoCloseable {
    private static final String TABLE = """
            CREATE TABLE calls (call TEXT PRIMARY KEY, arguments TEXT NOT NULL, started_at BIGINT NOT NULL,
                                finished_at BIGINT, outcome TEXT NOT NULL)""";

    private final List<Line> lines;

    private DirectCommits(List<Line> lines) {
        this.lines = List.copyOf(lines);
    }

    static DirectCommits onSqlite(Path file) throws SQLException {
        Connection connection = DriverManager.getConnection("jdbc:sqlite:" + file);
        try (Statement statement = connection.createStatement()) {
            statement.execute("PRAGMA journal_mode = WAL");
            statement.execute("PRAGMA synchronous = FULL");
            statement.execute(TABLE);
        }
        return new DirectCommits(List.of(new Line(connection)));
    }

    static DirectCommits onPostgres(String address, int callers) throws SQLException {
        try (Connection connection = PostgresServer.connect(address);
                Statement statement = connection.createStatement()) {
            statement.execute(TABLE);
        }
        List<Line> lines = new ArrayList<>();
        for (int i = 0; i < callers; i++) {
            lines.add(new Line(PostgresServer.connect(address)));
        }
        return new DirectCommits(lines);
    }

    void call(int caller, int number) throws SQLException {
        lines.get(caller % lines.size()).call("call_" + caller + "_" + number, number);
    }

    @Override
    public void close() throws SQLException {
        for (Line line : lines) {
            line.connection.close();
        }
    }

    /** A connection on which one commits at a time. */
    private static final class Line {
        private final Connection connection;
        private final PreparedStatement insert;
        private final PreparedStatement update;
        private final ReentrantLock turn = new ReentrantLock(true);

        Line(Connection connection) throws SQLException {
            this.connection = connection;
            connection.setAutoCommit(false);
            this.insert = connection.prepareStatement("INSERT INTO calls VALUES (?, ?, ?, NULL, 'started')");
            this.update = connection.prepareStatement(
                    "UPDATE calls SET finished_at = ?, outcome = 'succeeded' WHERE call = ?");
        }

        void call(String id, int number) throws SQLException {
            String arguments = "{\"path\":\"src/main/File" + number + ".java\"}";
            turn.lock();
            try {
                insert.setString(1, id);
                insert.setString(2, arguments);
                insert.setLong(3, System.currentTimeMillis());
                insert.executeUpdate();
                connection.commit();
            } finally {
                turn.unlock();
            }
            turn.lock();
            try {
                update.setLong(1, System.currentTimeMillis());
                update.setString(2, id);
                update.executeUpdate();
                connection.commit();
            } finally {
                turn.unlock();
            }
        }
    }
}
