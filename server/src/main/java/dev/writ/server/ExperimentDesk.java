package dev.writ.server;

import dev.writ.FailureCode;
import dev.writ.WritException;
import dev.writ.entity.Change;
import dev.writ.entity.Definition;
import dev.writ.entity.Definitions;
import dev.writ.event.EventLog;
import dev.writ.event.NewEvent;
import dev.writ.improvement.Experiment;
import dev.writ.improvement.Experiment.State;
import dev.writ.improvement.Experiments;
import dev.writ.server.api.ImprovementActions;
import dev.writ.store.Database;
import dev.writ.store.Transaction;
import java.time.InstantSource;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;

/** What people decide about experiments: a change of the state, its event, and the move of the definition in one step. */
final class ExperimentDesk implements ImprovementActions {
    private final Database database;
    private final EventLog events;
    private final Definitions definitions;
    private final Experiments experiments;
    private final InstantSource clock;

    ExperimentDesk(
            Database database, EventLog events, Definitions definitions, Experiments experiments, InstantSource clock) {
        this.database = database;
        this.events = events;
        this.definitions = definitions;
        this.experiments = experiments;
        this.clock = clock;
    }

    private record Move(String event, String by, String reason, State to) {}

    @Override
    public void approve(String id, String by) {
        move(experiments.get(id), new Move("approved", by, "", State.RUNNING), State.WAITING);
    }

    @Override
    public void reject(String id, String by, String reason) {
        move(
                experiments.get(id),
                new Move("rejected", by, reason, State.REJECTED),
                State.WAITING,
                State.RUNNING,
                State.PAUSED);
    }

    @Override
    public void pause(String id, String by) {
        move(experiments.get(id), new Move("paused", by, "", State.PAUSED), State.RUNNING);
    }

    @Override
    public void resume(String id, String by) {
        move(experiments.get(id), new Move("resumed", by, "", State.RUNNING), State.PAUSED);
    }

    @Override
    public void rollback(String id, String by, String reason) {
        Experiment seen = experiments.get(id);
        move(
                seen,
                new Move("rolled_back", by, reason, State.ROLLED_BACK),
                transaction -> goBack(transaction, seen, Change.by(by, reason)),
                State.RUNNING,
                State.PAUSED,
                State.PROMOTED);
    }

    /** Where somebody wrote a newer version meanwhile, that one stays. */
    private void goBack(Transaction transaction, Experiment experiment, Change change) {
        Definition now = definitions.get(experiment.proposal().kind(), experiment.entity());
        if (now.activeVersion() == experiment.candidate()) {
            definitions.rollback(transaction, now.kind(), now.id(), experiment.incumbent(), change);
        } else if (now.activeVersion() != experiment.incumbent()) {
            throw new WritException(
                    FailureCode.CONFLICT,
                    "Version " + now.activeVersion() + " of '" + now.name()
                            + "' is active by now, and was written after" + " the experiment.",
                    "Roll the definition back on its own page, or with its API, to the version that you want.");
        }
    }

    private void move(Experiment seen, Move move, State... from) {
        move(seen, move, transaction -> {}, from);
    }

    private void move(Experiment seen, Move move, Consumer<Transaction> more, State... from) {
        if (!List.of(from).contains(seen.state())) {
            throw new WritException(
                    FailureCode.ILLEGAL_TRANSITION,
                    "The experiment is " + seen.state().id().replace('_', ' ') + ", and cannot be "
                            + move.event().replace('_', ' ') + ".",
                    "That takes one that is "
                            + String.join(
                                    " or ", Arrays.stream(from).map(State::id).toList())
                            + "; see `writ improve show " + seen.id() + "`.");
        }
        database.writeOnly(transaction -> {
            write(transaction, seen, move);
            more.accept(transaction);
            events.append(
                    transaction,
                    NewEvent.of("experiment." + move.event(), "experiment", seen.id())
                            .by(move.by())
                            .with("name", seen.proposal().entity())
                            .with("version", seen.candidate())
                            .with("stage", seen.stage().id())
                            .with("reason", move.reason()));
        });
    }

    private void write(Transaction transaction, Experiment seen, Move move) {
        long now = clock.millis();
        int changed = transaction
                .handle()
                .createUpdate("""
                        UPDATE experiments
                        SET state = :state, reason = :reason, version = version + 1, updated_at = :now, ended_at = :ended
                        WHERE id = :id AND version = :revision
                        """)
                .bind("state", move.to().id())
                .bind("reason", move.reason())
                .bind("now", now)
                .bind("ended", move.to().isOpen() ? Optional.<Long>empty() : Optional.of(now))
                .bind("id", seen.id())
                .bind("revision", seen.revision())
                .execute();
        if (changed == 0) {
            throw new WritException(
                    FailureCode.CONFLICT,
                    "The experiment was changed by someone else just now.",
                    "Look at it again, and decide anew.");
        }
    }
}
