package dev.writ.server;

import dev.writ.IdSource;
import dev.writ.entity.Definitions;
import dev.writ.entity.EntityRef;
import dev.writ.entity.Quarantine;
import dev.writ.event.EventLog;
import dev.writ.permission.DatabasePermissionManager;
import dev.writ.process.Process;
import dev.writ.recovery.Incidents;
import dev.writ.recovery.Limits;
import dev.writ.recovery.Recovery;
import dev.writ.recovery.RecoveryProcess;
import dev.writ.recovery.RecoveryWatch;
import dev.writ.recovery.Repairs;
import dev.writ.recovery.health.HealthChecks;
import dev.writ.recovery.health.Standing;
import dev.writ.runtime.Engine;
import dev.writ.runtime.Forks;
import dev.writ.store.Database;
import dev.writ.store.Transaction;
import dev.writ.tool.thirdparty.ServerState;
import dev.writ.tool.thirdparty.ServerStatus;
import dev.writ.tool.thirdparty.ThirdPartyServers;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.InstantSource;
import java.util.List;
import java.util.function.BiPredicate;
import java.util.function.Supplier;

/** Recovery put together: the process is needed by the engine, and needs the engine, so it asks for it when it acts. */
final class Recovering {
    private static final String ACTOR = "agent:recovery_agent";

    private final Database database;
    private final EventLog events;
    private final InstantSource clock;
    private final ThirdPartyServers servers;
    private final Path dataFolder;
    private final Recovery recovery;

    Recovering(
            Settings settings,
            Database database,
            EventLog events,
            InstantSource clock,
            IdSource ids,
            Definitions definitions,
            DatabasePermissionManager permissions,
            Toolbox toolbox,
            BiPredicate<EntityRef, String> experiments,
            Supplier<Engine> engine,
            Supplier<Forks> forks) {
        this.database = database;
        this.events = events;
        this.clock = clock;
        this.servers = toolbox.thirdParties();
        this.dataFolder = settings.dataFolder();
        Quarantine quarantine = new Quarantine(events, clock);
        this.recovery = Recovery.of(
                new Incidents(database, events, clock, ids, quarantine, Limits.STANDARD),
                new Repairs(
                        database,
                        definitions,
                        quarantine,
                        permissions,
                        new Reaching(servers, experiments, engine, forks)),
                Limits.STANDARD,
                toolbox.outbox(),
                definitions,
                events,
                clock);
    }

    private record Reaching(
            ThirdPartyServers servers,
            BiPredicate<EntityRef, String> experiments,
            Supplier<Engine> engine,
            Supplier<Forks> forks)
            implements Repairs.Reach {
        @Override
        public String handIn(String task, String key) {
            return forks.get().replay(task, ACTOR, key).id();
        }

        @Override
        public void wake(Transaction transaction, String task) {
            engine.get().enqueue(transaction, task);
        }

        @Override
        public void startServer(String name) throws InterruptedException {
            servers.start(name);
        }

        @Override
        public boolean endExperiment(EntityRef definition, String reason) {
            return experiments.test(definition, reason);
        }
    }

    Process process() {
        return new RecoveryProcess(recovery);
    }

    Incidents incidents() {
        return recovery.incidents();
    }

    /** What opens incidents; to be made once the engine is there. */
    RecoveryWatch watch(Engine engine) {
        return new RecoveryWatch(
                database,
                events,
                clock,
                HealthChecks.standard(database, this::standings, () -> freeBytes(dataFolder)),
                recovery,
                engine);
    }

    private List<Standing> standings() {
        return servers.list().stream()
                .map(ThirdPartyServers.Listed::status)
                .map(Recovering::standing)
                .toList();
    }

    private static Standing standing(ServerStatus status) {
        return new Standing(
                status.settings().name(),
                status.state() == ServerState.RESTING,
                status.since(),
                status.failures(),
                status.lastFailure().map(failure -> failure.message()).orElse(""));
    }

    /** A file system that does not tell counts as one with room. */
    private static long freeBytes(Path folder) {
        try {
            return Files.getFileStore(folder).getUsableSpace();
        } catch (IOException e) {
            return Long.MAX_VALUE;
        }
    }
}
