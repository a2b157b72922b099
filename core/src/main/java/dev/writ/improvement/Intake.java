package dev.writ.improvement;

import dev.writ.Json;
import dev.writ.entity.Change;
import dev.writ.entity.Definition;
import dev.writ.entity.Definitions;
import dev.writ.event.EventLog;
import dev.writ.event.NewEvent;
import dev.writ.improvement.Experiment.State;
import dev.writ.improvement.Experiments.Move;
import dev.writ.improvement.gate.Stage;
import dev.writ.store.Transaction;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;
import org.jdbi.v3.core.Handle;

/**
 * How a proposal becomes an experiment: where nothing is in its way, the rules allow it and there is room. Safe for use by
 * many threads.
 */
final class Intake {
    /** How long a change that was tried is not tried again. */
    private static final Duration NOT_AGAIN = Duration.ofDays(30);
    /** What waits for a person takes no place from what is on trial; a list that grew for ever would be read by nobody. */
    private static final int MOST_WAITING = 10;

    private final EventLog events;
    private final Definitions definitions;
    private final Experiments experiments;
    private final Rules rules;
    private final Limits limits;
    private final boolean alwaysAsk;
    private final InstantSource clock;

    /** @param alwaysAsk whether every proposal waits for a person */
    Intake(
            EventLog events,
            Definitions definitions,
            Experiments experiments,
            Rules rules,
            Limits limits,
            boolean alwaysAsk,
            InstantSource clock) {
        this.events = events;
        this.definitions = definitions;
        this.experiments = experiments;
        this.rules = rules;
        this.limits = limits;
        this.alwaysAsk = alwaysAsk;
        this.clock = clock;
    }

    /** As {@link Improvements#propose}. */
    Optional<Experiment> take(Transaction transaction, Proposal proposal, Definition active) {
        Handle handle = transaction.handle();
        List<Experiment> earlier = experiments.of(handle, active.id());
        if (earlier.stream().anyMatch(one -> isInTheWay(one, proposal)) || wasRefused(handle, active, proposal)) {
            return Optional.empty();
        }
        return begin(transaction, proposal, active);
    }

    /** The same whatever was tried before. */
    Optional<Experiment> begin(Transaction transaction, Proposal proposal, Definition active) {
        Handle handle = transaction.handle();
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

    /**
     * A change on trial keeps all others of its definition away, and for a while after its end; what waits for a person, or
     * never came further, only itself.
     */
    private boolean isInTheWay(Experiment earlier, Proposal proposal) {
        Instant now = clock.instant();
        boolean same = earlier.proposal().changes().equals(proposal.changes());
        return switch (earlier.state()) {
            case WAITING -> same;
            case RUNNING, PAUSED -> true;
            case PROMOTED -> isCoolingDown(earlier, now);
            case REJECTED, ROLLED_BACK ->
                isCoolingDown(earlier, now)
                        || (same && earlier.updatedAt().plus(NOT_AGAIN).isAfter(now));
        };
    }

    private boolean isCoolingDown(Experiment ended, Instant now) {
        return ended.stage() != Stage.VALIDATION
                && ended.endedAt()
                        .filter(end -> end.plus(limits.coolDown()).isAfter(now))
                        .isPresent();
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
}
