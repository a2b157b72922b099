package dev.writ.improvement;

import dev.writ.FailureCode;
import dev.writ.Json;
import dev.writ.WritException;
import dev.writ.entity.Change;
import dev.writ.entity.Definition;
import dev.writ.entity.DefinitionStatus;
import dev.writ.entity.Definitions;
import dev.writ.entity.EntityRef;
import dev.writ.event.EventLog;
import dev.writ.event.NewEvent;
import dev.writ.improvement.Experiment.State;
import dev.writ.improvement.Experiments.Move;
import dev.writ.improvement.gate.Evidence;
import dev.writ.improvement.gate.Outcome;
import dev.writ.improvement.gate.Stage;
import dev.writ.store.Database;
import dev.writ.store.Transaction;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import org.jdbi.v3.core.Handle;

/**
 * What is proposed, and what people decide about it. Every action is one transaction with its event, and durable when its
 * method returns. Safe for use by many threads.
 */
public final class Improvements {
    /** How long a change that was tried is not tried again. */
    private static final Duration NOT_AGAIN = Duration.ofDays(30);
    /** What waits for a person takes no place from what is on trial; a list that grew for ever would be read by nobody. */
    private static final int MOST_WAITING = 10;

    private final Database database;
    private final EventLog events;
    private final Definitions definitions;
    private final Experiments experiments;
    private final Rules rules;
    private final Limits limits;
    private final boolean alwaysAsk;
    private final InstantSource clock;

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
        this.events = events;
        this.definitions = definitions;
        this.experiments = experiments;
        this.rules = rules;
        this.limits = limits;
        this.alwaysAsk = alwaysAsk;
        this.clock = clock;
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
        Optional<Definition> found = definitions
                .find(proposal.kind(), proposal.entity())
                .filter(definition -> definition.status() == DefinitionStatus.ACTIVE);
        if (found.isEmpty()) {
            return Optional.empty();
        }
        return database.write(transaction -> propose(transaction, proposal, found.get()));
    }

    private Optional<Experiment> propose(Transaction transaction, Proposal proposal, Definition active) {
        Handle handle = transaction.handle();
        List<Experiment> earlier = experiments.of(handle, active.id());
        if (earlier.stream().anyMatch(one -> isInTheWay(one, proposal)) || wasRefused(handle, active, proposal)) {
            return Optional.empty();
        }
        Optional<String> refusal = rules.refusal(proposal, active);
        if (refusal.isPresent()) {
            events.append(
                    transaction,
                    NewEvent.of("experiment.refused", active.kind().id(), active.id())
                            .by(proposal.proposedBy())
                            .with("name", active.name())
                            .with("reason", refusal.get())
                            .with("changes", Json.canonical(proposal.changes())));
            return Optional.empty();
        }
        Optional<String> person =
                alwaysAsk ? Optional.of("Every change waits for a person here.") : rules.personNeeded(proposal, active);
        boolean room = person.isPresent()
                ? Experiments.waiting(handle) < MOST_WAITING
                : Experiments.onTrial(handle) < limits.open();
        if (!room) {
            return Optional.empty();
        }
        int candidate = definitions.draft(
                transaction,
                active.kind(),
                active.id(),
                proposal.changes(),
                Change.by(proposal.proposedBy(), proposal.hypothesis()));
        if (candidate == active.activeVersion()) {
            return Optional.empty();
        }
        Move first = person.map(why -> new Move(Stage.VALIDATION, State.WAITING, why))
                .orElseGet(() -> new Move(Stage.VALIDATION, State.RUNNING, ""));
        return Optional.of(experiments.create(transaction, active, candidate, proposal, first));
    }

    private boolean isInTheWay(Experiment earlier, Proposal proposal) {
        Instant now = clock.instant();
        return earlier.state().isOpen()
                || earlier.endedAt()
                        .filter(end -> end.plus(limits.coolDown()).isAfter(now))
                        .isPresent()
                || (earlier.proposal().changes().equals(proposal.changes())
                        && earlier.state() != State.PROMOTED
                        && earlier.updatedAt().plus(NOT_AGAIN).isAfter(now));
    }

    /** What was refused stays refused until the definition is another one; telling it once is enough. */
    private static boolean wasRefused(Handle handle, Definition active, Proposal proposal) {
        return handle.createQuery("""
                                SELECT COUNT(*) FROM events
                                WHERE kind = :kind AND entity = :entity AND type = 'experiment.refused'
                                  AND data LIKE :changes ESCAPE '!' AND at >= :since
                                """)
                        .bind("kind", active.kind().id())
                        .bind("entity", active.id())
                        .bind("changes", "%" + pattern(Json.write(Json.canonical(proposal.changes()))) + "%")
                        .bind("since", active.updatedAt().toEpochMilli())
                        .mapTo(Integer.class)
                        .one()
                > 0;
    }

    private static String pattern(String text) {
        return text.replace("!", "!!").replace("%", "!%").replace("_", "!_");
    }

    /**
     * A person agrees that it be tried.
     *
     * @param by for instance {@code person:ada}
     * @throws WritException with {@code not_found}, with {@code illegal_transition} where it does not wait, with
     *     {@code conflict} where somebody else was quicker
     */
    public void approve(String id, String by) {
        decide(id, by, "", "experiment.approved", State.RUNNING, State.WAITING);
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
        require(seen, "experiment.rolled_back", State.RUNNING, State.PAUSED, State.PROMOTED);
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
                .filter(one -> one.state() != State.REJECTED && one.state() != State.ROLLED_BACK)
                .findFirst());
        last.filter(one -> one.state() == State.WAITING).ifPresent(one -> reject(one.id(), by, reason));
        last.filter(one -> one.state() != State.WAITING).ifPresent(one -> rollback(one.id(), by, reason));
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
