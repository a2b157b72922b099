package dev.writ.improvement.world;

import dev.writ.entity.Definition;
import dev.writ.improvement.Experiment;
import dev.writ.improvement.Experiment.State;
import dev.writ.improvement.Experiments;
import dev.writ.improvement.ImprovementLoop;
import dev.writ.improvement.Improvements;
import dev.writ.improvement.Limits;
import dev.writ.improvement.catalogue.CatalogueSource;
import dev.writ.improvement.catalogue.SurfaceRules;
import dev.writ.improvement.gate.Outcome;
import dev.writ.insight.activity.Rollups;
import dev.writ.insight.detector.Detectors;
import dev.writ.task.Task;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.Set;

/**
 * People hand in work of several kinds, nine tasks a day; an agent does it, with definitions of which one is poor; and
 * Writ looks for what could be better and tries it, with everything it has, but for running recorded tasks again. Nobody
 * tells it anything.
 */
final class World implements AutoCloseable {
    private static final int TASKS_A_DAY = 9;
    private static final Duration DAY = Duration.ofDays(1);
    private static final Duration WEEK = Duration.ofDays(7);
    private static final Duration LONGEST_SEARCH = Duration.ofDays(21);

    /** Of the tasks of a kind: how hard, how dear and how long they are. */
    private enum Work {
        LETTER(0.93, 6_000, 60),
        REPORT(0.88, 10_000, 100),
        AUDIT(0.82, 14_000, 150);

        private final double success;
        private final double tokens;
        private final double seconds;

        Work(double success, double tokens, double seconds) {
            this.success = success;
            this.tokens = tokens;
            this.seconds = seconds;
        }
    }

    private final Plant plant;
    private final Truth truth;
    private final Random random;
    private final Drift drift;
    private final Surroundings.Store store;
    private final WorldRecords records;
    private final Experiments experiments;
    private final ImprovementLoop loop;
    private final Instant beginning;
    private boolean isPoorLater;
    private int tasks;

    World(Surroundings surroundings, Plant plant, Truth truth, long seed) {
        this.plant = plant;
        this.truth = truth;
        this.random = new Random(seed);
        this.drift = Drift.drawn(random);
        this.store = surroundings.store();
        this.beginning = store.clock().instant();
        this.records = new WorldRecords(store.events(), store::nextId);
        this.experiments = new Experiments(store.database(), store.events(), store.clock(), store::nextId);
        SurfaceRules rules = new SurfaceRules(store.definitions(), surroundings.powers());
        Improvements improvements = new Improvements(
                store.database(),
                store.events(),
                store.definitions(),
                experiments,
                rules,
                Limits.USUAL,
                false,
                store.clock());
        this.loop = new ImprovementLoop(new ImprovementLoop.Parts(
                store.database(),
                store.definitions(),
                experiments,
                improvements,
                new CatalogueSource(
                        Detectors.all(store.database(), store.definitions()),
                        store.definitions(),
                        store.database(),
                        true),
                rules,
                Limits.USUAL,
                random,
                store.clock()));
        plant.poorFromTheBeginning(store.definitions());
    }

    /**
     * What became of the change.
     *
     * @param reason what Writ says
     * @param tasks how many people had handed in until then
     */
    record Result(Fate fate, String reason, int tasks, List<Outcome> outcomes) {}

    Result run() {
        Optional<Experiment> found = search();
        if (found.isEmpty()) {
            return new Result(Fate.NOT_FOUND, "", tasks, List.of());
        }
        requirePlanted(found.get());
        String id = found.get().id();
        while (experiments.get(id).state().isOpen()) {
            work(Optional.of(experiments.get(id)));
            look();
        }
        Experiment ended = experiments.get(id);
        return new Result(fate(ended), ended.reason(), tasks, experiments.outcomes(id));
    }

    /** Until the system has something to try. */
    private Optional<Experiment> search() {
        while (since().compareTo(LONGEST_SEARCH) < 0) {
            work(Optional.empty());
            if (!isPoorLater && since().compareTo(WEEK) >= 0) {
                isPoorLater = true;
                plant.poorLater(store.definitions());
            }
            new Rollups(store.database()).advance(100);
            List<Experiment> begun = loop.propose();
            if (!begun.isEmpty()) {
                look();
                return Optional.of(begun.getFirst());
            }
        }
        return Optional.empty();
    }

    private void requirePlanted(Experiment experiment) {
        boolean planted = experiment.proposal().kind() == plant.kind()
                && experiment.proposal().entity().equals(plant.entity())
                && experiment.proposal().changes().equals(plant.answer())
                && experiment.proposal().opportunity().equals(plant.found().id());
        if (!planted) {
            throw new AssertionError("In " + this + " this was found instead: " + experiment.proposal());
        }
    }

    private Fate fate(Experiment ended) {
        boolean inForce = planted().activeVersion() == ended.candidate();
        if (inForce != (ended.state() == State.PROMOTED)) {
            throw new AssertionError(
                    this + " is " + ended + " with version " + planted().activeVersion());
        }
        return switch (ended.state()) {
            case PROMOTED -> Fate.KEPT;
            case ROLLED_BACK -> Fate.TAKEN_BACK;
            case REJECTED -> Fate.GIVEN_UP;
            case WAITING, RUNNING, PAUSED -> throw new AssertionError(ended);
        };
    }

    private void look() {
        while (loop.advance()) {
            // Until there is nothing to do.
        }
    }

    private Definition planted() {
        return store.definitions().get(plant.kind(), plant.entity());
    }

    private Duration since() {
        return Duration.between(beginning, store.clock().instant());
    }

    /** The tasks of a day are handed in, an hour after each other, and done. */
    private void work(Optional<Experiment> trial) {
        List<Task> accepted = store.database().write(transaction -> {
            List<Task> all = new ArrayList<>();
            for (int hour = 0; hour < TASKS_A_DAY; hour++) {
                Task task = records.accept(transaction, store.clock().instant().plus(Duration.ofHours(hour)));
                loop.onAccept().accept(transaction, task);
                all.add(task);
            }
            return all;
        });
        tasks += TASKS_A_DAY;
        Set<String> changed = trial.map(this::changed).orElse(Set.of());
        boolean forAll = trial.filter(one -> planted().activeVersion() == one.candidate())
                .isPresent();
        store.clock().advance(DAY);
        store.database().writeOnly(transaction -> {
            for (Task task : accepted) {
                Traces traces = work(changed.contains(task.tree()), forAll);
                records.end(transaction, task, traces, traces.succeeds(), 3 + random.nextInt(6));
            }
        });
    }

    /** The trees that work with the new version, as {@link dev.writ.entity.TreeVersions} has it. */
    private Set<String> changed(Experiment trial) {
        return store.database()
                .read(handle -> handle.createQuery(
                                "SELECT tree FROM tree_versions WHERE entity = :entity AND version = :version AND state = 'open'")
                        .bind("entity", trial.entity())
                        .bind("version", trial.candidate())
                        .mapTo(String.class)
                        .set());
    }

    private Traces work(boolean changed, boolean forAll) {
        Work work = Work.values()[random.nextInt(Work.values().length)];
        double luck = 0.75 + 0.5 * random.nextDouble();
        Traces task = new Traces(
                random,
                drift.success(work.success, since()),
                drift.effort(work.tokens, since()) * luck,
                drift.effort(work.seconds, since()) * luck);
        task.call("sql_lite.describe", "{}");
        if (task.chance(0.1)) {
            task.fails("sql_lite.list_queries", "{}");
        }
        if (changed) {
            truth.work(plant, task, forAll);
        } else if (isPoorLater) {
            plant.before(task);
        } else {
            plant.early(task);
        }
        return task;
    }

    @Override
    public String toString() {
        return "a world of " + Plants.title(plant) + ", " + truth;
    }

    @Override
    public void close() {
        store.close();
    }
}
