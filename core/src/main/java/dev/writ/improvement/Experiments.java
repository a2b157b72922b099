package dev.writ.improvement;

import dev.writ.FailureCode;
import dev.writ.IdSource;
import dev.writ.Json;
import dev.writ.WritException;
import dev.writ.entity.Definition;
import dev.writ.event.EventLog;
import dev.writ.event.NewEvent;
import dev.writ.improvement.gate.Arm;
import dev.writ.improvement.gate.Outcome;
import dev.writ.improvement.gate.Stage;
import dev.writ.store.Database;
import dev.writ.store.Transaction;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jdbi.v3.core.Handle;

/** The stored experiments and what was measured in them. Safe for use by many threads. */
public final class Experiments {
    private final Database database;
    private final EventLog events;
    private final InstantSource clock;
    private final IdSource ids;

    public Experiments(Database database, EventLog events, InstantSource clock, IdSource ids) {
        this.database = database;
        this.events = events;
        this.clock = clock;
        this.ids = ids;
    }

    /** Where an experiment is put. */
    record Move(Stage stage, Experiment.State state, String reason) {}

    Experiment create(Transaction transaction, Definition active, int candidate, Proposal proposal, Move first) {
        Handle handle = transaction.handle();
        String id = ids.next("experiment");
        long now = clock.millis();
        int place = 1
                + handle.createQuery("SELECT COALESCE(MAX(place), 0) FROM experiments")
                        .mapTo(Integer.class)
                        .one();
        handle.createUpdate("""
                        INSERT INTO experiments (id, kind, entity, incumbent, candidate, place, proposal, stage, state,
                                                 reason, version, created_at, updated_at)
                        VALUES (:id, :kind, :entity, :incumbent, :candidate, :place, :proposal, :stage, :state,
                                :reason, 1, :now, :now)
                        """)
                .bind("id", id)
                .bind("kind", active.kind().id())
                .bind("entity", active.id())
                .bind("incumbent", active.activeVersion())
                .bind("candidate", candidate)
                .bind("place", place)
                .bind("proposal", Json.write(proposal.toJson()))
                .bind("stage", first.stage().id())
                .bind("state", first.state().id())
                .bind("reason", first.reason())
                .bind("now", now)
                .execute();
        Experiment created = find(handle, id).orElseThrow();
        tell(transaction, created, "experiment.created", proposal.proposedBy());
        return created;
    }

    /**
     * Puts an experiment elsewhere, as long as nobody else has meanwhile.
     *
     * @param event such as {@code experiment.promoted}
     * @throws WritException with {@code conflict} where somebody has
     */
    Experiment move(Transaction transaction, Experiment seen, Move move, String event, String by) {
        long now = clock.millis();
        int changed = transaction
                .handle()
                .createUpdate("""
                        UPDATE experiments SET stage = :stage, state = :state, reason = :reason, version = version + 1,
                                               updated_at = :now, ended_at = :ended
                        WHERE id = :id AND version = :revision
                        """)
                .bind("stage", move.stage().id())
                .bind("state", move.state().id())
                .bind("reason", move.reason())
                .bind("now", now)
                .bind("ended", move.state().isOpen() ? null : (Long) now)
                .bind("id", seen.id())
                .bind("revision", seen.revision())
                .execute();
        if (changed == 0) {
            throw new WritException(
                    FailureCode.CONFLICT,
                    "The experiment was changed by someone else just now.",
                    "Look at it again, and decide anew.");
        }
        Experiment moved = find(transaction.handle(), seen.id()).orElseThrow();
        tell(transaction, moved, event, by);
        return moved;
    }

    private void tell(Transaction transaction, Experiment experiment, String event, String by) {
        events.append(
                transaction,
                NewEvent.of(event, "experiment", experiment.id())
                        .by(by)
                        .with("kind", experiment.proposal().kind().id())
                        .with("name", experiment.proposal().entity())
                        .with("version", experiment.candidate())
                        .with("stage", experiment.stage().id())
                        .with("reason", experiment.reason()));
    }

    void record(Transaction transaction, String experiment, Outcome outcome) {
        transaction
                .handle()
                .createUpdate("""
                        INSERT INTO experiment_outcomes (experiment, stage, pair, arm, tree, score, errors, denials,
                                                         cost_micros, millis, recorded_at)
                        VALUES (:experiment, :stage, :pair, :arm, :tree, :score, :errors, :denials, :cost, :millis, :now)
                        """)
                .bind("experiment", experiment)
                .bind("stage", outcome.stage().id())
                .bind("pair", outcome.pair())
                .bind("arm", outcome.arm().id())
                .bind("tree", outcome.tree())
                .bind("score", outcome.score())
                .bind("errors", outcome.errors())
                .bind("denials", outcome.denials())
                .bind("cost", outcome.costMicros())
                .bind("millis", outcome.time().toMillis())
                .bind("now", clock.millis())
                .execute();
    }

    /** Those of a definition, the newest first. */
    List<Experiment> of(Handle handle, String entity) {
        return handle.createQuery("SELECT * FROM experiments WHERE entity = :entity ORDER BY place DESC LIMIT 200")
                .bind("entity", entity)
                .map((row, context) -> read(row))
                .list();
    }

    /** Those whose versions real tasks work with. */
    List<Experiment> inTrial(Handle handle) {
        return handle.createQuery("""
                        SELECT * FROM experiments WHERE state = 'running' AND stage IN ('canary', 'full') ORDER BY place
                        """).map((row, context) -> read(row)).list();
    }

    /** How many outcomes of an arm there are in a stage. */
    static int measured(Handle handle, String experiment, Stage stage, Arm arm) {
        return handle.createQuery("""
                        SELECT COUNT(*) FROM experiment_outcomes
                        WHERE experiment = :experiment AND stage = :stage AND arm = :arm
                        """)
                .bind("experiment", experiment)
                .bind("stage", stage.id())
                .bind("arm", arm.id())
                .mapTo(Integer.class)
                .one();
    }

    /** How many wait for a person. */
    static int waiting(Handle handle) {
        return handle.createQuery("SELECT COUNT(*) FROM experiments WHERE state = 'waiting'")
                .mapTo(Integer.class)
                .one();
    }

    /** How many are on trial or about to be. */
    static int onTrial(Handle handle) {
        return handle.createQuery("SELECT COUNT(*) FROM experiments WHERE state IN ('running', 'paused')")
                .mapTo(Integer.class)
                .one();
    }

    /** How many are past the validation, and not at their end. */
    static int begun(Handle handle) {
        return handle.createQuery("""
                        SELECT COUNT(*) FROM experiments
                        WHERE state IN ('running', 'paused') AND stage <> 'validation'
                        """).mapTo(Integer.class).one();
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
        return outcomesOf(List.of(experiment)).getOrDefault(experiment, List.of());
    }

    /** Those of many experiments with one question, each in the order of {@link #outcomes(String)}; none for one without. */
    public Map<String, List<Outcome>> outcomes(List<Experiment> of) {
        return of.isEmpty()
                ? Map.of()
                : outcomesOf(of.stream().map(Experiment::id).toList());
    }

    private Map<String, List<Outcome>> outcomesOf(List<String> experiments) {
        return database.read(handle -> Outcomes.of(handle, experiments));
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
}
