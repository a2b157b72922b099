package dev.writ.improvement;

import dev.writ.FailureCode;
import dev.writ.WritException;
import dev.writ.entity.Change;
import dev.writ.entity.Definition;
import dev.writ.entity.Definitions;
import dev.writ.improvement.Experiment.State;
import dev.writ.improvement.Experiments.Move;
import dev.writ.improvement.gate.Arm;
import dev.writ.improvement.gate.Evidence;
import dev.writ.improvement.gate.Outcome;
import dev.writ.improvement.gate.Stage;
import dev.writ.improvement.gate.Verdict;
import dev.writ.insight.Period;
import dev.writ.store.Database;
import dev.writ.store.Transaction;
import dev.writ.task.Task;
import java.nio.file.Path;
import java.time.Duration;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.BiConsumer;
import java.util.random.RandomGenerator;

/**
 * Tries what is proposed, cheapest first, keeps what measurably helps and takes back what harms. It is a function of what
 * is stored: whatever was broken off is gone on with at the next look. Looks are made by one thread at a time.
 */
public final class ImprovementLoop {
    private static final String ACTOR = "improvement";
    private static final Duration LOOK_BACK = Duration.ofDays(7);
    private static final int MOST_OPEN = 200;

    private final Database database;
    private final Definitions definitions;
    private final Experiments experiments;
    private final Improvements improvements;
    private final Source source;
    private final Rules rules;
    private final Limits limits;
    private final Optional<RecordedTasks> recorded;
    private final Canary canary;
    private final RandomGenerator random;
    private final InstantSource clock;
    private boolean begun;

    /** What it works with. */
    public record Parts(
            Database database,
            Definitions definitions,
            Experiments experiments,
            Improvements improvements,
            Source source,
            Rules rules,
            Limits limits,
            RandomGenerator random,
            InstantSource clock) {}

    /**
     * Runs no recorded task again, as where that would cost money.
     *
     * @see #ImprovementLoop(Parts, Path, Rerun)
     */
    public ImprovementLoop(Parts parts) {
        this(parts, Optional.empty());
    }

    /** @param folder for copies of workspaces */
    public ImprovementLoop(Parts parts, Path folder, Rerun rerun) {
        this(parts, Optional.of(new RecordedTasks(parts.database(), folder, rerun)));
    }

    private ImprovementLoop(Parts parts, Optional<RecordedTasks> recorded) {
        this.database = parts.database();
        this.definitions = parts.definitions();
        this.experiments = parts.experiments();
        this.improvements = parts.improvements();
        this.source = parts.source();
        this.rules = parts.rules();
        this.limits = parts.limits();
        this.recorded = recorded;
        this.canary = new Canary(parts.experiments(), parts.random());
        this.random = parts.random();
        this.clock = parts.clock();
    }

    /** What is to be called with every request that is accepted, in its transaction. */
    public BiConsumer<Transaction, Task> onAccept() {
        return canary::accepted;
    }

    /** Takes in what the source proposes now; what became an experiment. */
    public synchronized List<Experiment> propose() {
        List<Experiment> begun = new ArrayList<>();
        for (Proposal proposal : source.in(Period.last(LOOK_BACK, clock.instant()))) {
            improvements.propose(proposal).ifPresent(begun::add);
        }
        return begun;
    }

    /** Measures what has ended and moves every running experiment on as far as it goes; whether anything moved. */
    public synchronized boolean advance() {
        if (!begun) {
            begun = true;
            recorded.ifPresent(RecordedTasks::removeLeftovers);
        }
        boolean moved = measure();
        for (Experiment experiment : experiments.list(true, MOST_OPEN).reversed()) {
            if (experiment.state() == State.RUNNING) {
                moved |= advance(experiment);
            }
        }
        return moved;
    }

    private boolean measure() {
        List<Trial> ended = database.read(Trials::ended);
        for (Trial trial : ended) {
            database.writeOnly(transaction -> measure(transaction, trial));
            if (trial.stage() == Stage.REPLAY) {
                recorded.ifPresent(tasks -> tasks.remove(trial));
            }
        }
        return !ended.isEmpty();
    }

    private void measure(Transaction transaction, Trial trial) {
        Experiment experiment =
                Experiments.find(transaction.handle(), trial.experiment()).orElseThrow();
        Proposal proposal = experiment.proposal();
        boolean used = trial.stage() == Stage.REPLAY
                || TreeRecord.used(transaction.handle(), trial.tree(), proposal.kind(), proposal.entity());
        if (!Trials.close(transaction, trial, used)
                || !used
                || !experiment.state().isOpen()) {
            return;
        }
        // Which real tasks are compared with each other shows once others have ended, too.
        int pair = trial.stage() == Stage.REPLAY
                ? trial.pair()
                : Experiments.measured(transaction.handle(), experiment.id(), trial.stage(), trial.arm());
        experiments.record(
                transaction,
                experiment.id(),
                TreeRecord.of(transaction.handle(), trial.tree())
                        .outcome(trial.stage(), pair, trial.arm(), trial.tree()));
    }

    private boolean advance(Experiment experiment) {
        try {
            Definition now = definitions.get(experiment.proposal().kind(), experiment.entity());
            int expected = experiment.stage() == Stage.FULL ? experiment.candidate() : experiment.incumbent();
            if (now.activeVersion() != expected) {
                return end(
                        experiment,
                        State.REJECTED,
                        "experiment.superseded",
                        "Version " + now.activeVersion() + " became active meanwhile, and stays.");
            }
            if (experiment.createdAt().plus(limits.patience()).isBefore(clock.instant())
                    && experiment.stage() != Stage.FULL) {
                return end(
                        experiment,
                        State.REJECTED,
                        "experiment.rejected",
                        "There were too few tasks to tell; no evidence is not a win.");
            }
            return switch (experiment.stage()) {
                case VALIDATION -> validate(experiment, now);
                case REPLAY -> replay(experiment);
                case SHADOW -> to(experiment, Stage.CANARY, "");
                case CANARY -> canary(experiment);
                case FULL -> watch(experiment);
            };
        } catch (WritException e) {
            if (e.failure().code() == FailureCode.CONFLICT) {
                // Somebody else decided at the same moment; the next look sees how it stands.
                return true;
            }
            throw e;
        }
    }

    private boolean validate(Experiment experiment, Definition now) {
        Optional<String> refusal = rules.refusal(experiment.proposal(), now);
        if (refusal.isPresent()) {
            return end(experiment, State.REJECTED, "experiment.rejected", refusal.get());
        }
        if (database.read(Experiments::begun) >= limits.open()) {
            return false;
        }
        return recorded.isPresent()
                ? to(experiment, Stage.REPLAY, "")
                : to(experiment, Stage.CANARY, "Running recorded tasks again would cost money here.");
    }

    private boolean replay(Experiment experiment) {
        Evidence evidence = Improvements.evidence(experiment, experiments.outcomes(experiment.id()));
        return switch (evidence.verdict()) {
            case Verdict.Harms harms ->
                end(experiment, State.REJECTED, "experiment.rejected", harmed(harms) + " on recorded tasks.");
            case Verdict.Helps ignored -> to(experiment, Stage.CANARY, "It helped with recorded tasks." + NO_SHADOW);
            case Verdict.NoEvidence ignored -> to(experiment, Stage.CANARY, "Recorded tasks did not tell." + NO_SHADOW);
            case Verdict.Undecided ignored -> {
                if (database.read(handle -> Trials.open(handle, experiment.id(), Stage.REPLAY)) > 0) {
                    yield false;
                }
                yield nextReplay(experiment)
                        || to(experiment, Stage.CANARY, "Recorded tasks did not tell." + NO_SHADOW);
            }
        };
    }

    /** What a definition says acts through what agents do with it, which cannot be had without its effects. */
    private static final String NO_SHADOW =
            " Shadowing is left out: what agents do cannot be computed without doing it.";

    /** Runs the next recorded task again under both versions, in random order; false where there is none left. */
    private boolean nextReplay(Experiment experiment) {
        RecordedTasks tasks = recorded.orElseThrow();
        int pair = database.read(handle -> Trials.pairs(handle, experiment.id()));
        if (pair >= limits.replays()) {
            return false;
        }
        Optional<String> tree = tasks.next(experiment, limits.replays());
        if (tree.isEmpty()) {
            return false;
        }
        boolean candidateFirst = random.nextBoolean();
        Arm first = candidateFirst ? Arm.CANDIDATE : Arm.INCUMBENT;
        Arm second = candidateFirst ? Arm.INCUMBENT : Arm.CANDIDATE;
        return tasks.start(tree.get(), trial(experiment, pair, first))
                && tasks.start(tree.get(), trial(experiment, pair, second));
    }

    private static Trial trial(Experiment experiment, int pair, Arm arm) {
        int version = arm == Arm.CANDIDATE ? experiment.candidate() : experiment.incumbent();
        return new Trial("", experiment.entity(), version, experiment.id(), Stage.REPLAY, pair, arm);
    }

    /**
     * What recorded tasks have shown holds for them; so the canary's own pairs are weighed for harm by themselves, too. As
     * long as they speak against the change, nothing is promoted.
     */
    private boolean canary(Experiment experiment) {
        List<Outcome> outcomes = experiments.outcomes(experiment.id());
        Evidence all = Improvements.evidence(experiment, outcomes);
        Evidence real = Improvements.evidence(
                experiment,
                outcomes.stream()
                        .filter(outcome -> outcome.stage() == Stage.CANARY)
                        .toList());
        if (real.verdict() instanceof Verdict.Harms harms) {
            return end(experiment, State.ROLLED_BACK, "experiment.rolled_back", harmed(harms) + " of real tasks.");
        }
        return switch (all.verdict()) {
            case Verdict.Harms harms ->
                end(experiment, State.ROLLED_BACK, "experiment.rolled_back", harmed(harms) + ".");
            case Verdict.NoEvidence ignored ->
                end(
                        experiment,
                        State.REJECTED,
                        "experiment.rejected",
                        "It made no measurable difference; no evidence is not a win.");
            case Verdict.Helps helps ->
                real.places().size() >= limits.canaries() && !real.leansToHarm() && promote(experiment, helps);
            case Verdict.Undecided ignored -> false;
        };
    }

    private boolean promote(Experiment experiment, Verdict.Helps helps) {
        String reason = "It measurably helped, after " + helps.pair() + " pairs; it is watched now.";
        database.writeOnly(transaction -> {
            definitions.rollback(
                    transaction,
                    experiment.proposal().kind(),
                    experiment.entity(),
                    experiment.candidate(),
                    Change.by(ACTOR, reason).causedBy(experiment.id()));
            experiments.move(
                    transaction, experiment, new Move(Stage.FULL, State.RUNNING, reason), "experiment.stage", ACTOR);
        });
        return true;
    }

    private boolean watch(Experiment experiment) {
        List<Outcome> outcomes = experiments.outcomes(experiment.id());
        Evidence evidence = Evidence.of(Watched.pairs(outcomes), experiment.place(), Aim.of(experiment.proposal()));
        if (evidence.verdict() instanceof Verdict.Harms harms) {
            database.writeOnly(transaction ->
                    improvements.rollback(transaction, experiment, ACTOR, harmed(harms) + " while it was watched."));
            return true;
        }
        long seen = outcomes.stream()
                .filter(outcome -> outcome.stage() == Stage.FULL)
                .count();
        boolean longEnough = experiment.updatedAt().plus(limits.patience()).isBefore(clock.instant());
        return (seen >= limits.watched() || longEnough)
                && end(experiment, State.PROMOTED, "experiment.promoted", "It helped, and did no harm while watched.");
    }

    private static String harmed(Verdict.Harms harms) {
        return "It made the " + harms.measure().id() + " worse, seen after " + harms.pair() + " pairs";
    }

    private boolean to(Experiment experiment, Stage stage, String reason) {
        database.writeOnly(transaction -> experiments.move(
                transaction, experiment, new Move(stage, State.RUNNING, reason), "experiment.stage", ACTOR));
        return true;
    }

    private boolean end(Experiment experiment, State state, String event, String reason) {
        database.writeOnly(transaction ->
                experiments.move(transaction, experiment, new Move(experiment.stage(), state, reason), event, ACTOR));
        return true;
    }
}
