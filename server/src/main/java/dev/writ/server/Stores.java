package dev.writ.server;

import dev.writ.IdSource;
import dev.writ.account.Accounts;
import dev.writ.agent.StoredAgents;
import dev.writ.entity.Definitions;
import dev.writ.entity.Relationships;
import dev.writ.entity.StoredTuning;
import dev.writ.entity.TreeVersions;
import dev.writ.event.EventLog;
import dev.writ.event.audit.AuditLog;
import dev.writ.event.audit.AuditSettings;
import dev.writ.permission.BasePermissions;
import dev.writ.process.StoredProcesses;
import dev.writ.store.Database;
import dev.writ.store.PostgresAddress;
import dev.writ.store.PostgresStore;
import dev.writ.store.SqliteStore;
import dev.writ.task.Conversation;
import dev.writ.task.PendingCalls;
import dev.writ.task.TaskLabels;
import dev.writ.task.TaskStore;
import dev.writ.task.TreeBudget;
import dev.writ.task.TreeStore;
import java.time.InstantSource;
import java.util.random.RandomGenerator;

/** What is kept in the database, and the log of what happened there: all that the rest of Writ stands on. */
record Stores(
        Database database,
        EventLog events,
        AuditLog audit,
        TaskStore tasks,
        TreeStore trees,
        TreeBudget budget,
        TaskLabels labels,
        Conversation conversation,
        PendingCalls pendingCalls,
        Definitions definitions,
        TreeVersions versions,
        StoredTuning tuning,
        Relationships relationships,
        BasePermissions base,
        Accounts accounts) {

    /** Opens the database that the settings name, and closes it again where something in it is not as it has to be. */
    static Stores open(Settings settings, InstantSource clock, IdSource ids, RandomGenerator random) {
        Database database = settings.postgres()
                .map(address -> PostgresStore.open(
                        address, settings.environment().getOrDefault(PostgresAddress.PASSWORD, ""), ids))
                .orElseGet(() -> SqliteStore.open(settings.databaseFile()));
        try {
            return in(database, settings, clock, ids, random);
        } catch (RuntimeException e) {
            database.close();
            throw e;
        }
    }

    private static Stores in(
            Database database, Settings settings, InstantSource clock, IdSource ids, RandomGenerator random) {
        EventLog events = new EventLog(database, clock, ids);
        AuditLog audit = new AuditLog(
                database, events, clock, AuditSettings.read(settings.section("audit")), settings.dataFolder());
        TreeStore trees = new TreeStore(database, clock);
        Definitions definitions = new Definitions(database, events, clock, ids, (kind, name, content) -> {
            StoredAgents.check(kind, content);
            StoredProcesses.check(kind, content);
        });
        return new Stores(
                database,
                events,
                audit,
                new TaskStore(database, events, clock),
                trees,
                new TreeBudget(trees, clock),
                new TaskLabels(database, clock),
                new Conversation(database, clock),
                new PendingCalls(database, clock),
                definitions,
                new TreeVersions(database, definitions),
                new StoredTuning(database, definitions),
                new Relationships(database, events, clock),
                new BasePermissions(database, events),
                new Accounts(database, events, clock, random));
    }

    /** Agents as they stand in the database, for the tree that asks. */
    StoredAgents agents() {
        return new StoredAgents(definitions, base, versions);
    }
}
