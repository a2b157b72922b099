package dev.writ.bench;

import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.concurrent.locks.ReentrantLock;

/**
 * What the disk asks for a record of a call and of its outcome, without Writ: an insertion and an update of a row, each
 * with a durable commit of its own, by plain JDBC. Callers take turns, since SQLite has one writer.
 */
final class DirectCommits implements AutoCloseable {
    private final Connection connection;
    private final PreparedStatement insert;
    private final PreparedStatement update;
    private final ReentrantLock turn = new ReentrantLock(true);

    DirectCommits(Path file) throws SQLException {
        this.connection = DriverManager.getConnection("jdbc:sqlite:" + file);
        try (Statement statement = connection.createStatement()) {
            statement.execute("PRAGMA journal_mode = WAL");
            statement.execute("PRAGMA synchronous = FULL");
            statement.execute("""
                    CREATE TABLE calls (call TEXT PRIMARY KEY, arguments TEXT NOT NULL, started_at BIGINT NOT NULL,
                                        finished_at BIGINT, outcome TEXT NOT NULL)""");
        }
        connection.setAutoCommit(false);
        this.insert = connection.prepareStatement("INSERT INTO calls VALUES (?, ?, ?, NULL, 'started')");
        this.update =
                connection.prepareStatement("UPDATE calls SET finished_at = ?, outcome = 'succeeded' WHERE call = ?");
    }

    void call(int caller, int number) throws SQLException {
        String id = "call_" + caller + "_" + number;
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

    @Override
    public void close() throws SQLException {
        connection.close();
    }
}
