package dev.writ.bench;

import dev.writ.IdSource;
import dev.writ.Json;
import dev.writ.Redacted;
import dev.writ.TimeOrderedIds;
import dev.writ.event.EventLog;
import dev.writ.event.audit.AuditLog;
import dev.writ.event.audit.AuditSettings;
import dev.writ.permission.Allow;
import dev.writ.permission.BasePermissions;
import dev.writ.permission.Ceiling;
import dev.writ.permission.CeilingSettings;
import dev.writ.permission.DatabasePermissionManager;
import dev.writ.permission.GrantProposal;
import dev.writ.permission.Scope;
import dev.writ.store.Database;
import dev.writ.store.PostgresAddress;
import dev.writ.store.PostgresStore;
import dev.writ.store.SqliteStore;
import dev.writ.task.Budget;
import dev.writ.task.NewTask;
import dev.writ.task.TaskStore;
import dev.writ.task.Tree;
import dev.writ.task.TreeStore;
import dev.writ.tool.CallContext;
import dev.writ.tool.GatewayCall;
import dev.writ.tool.GatewaySettings;
import dev.writ.tool.OutcomeRecorder;
import dev.writ.tool.ToolGateway;
import dev.writ.tool.ToolOutcome;
import dev.writ.tool.ToolRegistry;
import java.nio.file.Path;
import java.time.Duration;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.Set;

/**
 * The real gateway over a real store, with one task and one grant for each caller. Only the limit on calls a minute is
 * lifted, which a benchmark would otherwise measure.
 */
final class BusyGateway implements AutoCloseable {
    private static final InstantSource CLOCK = InstantSource.system();
    private static final String AGENT = "worker";

    private final Database database;
    private final EventLog events;
    private final ToolGateway gateway;
    private final Optional<AuditLog> audit;

    /** As the product has it, in a file, with the audit tree behind the log. */
    static BusyGateway onSqlite(Path folder, int callers) {
        return audited(SqliteStore.open(folder.resolve("writ.db")), folder, callers);
    }

    /** As the product has it, as the only node on the server, with the audit tree behind the log. */
    static BusyGateway onPostgres(String address, Path folder, int callers) {
        return audited(
                PostgresStore.open(PostgresAddress.parse(address), PostgresServer.password(), ids()), folder, callers);
    }

    /** In a file, with events that carry nothing for an audit tree, and none kept. */
    static BusyGateway withoutAudit(Path folder, int callers) {
        Database database = SqliteStore.open(folder.resolve("writ.db"));
        return new BusyGateway(database, EventLog.bare(database, CLOCK, ids()), Optional.empty(), callers);
    }

    private static BusyGateway audited(Database database, Path folder, int callers) {
        EventLog events = new EventLog(database, CLOCK, ids());
        AuditLog tree = new AuditLog(database, events, CLOCK, AuditSettings.defaults(), folder);
        tree.start();
        return new BusyGateway(database, events, Optional.of(tree), callers);
    }

    private static IdSource ids() {
        return new TimeOrderedIds(CLOCK, new Random());
    }

    private BusyGateway(Database database, EventLog events, Optional<AuditLog> audit, int callers) {
        this.database = database;
        this.events = events;
        this.audit = audit;
        IdSource ids = ids();
        DatabasePermissionManager permissions =
                new DatabasePermissionManager(database, events, CLOCK, ids, new BasePermissions(database, events));
        ToolRegistry registry = new ToolRegistry(List.of(new NothingServer()), database, events, CLOCK);
        this.gateway = new ToolGateway(
                database,
                events,
                registry,
                permissions,
                permissions::useCounted,
                raw -> Redacted.of(raw).text(),
                CLOCK,
                ids,
                GatewaySettings.defaults().withCallsPerMinute(Integer.MAX_VALUE));
        TaskStore tasks = new TaskStore(database, events, CLOCK);
        TreeStore trees = new TreeStore(database, CLOCK);
        for (int caller = 0; caller < callers; caller++) {
            String task = task(caller);
            database.writeOnly(transaction -> {
                trees.create(transaction, tree(task), "");
                tasks.create(transaction, newTask(task), "person:user");
                permissions.grant(transaction, proposal(task), "policy");
            });
        }
    }

    private static String task(int caller) {
        return "task_%020d".formatted(caller);
    }

    private static Tree tree(String id) {
        return new Tree(
                id,
                "measure",
                "person:user",
                "",
                Ceiling.forSubmission(true, Set.<Allow>of(), CeilingSettings.defaults())
                        .toJson(),
                Budget.DEFAULT,
                Duration.ofMinutes(1),
                false,
                new Tree.Spent(0, 0, 0, 0),
                CLOCK.instant(),
                Optional.empty());
    }

    private static NewTask newTask(String id) {
        return new NewTask(
                id, id, "", "", 0, "measure", "measure", "single_agent", AGENT, Json.object(), 0, false, List.of());
    }

    private static GrantProposal proposal(String task) {
        return new GrantProposal(
                task,
                NothingServer.TOOL,
                Set.of(NothingServer.OPERATION),
                new Scope.FileScope(List.of("src/**"), List.of()),
                Duration.ofHours(1),
                0,
                "to be measured");
    }

    void call(int caller, int number) {
        String task = task(caller);
        CallContext context = new CallContext("call_" + caller + "_" + number, task, task, AGENT, Optional.empty());
        ToolOutcome outcome = gateway.call(
                new GatewayCall(
                        context,
                        NothingServer.TOOL + "." + NothingServer.OPERATION,
                        Json.object().put("path", "src/main/File" + number + ".java")),
                OutcomeRecorder.NONE);
        if (!(outcome instanceof ToolOutcome.Succeeded)) {
            throw new IllegalStateException("The call did not succeed: " + outcome);
        }
    }

    Database database() {
        return database;
    }

    EventLog events() {
        return events;
    }

    @Override
    public void close() {
        gateway.close();
        audit.ifPresent(AuditLog::close);
        database.close();
    }
}
