package dev.writ.attack;

import dev.writ.IdSource;
import dev.writ.Json;
import dev.writ.Redacted;
import dev.writ.TestingClock;
import dev.writ.TimeOrderedIds;
import dev.writ.WritException;
import dev.writ.entity.Definitions;
import dev.writ.entity.Relationships;
import dev.writ.event.EventLog;
import dev.writ.permission.Allow;
import dev.writ.permission.ApprovalRequest;
import dev.writ.permission.ApprovalRequest.Answer;
import dev.writ.permission.Approvals;
import dev.writ.permission.Assignment;
import dev.writ.permission.BasePermissions;
import dev.writ.permission.Ceiling;
import dev.writ.permission.CeilingSettings;
import dev.writ.permission.DatabasePermissionManager;
import dev.writ.permission.GrantProposal;
import dev.writ.permission.RequestGuard;
import dev.writ.permission.ScopeJson;
import dev.writ.permission.TwoPeople;
import dev.writ.sandbox.Workspace;
import dev.writ.store.Database;
import dev.writ.store.PostgresAddress;
import dev.writ.store.PostgresStore;
import dev.writ.store.SqliteStore;
import dev.writ.tool.CallContext;
import dev.writ.tool.GatewayCall;
import dev.writ.tool.GatewaySettings;
import dev.writ.tool.OutcomeRecorder;
import dev.writ.tool.PreparedCall;
import dev.writ.tool.ToolGateway;
import dev.writ.tool.ToolOutcome;
import dev.writ.tool.ToolRegistry;
import dev.writ.tool.ToolServer;
import dev.writ.tool.UsageRecords;
import dev.writ.tool.entity.EntityManagerServer;
import dev.writ.tool.file.FileSystemServer;
import dev.writ.tool.message.Inbox;
import dev.writ.tool.message.MessageRoutes;
import dev.writ.tool.message.MessageUserServer;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.Set;
import java.util.TreeMap;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Function;
import java.util.stream.Stream;
import tools.jackson.databind.node.ObjectNode;

/**
 * The real door, as attackers meet it: gateway, permissions, approvals and log over an SQLite file, with Writ's own servers of
 * files, entities and messages behind it, and the tool {@code terminal} as a {@link ScriptedServer}, so that a test knows when
 * a command runs. Making it again on the same folder is a restart.
 */
final class TestingWrit implements AutoCloseable {
    static final String AGENT = "worker";
    static final Duration HOUR = Duration.ofHours(1);

    private static final AtomicInteger CALLS = new AtomicInteger();

    final TestingClock clock;
    final Path root;
    final Path databaseFile;
    final Database database;
    final IdSource ids;
    final EventLog events;
    final BasePermissions base;
    final DatabasePermissionManager permissions;
    final Approvals approvals;
    final RequestGuard guard;
    final Definitions definitions;
    final Inbox inbox;
    final ToolRegistry registry;
    final ToolGateway gateway;
    final UsageRecords records;
    final ScriptedServer shell = ScriptedServer.shell();

    TestingWrit(Path folder, ToolServer... more) {
        this(folder, GatewaySettings.defaults().withCallsPerMinute(1_000_000), new TestingClock(), more);
    }

    TestingWrit(Path folder, GatewaySettings settings, TestingClock clock, ToolServer... more) {
        this(folder, SqliteStore::open, settings, clock, more);
    }

    /** One of the nodes that share a database on a server, with a folder of its own. */
    static TestingWrit node(Path folder, PostgresAddress address, TestingClock clock) {
        return new TestingWrit(
                folder,
                file -> PostgresStore.open(address, "", new TimeOrderedIds(clock, new Random(CALLS.incrementAndGet()))),
                GatewaySettings.defaults().withCallsPerMinute(1_000_000),
                clock);
    }

    private TestingWrit(
            Path folder,
            Function<Path, Database> store,
            GatewaySettings settings,
            TestingClock clock,
            ToolServer... more) {
        this.clock = clock;
        this.root = created(folder.resolve("workspace"));
        this.databaseFile = created(folder.resolve("data")).resolve("writ.db");
        this.database = store.apply(databaseFile);
        this.ids = new TimeOrderedIds(clock, new Random(CALLS.incrementAndGet()));
        this.events = new EventLog(database, clock, ids);
        this.base = new BasePermissions(database, events);
        this.permissions = new DatabasePermissionManager(database, events, clock, ids, base);
        this.approvals = new Approvals(database, events, clock, ids, permissions, TwoPeople.NEVER);
        this.guard = new RequestGuard(events, clock, RequestGuard.Limits.defaults());
        this.definitions = new Definitions(database, events, clock, ids);
        this.inbox = new Inbox(database, events, clock);
        List<ToolServer> servers = new ArrayList<>(List.of(
                new FileSystemServer(database, events, clock, ids),
                new EntityManagerServer(definitions, new Relationships(database, events, clock), database),
                new MessageUserServer(database, events, clock, ids, MessageRoutes.stored()),
                shell));
        servers.addAll(List.of(more));
        this.registry = new ToolRegistry(servers, database, events, clock);
        this.gateway = new ToolGateway(
                database,
                events,
                registry,
                permissions,
                permissions::useCounted,
                raw -> Redacted.of(raw).text(),
                clock,
                ids,
                settings);
        this.records = new UsageRecords(database);
    }

    private static Path created(Path folder) {
        try {
            return Files.createDirectories(folder);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** The first task of a tree in which whatever a user can allow is allowed. */
    String task() {
        return task(Allow.values());
    }

    /** The first task of a tree whose user allowed this much without being asked. */
    String task(Allow... allowed) {
        return task(Ceiling.forSubmission(true, Set.of(allowed), CeilingSettings.defaults()));
    }

    String task(Ceiling ceiling) {
        String id = ids.next("task");
        execute("""
                INSERT INTO trees (id, request, submitted_by, ceiling, budget, approval_seconds, started_at)
                VALUES (?, 'do it', 'person:ada', ?, '{}', 600, 0)""", id, Json.write(ceiling.toJson()));
        insertTask(id, id, "", AGENT);
        return id;
    }

    /** A subtask that the agent of a task hands to another agent. */
    String subtask(String delegator, String agent) {
        String id = ids.next("task");
        insertTask(id, treeOf(delegator), delegator, agent);
        return id;
    }

    private void insertTask(String id, String tree, String delegatedBy, String agent) {
        execute("""
                INSERT INTO tasks (id, tree, delegated_by, depth, title, instruction, process, agent, state, version,
                                   created_at, updated_at, integrity, confidentiality)
                VALUES (?, ?, ?, 0, 't', 'i', 'p', ?, 'tool_processing', 1, 0, 0, 'trusted', 'public')""", id, tree, delegatedBy, agent);
    }

    /** Gives a task a tool for an hour, as a person does; the scope is JSON with ' for ". */
    Assignment grant(String task, String tool, String scope) {
        return grant(task, tool, scope, HOUR, 0);
    }

    Assignment grant(String task, String tool, String scope, Duration duration, int uses) {
        GrantProposal proposal = proposal(task, tool, scope, duration, uses);
        return database.write(transaction -> permissions.grant(transaction, proposal, "person:ada"));
    }

    /** As {@link #grant(String, String, String)}, as the ceiling does where it asks nobody. */
    Assignment grantByPolicy(String task, String tool, String scope) {
        GrantProposal proposal = proposal(task, tool, scope, HOUR, 0);
        return database.write(transaction -> permissions.grant(transaction, proposal, "policy"));
    }

    static GrantProposal proposal(String task, String tool, String scope, Duration duration, int uses) {
        return new GrantProposal(task, tool, Set.of(), ScopeJson.read(tool, json(scope)), duration, uses, "to try it");
    }

    /** Puts a request for an hour before a person. */
    ApprovalRequest ask(String task, String tool, String scope) {
        return ask(proposal(task, tool, scope, HOUR, 0));
    }

    ApprovalRequest ask(GrantProposal proposal) {
        return database.write(transaction -> approvals.request(
                transaction, proposal, "no rule", clock.instant().plus(Duration.ofMinutes(10))));
    }

    ApprovalRequest answer(ApprovalRequest request, Answer answer, String by) {
        return database.write(transaction -> approvals.decide(transaction, request.id(), answer, by, "because"));
    }

    ApprovalRequest approve(ApprovalRequest request) {
        return answer(request, Answer.Approve.asAsked(), "person:ada");
    }

    Assignment granted(ApprovalRequest request) {
        return database.write(transaction -> approvals.grant(transaction, request.id()));
    }

    void revoke(Assignment grant) {
        database.writeOnly(transaction -> permissions.revoke(transaction, grant.id(), "person:ada", "enough"));
    }

    /** What the thread that looks after deadlines does when one has passed. */
    void sweep() {
        database.writeOnly(transaction -> permissions.sweep(transaction, Duration.ofDays(30)));
    }

    /** One call, and what came of it in a word: see {@link #word}. */
    String tries(String task, String operation, String arguments) {
        return word(call(task, operation, json(arguments)));
    }

    ToolOutcome call(String task, String operation, String arguments) {
        return call(task, operation, json(arguments));
    }

    ToolOutcome call(String task, String operation, ObjectNode arguments) {
        return gateway.call(newCall(task, operation, arguments), OutcomeRecorder.NONE);
    }

    GatewayCall newCall(String task, String operation, ObjectNode arguments) {
        return newCall("call_" + CALLS.incrementAndGet(), task, operation, arguments);
    }

    GatewayCall newCall(String id, String task, String operation, ObjectNode arguments) {
        return new GatewayCall(
                new CallContext(id, task, treeOf(task), agentOf(task), Optional.of(new Workspace(root))),
                operation,
                arguments);
    }

    /** {@code succeeded}, {@code waiting}, {@code denied:RULE} or {@code failed:CODE}. */
    static String word(ToolOutcome outcome) {
        return switch (outcome) {
            case ToolOutcome.Succeeded ignored -> "succeeded";
            case ToolOutcome.Waiting ignored -> "waiting";
            case ToolOutcome.Denied denied ->
                "denied:" + denied.decision().rule().id();
            case ToolOutcome.Failed failed ->
                "failed:" + failed.failure().code().id();
        };
    }

    /** A command that does this from now on. */
    void command(PreparedCall.Body body) {
        shell.body(body);
    }

    void file(String path, String content) {
        try {
            Files.createDirectories(root.resolve(path).getParent());
            Files.writeString(root.resolve(path), content);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Every file of the workspace with what it holds. */
    Map<String, String> files() {
        Map<String, String> files = new TreeMap<>();
        try (Stream<Path> all = Files.walk(root)) {
            for (Path file : all.filter(Files::isRegularFile).toList()) {
                files.put(root.relativize(file).toString(), Files.readString(file));
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return files;
    }

    String treeOf(String task) {
        return text("SELECT tree FROM tasks WHERE id = ?", task);
    }

    private String agentOf(String task) {
        return text("SELECT agent FROM tasks WHERE id = ?", task);
    }

    String text(String sql, Object... values) {
        return database.read(handle ->
                handle.select(sql, values).mapTo(String.class).findFirst().orElse(""));
    }

    int number(String sql, Object... values) {
        return database.read(
                handle -> handle.select(sql, values).mapTo(Integer.class).one());
    }

    void execute(String sql, Object... values) {
        database.writeOnly(transaction -> transaction.handle().execute(sql, values));
    }

    /** All that is on record of calls, requests, approvals, grants and events, for looking for what must not be in it. */
    String recorded() {
        StringBuilder all = new StringBuilder();
        for (String table : List.of("tool_usage_events", "events", "approvals", "task_tool_assignments")) {
            database.read(handle ->
                            handle.select("SELECT * FROM " + table).mapToMap().list())
                    .forEach(row -> all.append(row).append('\n'));
        }
        return all.toString();
    }

    /** JSON with ' for ". */
    static ObjectNode json(String text) {
        return Json.parseObject(text.replace('\'', '"'));
    }

    static String codeOf(Runnable attempt) {
        try {
            attempt.run();
        } catch (WritException e) {
            return e.failure().code().id();
        }
        throw new AssertionError("nothing was thrown");
    }

    @Override
    public void close() {
        gateway.close();
        database.close();
    }
}
