package dev.writ.tool;

import dev.writ.IdSource;
import dev.writ.Json;
import dev.writ.Redacted;
import dev.writ.TestingClock;
import dev.writ.TimeOrderedIds;
import dev.writ.event.EventLog;
import dev.writ.permission.Allow;
import dev.writ.permission.Assignment;
import dev.writ.permission.BasePermissions;
import dev.writ.permission.Ceiling;
import dev.writ.permission.CeilingSettings;
import dev.writ.permission.DatabasePermissionManager;
import dev.writ.permission.GrantProposal;
import dev.writ.permission.QueryDefinitions;
import dev.writ.permission.Scope;
import dev.writ.sandbox.Workspace;
import dev.writ.store.Database;
import dev.writ.store.SqliteStore;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.Set;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.BiFunction;
import tools.jackson.databind.node.ObjectNode;

/**
 * The real gateway with real permissions and real tool servers over a workspace: for attacks whose point is what was
 * granted. Opening it again on the same folder is a restart.
 */
public final class TestingDoor implements AutoCloseable {
    private static final String AGENT = "worker";

    private final Database database;
    private final TestingClock clock = new TestingClock();
    private final EventLog events;
    private final DatabasePermissionManager permissions;
    private final ToolGateway gateway;
    private final Workspace workspace;
    private final IdSource ids;
    private static final AtomicInteger CALLS = new AtomicInteger();

    /** Makes the servers that stand behind the door. */
    @FunctionalInterface
    public interface Servers extends BiFunction<Database, EventLog, List<ToolServer>> {}

    public TestingDoor(Path data, Path root, QueryDefinitions queries, Servers servers) {
        this.database = SqliteStore.open(data.resolve("writ.db"));
        this.ids = new TimeOrderedIds(clock, new Random(CALLS.incrementAndGet()));
        this.events = new EventLog(database, clock, ids);
        this.permissions = new DatabasePermissionManager(
                database, events, clock, ids, new BasePermissions(database, events), queries);
        this.gateway = new ToolGateway(
                database,
                events,
                new ToolRegistry(servers.apply(database, events), database, events, clock),
                permissions,
                permissions::useCounted,
                raw -> Redacted.of(raw).text(),
                clock,
                ids,
                GatewaySettings.defaults().withCallsPerMinute(Integer.MAX_VALUE));
        this.workspace = new Workspace(root);
    }

    /** A door without named queries behind it. */
    public TestingDoor(Path data, Path root, Servers servers) {
        this(data, root, Map::of, servers);
    }

    /** A task in a tree of its own, whose user allowed everything there is to allow. */
    public String task() {
        String id = ids.next("task");
        Ceiling ceiling = Ceiling.forSubmission(true, Set.of(Allow.values()), CeilingSettings.defaults());
        database.writeOnly(transaction -> {
            transaction.handle().execute("""
                    INSERT INTO trees (id, request, submitted_by, ceiling, budget, approval_seconds, started_at)
                    VALUES (?, 'r', 'person:ada', ?, '{}', 600, 0)""", id, Json.write(ceiling.toJson()));
            transaction.handle().execute("""
                    INSERT INTO tasks (id, tree, depth, title, instruction, process, agent, state, version,
                                       created_at, updated_at)
                    VALUES (?, ?, 0, 't', 'i', 'p', ?, 'tool_processing', 1, 0, 0)""", id, id, AGENT);
        });
        return id;
    }

    /** Grants a tool for an hour, as a person would. */
    public Assignment grant(String task, String tool, Scope scope) {
        return database.write(transaction -> permissions.grant(
                transaction,
                new GrantProposal(task, tool, Set.of(), scope, Duration.ofHours(1), 0, "to try it"),
                "person:ada"));
    }

    public ToolOutcome call(String task, String operation, ObjectNode arguments) {
        CallContext context =
                new CallContext("call_" + CALLS.incrementAndGet(), task, task, AGENT, Optional.of(workspace));
        return gateway.call(new GatewayCall(context, operation, arguments), OutcomeRecorder.NONE);
    }

    /** @param arguments JSON with ' for " */
    public ToolOutcome call(String task, String operation, String arguments) {
        return call(task, operation, Json.parseObject(arguments.replace('\'', '"')));
    }

    /** Everything that was recorded of calls, for looking for what must not be in it. */
    public String records() {
        return database.read(handle -> handle.createQuery("SELECT * FROM tool_usage_events")
                        .mapToMap()
                        .list()
                        .toString()
                + handle.createQuery("SELECT * FROM events").mapToMap().list());
    }

    @Override
    public void close() {
        gateway.close();
        database.close();
    }
}
