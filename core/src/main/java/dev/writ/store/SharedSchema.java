package dev.writ.store;

import dev.writ.FailureCode;
import dev.writ.WritException;
import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import javax.sql.DataSource;

/**
 * Whether nodes of different versions may work on a database together. Most migrations only add what older nodes do not
 * look at. One that older nodes could do harm to, or could not work with, says in {@code oldest_node} which migration a node
 * must know, and takes older ones out of {@code nodes}.
 */
final class SharedSchema {
    /** The newest of the migrations here that older nodes may not work with; {@code oldest_node} says the same. */
    static final int OLDEST_NODE = 25;

    private static final Logger LOG = System.getLogger(SharedSchema.class.getName());

    private SharedSchema() {}

    /**
     * For a database that is as new as this node, or newer.
     *
     * @throws WritException with {@code store_newer}
     */
    static void requireThatThisNodeMayWork(DataSource database, int there) {
        if (ask(database, "SELECT COALESCE(MAX(migration), 0) FROM oldest_node", 0) > Migrations.NEWEST) {
            throw newer("has version " + there + ", which is");
        }
        if (there > Migrations.NEWEST) {
            LOG.log(
                    Level.INFO,
                    "The database has version " + there + ", of a newer Writ. This one, of version " + Migrations.NEWEST
                            + ", may work beside it.");
        }
    }

    /**
     * For a database that is older than this node.
     *
     * @throws WritException with {@code store_locked} where nodes work on it that could not go on after its migration
     */
    static void requireThatNoOlderNodeWorks(DataSource database, int there) {
        if (there >= OLDEST_NODE) {
            return;
        }
        int older = ask(
                database,
                "SELECT COUNT(*) FROM nodes WHERE seen_at > clock_timestamp() - ? * INTERVAL '1 millisecond'",
                Cluster.DEAD_AFTER.toMillis());
        if (older > 0) {
            throw new WritException(
                    FailureCode.STORE_LOCKED,
                    older + (older == 1 ? " node of an older version works" : " nodes of an older version work")
                            + " on the database, and could not go on after its migration from " + there + " to "
                            + Migrations.NEWEST + ".",
                    "Stop them, and start this one again; nothing was changed.");
        }
    }

    static WritException newer(String how) {
        return new WritException(
                FailureCode.STORE_NEWER,
                "The database " + how + " of a newer Writ that this one, of version " + Migrations.NEWEST
                        + ", cannot work beside.",
                "Use that version, or another database; nothing was changed.");
    }

    private static int ask(DataSource database, String sql, long value) {
        try (Connection connection = database.getConnection();
                PreparedStatement statement = connection.prepareStatement(sql)) {
            if (sql.contains("?")) {
                statement.setLong(1, value);
            }
            try (ResultSet row = statement.executeQuery()) {
                row.next();
                return row.getInt(1);
            }
        } catch (SQLException e) {
            throw StoreFailures.translate(e);
        }
    }
}
