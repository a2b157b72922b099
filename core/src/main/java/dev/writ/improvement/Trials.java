package dev.writ.improvement;

import dev.writ.improvement.gate.Arm;
import dev.writ.improvement.gate.Stage;
import dev.writ.store.Transaction;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.List;
import org.jdbi.v3.core.Handle;

/** The table {@code tree_versions}: which trees work with which version, and whether they were measured. */
final class Trials {
    private Trials() {}

    static void add(Transaction transaction, Trial trial) {
        transaction.execute(
                """
                INSERT INTO tree_versions (tree, entity, version, experiment, stage, pair, arm)
                VALUES (?, ?, ?, ?, ?, ?, ?)
                """,
                trial.tree(),
                trial.entity(),
                trial.version(),
                trial.experiment(),
                trial.stage().id(),
                trial.pair(),
                trial.arm().id());
    }

    /** Those whose tree has ended, and that were not looked at yet. */
    static List<Trial> ended(Handle handle) {
        return handle.createQuery("""
                        SELECT v.* FROM tree_versions v JOIN trees t ON t.id = v.tree
                        WHERE v.state = 'open' AND t.finished_at IS NOT NULL
                        ORDER BY t.finished_at, v.tree LIMIT 200
                        """).map((row, context) -> read(row)).list();
    }

    /** Those that run recorded tasks again and were not measured yet. */
    static List<Trial> openReplays(Handle handle) {
        return handle.createQuery("SELECT * FROM tree_versions WHERE state = 'open' AND stage = 'replay'")
                .map((row, context) -> read(row))
                .list();
    }

    /** How many trees of an experiment's stage have not ended. */
    static int open(Handle handle, String experiment, Stage stage) {
        return handle.createQuery("""
                        SELECT COUNT(*) FROM tree_versions
                        WHERE experiment = :experiment AND stage = :stage AND state = 'open'
                        """)
                .bind("experiment", experiment)
                .bind("stage", stage.id())
                .mapTo(Integer.class)
                .one();
    }

    /** How many pairs of replays were begun, half ones included. */
    static int pairs(Handle handle, String experiment) {
        return handle.createQuery("""
                        SELECT COALESCE(MAX(pair), -1) + 1 FROM tree_versions
                        WHERE experiment = :experiment AND stage = 'replay'
                        """)
                .bind("experiment", experiment)
                .mapTo(Integer.class)
                .one();
    }

    /** How many trees of an experiment's stage there ever were; the next one's number. */
    static int count(Handle handle, String experiment, Stage stage) {
        return handle.createQuery(
                        "SELECT COUNT(*) FROM tree_versions WHERE experiment = :experiment AND stage = :stage")
                .bind("experiment", experiment)
                .bind("stage", stage.id())
                .mapTo(Integer.class)
                .one();
    }

    /** How many trees of an experiment's stage got the candidate, from a number on. */
    static int candidates(Handle handle, String experiment, Stage stage, int from) {
        return handle.createQuery("""
                        SELECT COUNT(*) FROM tree_versions
                        WHERE experiment = :experiment AND stage = :stage AND arm = 'candidate' AND pair >= :from
                        """)
                .bind("experiment", experiment)
                .bind("stage", stage.id())
                .bind("from", from)
                .mapTo(Integer.class)
                .one();
    }

    /** @param used whether the tree had to do with the definition at all */
    static boolean close(Transaction transaction, Trial trial, boolean used) {
        return transaction.execute(
                        "UPDATE tree_versions SET state = ? WHERE tree = ? AND entity = ? AND state = 'open'",
                        used ? "measured" : "unused",
                        trial.tree(),
                        trial.entity())
                == 1;
    }

    static boolean isTrial(Handle handle, String tree) {
        return handle.createQuery("SELECT COUNT(*) FROM tree_versions WHERE tree = :tree")
                        .bind("tree", tree)
                        .mapTo(Integer.class)
                        .one()
                > 0;
    }

    private static Trial read(ResultSet row) throws SQLException {
        return new Trial(
                row.getString("tree"),
                row.getString("entity"),
                row.getInt("version"),
                row.getString("experiment"),
                Stage.parse(row.getString("stage")),
                row.getInt("pair"),
                Arm.parse(row.getString("arm")));
    }
}
