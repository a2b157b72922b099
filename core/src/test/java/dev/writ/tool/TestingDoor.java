package dev.writ.tool;

import dev.writ.IdSource;
import dev.writ.Json;
import dev.writ.Redacted;
import dev.writ.TestingClock;
import dev.writ.TimeOrderedIds;
import dev.writ.event.EventLog;
import dev.writ.permission.Allow;
import dev.writ.permission.Approvals;
import dev.writ.permission.Assignment;
import dev.writ.permission.BasePermission;
import dev.writ.permission.BasePermissions;
import dev.writ.permission.Ceiling;
import dev.writ.permission.CeilingSettings;
import dev.writ.permission.DatabasePermissionManager;
import dev.writ.permission.GrantProposal;
import dev.writ.permission.QueryDefinitions;
import dev.writ.permission.Scope;
import dev.writ.permission.TwoPeople;
import dev.writ.sandbox.Workspace;
import dev.writ.store.Database;
import dev.writ.store.SqliteStore;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
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
    private final BasePermissions base;
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
        this.base = new BasePermissions(database, events);
        this.permissions = new DatabasePermissionManager(database, events, clock, ids, base, queries);
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
        return task(Ceiling.forSubmission(true, Set.of(Allow.values()), CeilingSettings.defaults()));
    }

    /** A task in a tree of its own under this ceiling. */
    public String task(Ceiling ceiling) {
        String id = ids.next("task");
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
        return grant(proposal(task, tool, scope), "person:ada");
    }

    /** A proposal of a tool for an hour. */
    public static GrantProposal proposal(String task, String tool, Scope scope) {
        return new GrantProposal(task, tool, Set.of(), scope, Duration.ofHours(1), 0, "to try it");
    }

    public Assignment grant(GrantProposal proposal, String approvedBy) {
        return database.write(transaction -> permissions.grant(transaction, proposal, approvedBy));
    }

    /** Gives the agent of all tasks a base permission. */
    public void base(String tool, Scope scope) {
        database.writeOnly(
                transaction -> base.set(transaction, new BasePermission(AGENT, tool, Set.of(), scope), "person:ada"));
    }

    /** Asks a person, who has an hour to answer. */
    public void ask(GrantProposal proposal) {
        database.writeOnly(transaction -> new Approvals(database, events, clock, ids, permissions, TwoPeople.NEVER)
                .request(
                        transaction,
                        proposal,
                        "no rule approves it",
                        clock.instant().plus(Duration.ofHours(1))));
    }

    public void pass(Duration time) {
        clock.advance(time);
    }

    /** All decisions so far under another policy. */
    public Replay replay(CeilingSettings policy) {
        return new RecordedDecisions(database, permissions).under(policy, Instant.EPOCH);
    }

    /** How many rows there are that record something. */
    public int recorded() {
        return database.read(handle -> handle.createQuery(
                        "SELECT (SELECT COUNT(*) FROM events) + (SELECT COUNT(*) FROM tool_usage_events)")
                .mapTo(Integer.class)
                .one());
    }

    public ToolOutcome call(String task, String operation, ObjectNode arguments) {
        CallContext context =
                new CallContext("call_" + CALLS.incrementAndGet(), task, task, AGENT, Optional.of(workspace));
        return gateway.call(new GatewayCall(context, operation, arguments), OutcomeRecorder.NONE);
    }

    /** The id of the call made last. */
    public String lastCall() {
        return "call_" + CALLS.get();
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
