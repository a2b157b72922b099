package dev.writ.tool;

import dev.writ.Json;
import dev.writ.TestingClock;
import dev.writ.TimeOrderedIds;
import dev.writ.event.Event;
import dev.writ.event.EventFilter;
import dev.writ.event.EventLog;
import dev.writ.permission.Assignment;
import dev.writ.permission.Assignment.State;
import dev.writ.permission.Scope;
import dev.writ.store.Database;
import dev.writ.store.Transaction;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.Set;
import java.util.concurrent.atomic.AtomicInteger;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.node.ObjectNode;

/** A gateway over a real database, with one tree of one task, and the rows around it as short calls. */
final class TestingGateway implements AutoCloseable {
    static final String TASK = "task_1";

    final TestingClock clock = new TestingClock();
    final TestingPermissions permissions = new TestingPermissions();
    final TimeOrderedIds ids = new TimeOrderedIds(clock, new Random(7));
    final Database database;
    final EventLog events;
    final UsageRecords records;
    private final AtomicInteger calls = new AtomicInteger();
    private volatile boolean usesAreCounted = true;
    private volatile Runnable afterCounting = () -> {};
    private @Nullable ToolRegistry registry;
    private @Nullable ToolGateway gateway;

    TestingGateway(Database database) {
        this.database = database;
        this.events = new EventLog(database, clock, ids);
        this.records = new UsageRecords(database);
        task(TASK);
    }

    /** Opens the door to these servers, as a start of Writ does; opening it again is a restart. */
    ToolGateway open(GatewaySettings settings, ToolServer... servers) {
        close();
        registry = new ToolRegistry(List.of(servers), database, events, clock);
        gateway = new ToolGateway(
                database,
                events,
                registry,
                permissions,
                this::count,
                text -> text.replace("hunter2", "[redacted]"),
                clock,
                ids,
                settings);
        return gateway;
    }

    ToolGateway open(ToolServer... servers) {
        return open(GatewaySettings.defaults(), servers);
    }

    ToolRegistry registry() {
        return java.util.Objects.requireNonNull(registry);
    }

    ToolOutcome call(String name) {
        return call(name, "");
    }

    ToolOutcome call(String name, String text) {
        return call(newCall(name, text), OutcomeRecorder.NONE);
    }

    ToolOutcome call(GatewayCall call, OutcomeRecorder recorder) {
        return java.util.Objects.requireNonNull(gateway).call(call, recorder);
    }

    GatewayCall newCall(String name, String text) {
        return callOf("call_" + calls.incrementAndGet(), name, Json.object().put("text", text));
    }

    static GatewayCall callOf(String id, String name, ObjectNode arguments) {
        return new GatewayCall(new CallContext(id, TASK, TASK, "worker", Optional.empty()), name, arguments);
    }

    /** The record of the call whose id was given last. */
    ToolUsage last() {
        return records.find("call_" + calls.get()).orElseThrow();
    }

    List<String> eventTypes() {
        return events.find(EventFilter.all().ofType("tool")).stream()
                .map(Event::type)
                .toList();
    }

    void task(String id) {
        execute("""
                INSERT INTO trees (id, request, submitted_by, ceiling, budget, approval_seconds, started_at)
                VALUES (?, 'r', 'person:ada', '{}', '{}', 60, 0)""", id);
        execute("""
                INSERT INTO tasks (id, tree, depth, title, instruction, process, state, version, created_at, updated_at,
                                   integrity, confidentiality)
                VALUES (?, ?, 0, 't', 'i', 'neutral', 'tool_processing', 1, 0, 0, 'trusted', 'public')""", id, id);
    }

    /** A live grant for an hour that permissions know of. */
    Assignment grant(String tool, int maximumUses) {
        Instant expires = clock.instant().plus(Duration.ofHours(1));
        String id = ids.next("grant");
        execute("""
                INSERT INTO task_tool_assignments (id, task, tree, agent, tool, operations, scope, reason, approved_by,
                                                   granted_at, expires_at, maximum_uses, state)
                VALUES (?, ?, ?, 'worker', ?, '[]', '{}', 'why', 'policy', 0, ?, ?, 'live')
                """, id, TASK, TASK, tool, expires.toEpochMilli(), maximumUses);
        permissions.grant(tool, id);
        return new Assignment(
                id,
                TASK,
                TASK,
                "worker",
                tool,
                Set.of(),
                new Scope.FileScope(List.of("**"), List.of()),
                "why",
                "policy",
                clock.instant(),
                expires,
                maximumUses,
                State.LIVE);
    }

    /** Ends a grant in the database alone, as another node would. */
    void endElsewhere(Assignment assignment, State state) {
        execute("UPDATE task_tool_assignments SET state = ? WHERE id = ?", state.id(), assignment.id());
    }

    /** Ends a grant in the database and tells those who listen. */
    void end(Assignment assignment, State state) {
        endElsewhere(assignment, state);
        permissions.end(ended(assignment, state));
    }

    static Assignment ended(Assignment given, State state) {
        return new Assignment(
                given.id(),
                given.task(),
                given.tree(),
                given.agent(),
                given.tool(),
                given.operations(),
                given.scope(),
                given.reason(),
                given.approvedBy(),
                given.grantedAt(),
                given.expiresAt(),
                given.maximumUses(),
                state);
    }

    int uses(Assignment assignment) {
        return number("SELECT uses FROM task_tool_assignments WHERE id = ?", assignment.id());
    }

    int number(String sql, Object... values) {
        return database.read(
                handle -> handle.select(sql, values).mapTo(Integer.class).one());
    }

    void execute(String sql, Object... values) {
        database.writeOnly(transaction -> transaction.handle().execute(sql, values));
    }

    /** What happens right after a use was counted, in the same transaction. */
    void afterCounting(Runnable action) {
        afterCounting = action;
    }

    private boolean count(Transaction transaction, String assignment) {
        int counted = transaction.handle().execute("""
                UPDATE task_tool_assignments
                SET uses = uses + 1,
                    state = CASE WHEN maximum_uses > 0 AND uses + 1 >= maximum_uses THEN 'used_up' ELSE state END
                WHERE id = ? AND state = 'live'""", assignment);
        afterCounting.run();
        return counted == 1 && usesAreCounted;
    }

    /** From here on every attempt to count a use fails, as when another node is always faster. */
    void countNothing() {
        usesAreCounted = false;
    }

    @Override
    public void close() {
        if (gateway != null) {
            gateway.close();
        }
    }
}
