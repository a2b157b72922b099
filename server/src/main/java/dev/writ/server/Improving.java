package dev.writ.server;

import dev.writ.FailureCode;
import dev.writ.IdSource;
import dev.writ.WritException;
import dev.writ.entity.Definitions;
import dev.writ.event.EventLog;
import dev.writ.improvement.Experiments;
import dev.writ.improvement.ImprovementLoop;
import dev.writ.improvement.Improvements;
import dev.writ.improvement.Limits;
import dev.writ.improvement.LoopKeeper;
import dev.writ.improvement.Rules;
import dev.writ.improvement.Source;
import dev.writ.improvement.catalogue.CatalogueSource;
import dev.writ.improvement.catalogue.Powers;
import dev.writ.improvement.catalogue.SurfaceRules;
import dev.writ.improvement.request.RequestedSource;
import dev.writ.insight.Opportunities;
import dev.writ.insight.detector.Detectors;
import dev.writ.model.Models;
import dev.writ.permission.DatabasePermissionManager;
import dev.writ.runtime.Engine;
import dev.writ.runtime.Forks;
import dev.writ.server.api.ImprovementParts;
import dev.writ.store.Database;
import java.nio.file.Path;
import java.time.InstantSource;
import java.util.Locale;
import java.util.Optional;
import java.util.random.RandomGenerator;
import java.util.stream.Stream;

/** What Writ changes of itself: what may be tried, who proposes, and the loop that tries it. */
final class Improving implements AutoCloseable {
    /** What the setting {@code improvement} says. */
    enum Mode {
        /** Nothing is looked for and nothing tried; what is on trial stays where it is. */
        OFF,
        /** What is found waits for a person. */
        PROPOSE,
        /** What the rules allow is tried without asking. */
        AUTOMATIC;

        /** @throws WritException with {@code invalid_arguments} */
        static Mode read(Settings settings) {
            String said = settings.value("improvement").asString("automatic").toUpperCase(Locale.ROOT);
            return Stream.of(values())
                    .filter(mode -> mode.name().equals(said))
                    .findFirst()
                    .orElseThrow(() -> new WritException(
                            FailureCode.INVALID_ARGUMENTS,
                            "The setting improvement is none of off, propose and automatic.",
                            "Write one of these; in quotes where it is \"off\"."));
        }
    }

    private final Mode mode;
    private final Path folder;
    private final Models models;
    private final EventLog events;
    private final InstantSource clock;
    private final Rules rules;
    private final Opportunities opportunities;
    private final Experiments experiments;
    private final Improvements improvements;
    private final ImprovementLoop.Parts parts;
    private Optional<ImprovementLoop> loop = Optional.empty();
    private Optional<LoopKeeper> keeper = Optional.empty();

    Improving(
            Settings settings,
            Database database,
            EventLog events,
            InstantSource clock,
            IdSource ids,
            RandomGenerator random,
            Definitions definitions,
            Toolbox toolbox,
            DatabasePermissionManager permissions,
            Models models) {
        this.mode = Mode.read(settings);
        this.folder = settings.dataFolder().resolve("trials");
        this.models = models;
        this.events = events;
        this.clock = clock;
        this.rules = new SurfaceRules(definitions, new Powers(toolbox.registry(), permissions::basePermissions));
        this.opportunities = Detectors.all(database, definitions);
        this.experiments = new Experiments(database, events, clock, ids);
        this.improvements = new Improvements(
                database, events, definitions, experiments, rules, Limits.USUAL, mode == Mode.PROPOSE, clock);
        this.parts = new ImprovementLoop.Parts(
                database,
                definitions,
                experiments,
                improvements,
                both(
                        new RequestedSource(database),
                        new CatalogueSource(opportunities, definitions, database, !models.offline())),
                rules,
                Limits.USUAL,
                random,
                clock);
    }

    private static Source both(Source first, Source second) {
        return period -> Stream.concat(first.in(period).stream(), second.in(period).stream())
                .toList();
    }

    /** Holds copies of workspaces. */
    Path copies() {
        return folder;
    }

    Rules rules() {
        return rules;
    }

    Opportunities opportunities() {
        return opportunities;
    }

    Improvements improvements() {
        return improvements;
    }

    /** The loop, which looks only when it is told to; empty where improvement is switched off. */
    Optional<ImprovementLoop> loop() {
        return loop;
    }

    ImprovementParts api() {
        return new ImprovementParts(experiments, improvements);
    }

    /**
     * Has the loop take part in what the engine accepts. Tasks are run again where that costs nothing, and where no other node
     * could take one, which would not have the copy of the workspace.
     */
    void join(Engine engine, Forks forks) {
        if (mode == Mode.OFF) {
            return;
        }
        boolean again = models.offline() && parts.database().cluster().isEmpty();
        ImprovementLoop made = again ? new ImprovementLoop(parts, folder, forks::rerun) : new ImprovementLoop(parts);
        engine.onAccept(made.onAccept());
        loop = Optional.of(made);
        keeper = Optional.of(new LoopKeeper(events, made, clock));
    }

    void start() {
        keeper.ifPresent(LoopKeeper::start);
    }

    @Override
    public void close() {
        keeper.ifPresent(LoopKeeper::close);
    }
}
