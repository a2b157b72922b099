package dev.writ.store;

import com.zaxxer.hikari.HikariDataSource;
import dev.writ.FailureCode;
import dev.writ.WritException;
import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.Supplier;
import org.postgresql.PGConnection;
import org.postgresql.PGNotification;

/**
 * The nodes that share a database on a PostgreSQL server, as one of them sees it. Each says every second that it lives;
 * one that has not for {@link #DEAD_AFTER} is taken out by the others, and may not write from then on: a node that was
 * frozen and comes back enters under a new name, without its work. Times are those of the server, whatever the nodes'
 * clocks say. Safe for use by many threads.
 */
public final class Cluster implements AutoCloseable {
    /** After how long without a sign a node counts as dead. */
    static final Duration DEAD_AFTER = Duration.ofSeconds(3);

    private static final Logger LOG = System.getLogger(Cluster.class.getName());
    private static final Duration BEAT = Duration.ofMillis(500);
    private static final Duration AFTER_A_FAILURE = Duration.ofMillis(500);
    private static final int LISTENING_MILLIS = 5_000;
    private static final Duration LEAVING = Duration.ofSeconds(1);
    private static final String CHANNEL = "writ_written";

    /**
     * Held by whichever node writes, until its commit: so events are numbered in the order in which they become visible,
     * and a change sees all that was changed before it, as with one file.
     */
    private static final long WRITER = 0x57524954L;

    private final HikariDataSource connections;
    private final Supplier<String> names;
    private final List<Runnable> onWritten = new CopyOnWriteArrayList<>();
    private final List<Runnable> onDeath = new CopyOnWriteArrayList<>();
    private final List<Runnable> onLost = new CopyOnWriteArrayList<>();
    private final List<Thread> threads = new CopyOnWriteArrayList<>();
    private volatile String node;
    private volatile Optional<WritException> tooOld = Optional.empty();
    private volatile String complaint = "";
    private volatile boolean closed;

    /** @param names a new name of a node, at each call another */
    Cluster(HikariDataSource connections, Supplier<String> names) {
        this.connections = connections;
        this.names = names;
        this.node = names.get();
    }

    /** Enters, and begins to give signs of life and to listen. */
    void start() {
        try (Connection connection = connections.getConnection()) {
            register(connection);
        } catch (SQLException e) {
            throw StoreFailures.translate(e);
        }
        threads.add(Thread.ofPlatform().name("writ-heartbeat").daemon().start(this::beat));
        threads.add(Thread.ofVirtual().name("writ-listening").start(this::listen));
    }

    /** This node's name at present. */
    public String node() {
        return node;
    }

    /** Calls the action whenever another node has written something; quick ones only, that do not throw. */
    public void onWritten(Runnable action) {
        onWritten.add(action);
    }

    /** Calls the action when a node was taken out: what it was working on is free. */
    public void onDeath(Runnable action) {
        onDeath.add(action);
    }

    /** Calls the action when this node finds that it was taken out: what it works on is no longer its own. */
    public void onLost(Runnable action) {
        onLost.add(action);
    }

    /**
     * Makes the transaction that begins on the connection the only one that writes, and has its commit told to the others.
     *
     * @throws WritException with {@code store_unreachable} where this node was taken out, {@code store_newer} where it may
     *     not come back because a newer one has changed the database
     */
    void enter(Connection connection) throws SQLException {
        String self = node;
        try (Statement statement = connection.createStatement()) {
            // The look must be a statement of its own: one sees what was committed when it began, before it had the
            // lock.
            statement.execute("SELECT pg_advisory_xact_lock(" + WRITER + "); SELECT 1 FROM nodes WHERE id = '" + self
                    + "'; SELECT pg_notify('" + CHANNEL + "', '" + self + "')");
            statement.getMoreResults();
            try (ResultSet found = statement.getResultSet()) {
                if (!found.next()) {
                    throw tooOld.orElseGet(() -> new WritException(
                            FailureCode.STORE_UNREACHABLE,
                            "The other nodes have taken this one for dead, and its work over.",
                            "It enters again by itself within a second."));
                }
            }
        }
    }

    /** Keeps every node from writing, and new ones from entering, until the transaction on the connection ends. */
    public static void keepOut(Connection connection) throws SQLException {
        try (Statement statement = connection.createStatement()) {
            statement.execute("SELECT pg_advisory_xact_lock(" + WRITER + ")");
            statement.execute("LOCK TABLE nodes IN EXCLUSIVE MODE");
        }
    }

    /** Whether a node has lately given a sign of life. */
    public static boolean isInUse(Connection connection) throws SQLException {
        try (PreparedStatement statement = connection.prepareStatement(
                "SELECT 1 FROM nodes WHERE seen_at >= clock_timestamp() - ? * INTERVAL '1 millisecond'")) {
            statement.setLong(1, DEAD_AFTER.toMillis());
            try (ResultSet found = statement.executeQuery()) {
                return found.next();
            }
        }
    }

    private void register(Connection connection) throws SQLException {
        try (PreparedStatement statement = connection.prepareStatement("""
                INSERT INTO nodes (id, started_at, seen_at, migration)
                SELECT ?, clock_timestamp(), clock_timestamp(), ?
                WHERE NOT EXISTS (SELECT 1 FROM oldest_node WHERE migration > ?)
                """)) {
            statement.setString(1, node);
            statement.setInt(2, Migrations.NEWEST);
            statement.setInt(3, Migrations.NEWEST);
            if (statement.executeUpdate() == 0) {
                WritException refused = SharedSchema.newer("is");
                tooOld = Optional.of(refused);
                throw refused;
            }
        }
    }

    private void beat() {
        while (!closed) {
            try (Connection connection = connections.getConnection()) {
                if (!isSeen(connection)) {
                    enterAnew(connection);
                }
                complaint = "";
                if (takeOutTheDead(connection) > 0) {
                    onDeath.forEach(Runnable::run);
                }
                Thread.sleep(BEAT);
            } catch (InterruptedException e) {
                return;
            } catch (SQLException | RuntimeException e) {
                if (!closed && !pause("the others could not be told that this node lives; it is tried again", e)) {
                    return;
                }
            }
        }
    }

    private boolean isSeen(Connection connection) throws SQLException {
        try (PreparedStatement statement =
                connection.prepareStatement("UPDATE nodes SET seen_at = clock_timestamp() WHERE id = ?")) {
            statement.setString(1, node);
            return statement.executeUpdate() > 0;
        }
    }

    /** Under a new name, so that nothing that was begun under the old one can still be written. */
    private void enterAnew(Connection connection) throws SQLException {
        if (tooOld.isEmpty()) {
            LOG.log(Level.WARNING, "The other nodes took this one for dead. It goes on without the work it had.");
            onLost.forEach(Runnable::run);
        }
        if (closed) {
            // It may have come back before all had ended; whatever that is may not write any more.
            return;
        }
        node = names.get();
        register(connection);
    }

    private static int takeOutTheDead(Connection connection) throws SQLException {
        try (PreparedStatement statement = connection.prepareStatement(
                "DELETE FROM nodes WHERE seen_at < clock_timestamp() - ? * INTERVAL '1 millisecond'")) {
            statement.setLong(1, DEAD_AFTER.toMillis());
            return statement.executeUpdate();
        }
    }

    private void listen() {
        while (!closed) {
            try (Connection connection = connections.getConnection()) {
                PGConnection channel = connection.unwrap(PGConnection.class);
                try (Statement statement = connection.createStatement()) {
                    statement.execute("LISTEN " + CHANNEL);
                }
                // What was told before this is told to nobody again.
                onWritten.forEach(Runnable::run);
                while (!closed) {
                    if (isFromOthers(channel.getNotifications(LISTENING_MILLIS))) {
                        onWritten.forEach(Runnable::run);
                    }
                    // A connection that is gone shows only when it is used.
                    if (!connection.isValid(2)) {
                        throw new SQLException("the connection is gone");
                    }
                }
            } catch (SQLException | RuntimeException e) {
                if (!closed && !pause("other nodes cannot be heard; it is tried again", e)) {
                    return;
                }
            }
        }
    }

    private boolean isFromOthers(PGNotification[] told) {
        for (PGNotification one : told) {
            if (!one.getParameter().equals(node)) {
                return true;
            }
        }
        return false;
    }

    /** False where it is to end. */
    private boolean pause(String what, Exception thrown) {
        String now = what + " (" + thrown.getMessage() + ")";
        // As long as it lasts, it is said once.
        if (!now.equals(complaint)) {
            complaint = now;
            LOG.log(Level.WARNING, now);
        }
        try {
            Thread.sleep(AFTER_A_FAILURE);
            return true;
        } catch (InterruptedException e) {
            return false;
        }
    }

    /** Leaves, so that the others need not wait to take over. */
    @Override
    public void close() {
        closed = true;
        // Who listens must not be interrupted, or its connection breaks: it is told, too.
        threads.stream().filter(thread -> !thread.isVirtual()).forEach(Thread::interrupt);
        try (Connection connection = connections.getConnection()) {
            leave(connection);
        } catch (SQLException e) {
            LOG.log(Level.DEBUG, "the node could not be taken out; the others will", e);
        }
        awaitThreads();
        connections.close();
    }

    private void leave(Connection connection) throws SQLException {
        try (PreparedStatement statement = connection.prepareStatement("DELETE FROM nodes WHERE id = ?")) {
            statement.setString(1, node);
            statement.executeUpdate();
        }
        try (PreparedStatement statement = connection.prepareStatement("SELECT pg_notify('" + CHANNEL + "', ?)")) {
            statement.setString(1, node);
            statement.execute();
        }
    }

    private void awaitThreads() {
        try {
            for (Thread thread : threads) {
                thread.join(LEAVING);
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
