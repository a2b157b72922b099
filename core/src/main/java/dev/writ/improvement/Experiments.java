package dev.writ.improvement;

import dev.writ.FailureCode;
import dev.writ.Json;
import dev.writ.WritException;
import dev.writ.store.Database;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.jdbi.v3.core.Handle;

/** The stored experiments and what was measured in them. Safe for use by many threads. */
public final class Experiments {
    private final Database database;

    public Experiments(Database database) {
        this.database = database;
    }

    /** Newest first. */
    public List<Experiment> list(boolean onlyOpen, int limit) {
        return database.read(handle -> handle.createQuery("""
                        SELECT * FROM experiments
                        WHERE :all = 1 OR state IN ('waiting', 'running', 'paused')
                        ORDER BY place DESC LIMIT :limit
                        """)
                .bind("all", onlyOpen ? 0 : 1)
                .bind("limit", limit)
                .map((row, context) -> read(row))
                .list());
    }

    /** Newest first. */
    public List<Experiment> inState(Experiment.State state, int limit) {
        return database.read(handle -> handle.createQuery(
                        "SELECT * FROM experiments WHERE state = :state ORDER BY place DESC LIMIT :limit")
                .bind("state", state.id())
                .bind("limit", limit)
                .map((row, context) -> read(row))
                .list());
    }

    /** @throws WritException with {@code not_found} */
    public Experiment get(String id) {
        return database.read(handle -> find(handle, id))
                .orElseThrow(() -> new WritException(
                        FailureCode.NOT_FOUND, "There is no such experiment.", "List them with `writ improve ls`."));
    }

    /** In the order of stages and pairs, the incumbent's first. */
    public List<Outcome> outcomes(String experiment) {
        return database.read(handle -> handle.createQuery("""
                        SELECT * FROM experiment_outcomes WHERE experiment = :experiment
                        ORDER BY CASE stage WHEN 'replay' THEN 0 WHEN 'shadow' THEN 1 WHEN 'canary' THEN 2 ELSE 3 END,
                                 pair, arm DESC
                        """)
                .bind("experiment", experiment)
                .map((row, context) -> outcome(row))
                .list());
    }

    static Optional<Experiment> find(Handle handle, String id) {
        return handle.createQuery("SELECT * FROM experiments WHERE id = :id")
                .bind("id", id)
                .map((row, context) -> read(row))
                .findOne();
    }

    private static Experiment read(ResultSet row) throws SQLException {
        long ended = row.getLong("ended_at");
        return new Experiment(
                row.getString("id"),
                row.getString("entity"),
                row.getInt("incumbent"),
                row.getInt("candidate"),
                row.getInt("place"),
                Proposal.read(Json.parseObject(row.getString("proposal"))),
                Stage.parse(row.getString("stage")),
                Experiment.State.parse(row.getString("state")),
                row.getString("reason"),
                row.getLong("version"),
                Instant.ofEpochMilli(row.getLong("created_at")),
                Instant.ofEpochMilli(row.getLong("updated_at")),
                ended == 0 ? Optional.empty() : Optional.of(Instant.ofEpochMilli(ended)));
    }

    private static Outcome outcome(ResultSet row) throws SQLException {
        return new Outcome(
                Stage.parse(row.getString("stage")),
                row.getInt("pair"),
                Experiment.Arm.parse(row.getString("arm")),
                row.getString("tree"),
                row.getDouble("score"),
                row.getDouble("errors"),
                row.getDouble("denials"),
                row.getLong("cost_micros"),
                Duration.ofMillis(row.getLong("millis")));
    }
}
