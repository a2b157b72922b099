package dev.writ.improvement;

import dev.writ.FailureCode;
import dev.writ.WritException;
import dev.writ.entity.Change;
import dev.writ.entity.Definition;
import dev.writ.entity.DefinitionStatus;
import dev.writ.entity.Definitions;
import dev.writ.entity.EntityRef;
import dev.writ.event.EventLog;
import dev.writ.improvement.Experiment.State;
import dev.writ.improvement.Experiments.Move;
import dev.writ.improvement.gate.Evidence;
import dev.writ.improvement.gate.Outcome;
import dev.writ.improvement.gate.Stage;
import dev.writ.store.Database;
import dev.writ.store.Transaction;
import java.time.InstantSource;
import java.util.Arrays;
import java.util.EnumSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * What is proposed, and what people decide about it. Every action is one transaction with its event, and durable when its
 * method returns. Safe for use by many threads.
 */
public final class Improvements {
    private static final Set<State> ROLLED_BACK_FROM = EnumSet.of(State.RUNNING, State.PAUSED, State.PROMOTED);

    private final Database database;
    private final Definitions definitions;
    private final Experiments experiments;
    private final Intake intake;

    /** @param alwaysAsk whether every proposal waits for a person */
    public Improvements(
            Database database,
            EventLog events,
            Definitions definitions,
            Experiments experiments,
            Rules rules,
            Limits limits,
            boolean alwaysAsk,
            InstantSource clock) {
        this.database = database;
        this.definitions = definitions;
        this.experiments = experiments;
        this.intake = new Intake(events, definitions, experiments, rules, limits, alwaysAsk, clock);
    }

    /** What the outcomes of an experiment show. */
    public static Evidence evidence(Experiment experiment, List<Outcome> outcomes) {
        return Evidence.of(outcomes, experiment.place(), Aim.of(experiment.proposal()));
    }

    /**
     * Takes a proposal in: as an experiment, where the rules allow it and there is room for one.
     *
     * @return empty where nothing came of it: it was refused (which is told as an event), is tried or was tried lately, or
     *     there is no room now
     */
    public Optional<Experiment> propose(Proposal proposal) {
        return definitions
                .find(proposal.kind(), proposal.entity())
                .filter(definition -> definition.status() == DefinitionStatus.ACTIVE)
                .flatMap(active -> database.write(transaction -> intake.take(transaction, proposal, active)));
    }

    /**
     * A person agrees that it be tried: exactly what they saw, on the version that is active.
     *
     * @param by for instance {@code person:ada}
     * @throws WritException with {@code not_found}, with {@code illegal_transition} where it does not wait, with
     *     {@code conflict} where somebody else was quicker, where another change of the definition is on trial, or where
     *     another version became active since, on which it then waits anew
     */
    public void approve(String id, String by) {
        Experiment seen = experiments.get(id);
        require(seen, "experiment.approved", State.WAITING);
        Optional<WritException> moved = database.write(transaction -> {
            Optional<Experiment> onTrial = experiments.of(transaction.handle(), seen.entity()).stream()
                    .filter(one -> one.state() == State.RUNNING || one.state() == State.PAUSED)
                    .findFirst();
            if (onTrial.isPresent()) {
                throw new WritException(
                        FailureCode.CONFLICT,
                        "Another change of '" + seen.proposal().entity() + "' is on trial.",
                        "Approve this one once that has ended; see `writ improve show "
                                + onTrial.get().id() + "`.");
            }
            Definition now = definitions.get(seen.proposal().kind(), seen.entity());
            if (now.activeVersion() != seen.incumbent()) {
                return Optional.of(waitsAnew(transaction, seen, now, by));
            }
            experiments.move(transaction, seen, new Move(seen.stage(), State.RUNNING, ""), "experiment.approved", by);
            return Optional.empty();
        });
        if (moved.isPresent()) {
            throw moved.get();
        }
    }

    /** What was proposed for an older version, for the one that is active now. */
    private WritException waitsAnew(Transaction transaction, Experiment seen, Definition now, String by) {
        String reason = "Version " + now.activeVersion() + " of '" + now.name() + "' became active meanwhile.";
        experiments.move(
                transaction, seen, new Move(seen.stage(), State.REJECTED, reason), "experiment.superseded", by);
        return new WritException(
                FailureCode.CONFLICT,
                reason,
                intake.begin(transaction, seen.proposal(), now)
                        .map(anew ->
                                "It is proposed anew for that version; look at the difference with `writ improve diff "
                                        + anew.id() + "`, and decide.")
                        .orElse("The change does not fit that version, and was ended."));
    }

    /** It is not to be tried, or no longer. As {@link #approve}. */
    public void reject(String id, String by, String reason) {
        Experiment seen = experiments.get(id);
        if (seen.stage() == Stage.FULL) {
            throw illegal(seen, "rejected", "Roll it back, since its version is active.");
        }
        decide(id, by, reason, "experiment.rejected", State.REJECTED, State.WAITING, State.RUNNING, State.PAUSED);
    }

    /** Nothing more is measured for now. As {@link #approve}. */
    public void pause(String id, String by) {
        decide(id, by, "", "experiment.paused", State.PAUSED, State.RUNNING);
    }

    /** It goes on. As {@link #approve}. */
    public void resume(String id, String by) {
        decide(id, by, "", "experiment.resumed", State.RUNNING, State.PAUSED);
    }

    private void decide(String id, String by, String reason, String event, State to, State... from) {
        Experiment seen = experiments.get(id);
        require(seen, event, from);
        database.writeOnly(
                transaction -> experiments.move(transaction, seen, new Move(seen.stage(), to, reason), event, by));
    }

    /**
     * The version from before is active again. As {@link #approve}.
     *
     * @throws WritException with {@code conflict} also where somebody wrote a newer version meanwhile, which stays
     */
    public void rollback(String id, String by, String reason) {
        Experiment seen = experiments.get(id);
        require(seen, "experiment.rolled_back", ROLLED_BACK_FROM.toArray(State[]::new));
        database.writeOnly(transaction -> rollback(transaction, seen, by, reason));
    }

    void rollback(Transaction transaction, Experiment seen, String by, String reason) {
        Definition now = definitions.get(seen.proposal().kind(), seen.entity());
        if (now.activeVersion() == seen.candidate()) {
            definitions.rollback(transaction, now.kind(), now.id(), seen.incumbent(), Change.by(by, reason));
        } else if (now.activeVersion() != seen.incumbent()) {
            throw new WritException(
                    FailureCode.CONFLICT,
                    "Version " + now.activeVersion() + " of '" + now.name()
                            + "' is active by now, and was written after the experiment.",
                    "Roll the definition back by itself, to the version that you want.");
        }
        experiments.move(
                transaction, seen, new Move(seen.stage(), State.ROLLED_BACK, reason), "experiment.rolled_back", by);
    }

    /** Takes back whatever is on trial or was kept last for a definition; whether there was anything. */
    public boolean rollbackFor(EntityRef definition, String by, String reason) {
        Optional<Experiment> last = database.read(handle -> experiments.of(handle, definition.id()).stream()
                .filter(one -> ROLLED_BACK_FROM.contains(one.state()))
                .findFirst());
        last.ifPresent(one -> rollback(one.id(), by, reason));
        return last.isPresent();
    }

    private static void require(Experiment seen, String event, State... from) {
        if (!List.of(from).contains(seen.state())) {
            String verb = event.substring("experiment.".length()).replace('_', ' ');
            throw illegal(
                    seen,
                    verb,
                    "That takes one that is "
                            + String.join(
                                    " or ", Arrays.stream(from).map(State::id).toList())
                            + "; see `writ improve show " + seen.id() + "`.");
        }
    }

    private static WritException illegal(Experiment seen, String verb, String hint) {
        return new WritException(
                FailureCode.ILLEGAL_TRANSITION,
                "The experiment is " + seen.state().id().replace('_', ' ') + ", and cannot be " + verb + ".",
                hint);
    }
}
