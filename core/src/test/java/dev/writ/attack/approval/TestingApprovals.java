package dev.writ.attack.approval;

import dev.writ.Json;
import dev.writ.TestingClock;
import dev.writ.TimeOrderedIds;
import dev.writ.WritException;
import dev.writ.event.EventLog;
import dev.writ.permission.Access;
import dev.writ.permission.Access.FileVerb;
import dev.writ.permission.Allow;
import dev.writ.permission.ApprovalRequest;
import dev.writ.permission.ApprovalRequest.Answer;
import dev.writ.permission.Approvals;
import dev.writ.permission.Assignment;
import dev.writ.permission.BasePermissions;
import dev.writ.permission.Ceiling;
import dev.writ.permission.CeilingSettings;
import dev.writ.permission.DatabasePermissionManager;
import dev.writ.permission.Decision;
import dev.writ.permission.GrantProposal;
import dev.writ.permission.ScopeJson;
import dev.writ.permission.TwoPeople;
import dev.writ.store.Database;
import dev.writ.store.SqliteStore;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Random;
import java.util.Set;

/** Approvals over a fresh database as the rest of Writ uses them, with a tree in which a person allows every edit. */
final class TestingApprovals implements AutoCloseable {
    static final String TREE = "task_1";
    static final Duration HOUR = Duration.ofHours(1);

    final TestingClock clock = new TestingClock();
    final Database database;
    final DatabasePermissionManager permissions;
    final Approvals approvals;

    TestingApprovals(Path folder) {
        database = SqliteStore.open(folder.resolve("writ.db"));
        TimeOrderedIds ids = new TimeOrderedIds(clock, new Random(7));
        EventLog events = new EventLog(database, clock, ids);
        permissions =
                new DatabasePermissionManager(database, events, clock, ids, new BasePermissions(database, events));
        approvals = new Approvals(database, events, clock, ids, permissions, TwoPeople.NEVER);
        Ceiling ceiling = Ceiling.forSubmission(true, Set.<Allow>of(), CeilingSettings.defaults());
        execute("""
                INSERT INTO trees (id, request, submitted_by, ceiling, budget, approval_seconds, started_at)
                VALUES (?, 'r', 'person:ada', ?, '{}', 600, 0)""", TREE, Json.write(ceiling.toJson()));
        task(TREE, "worker");
    }

    void task(String id, String agent) {
        execute("""
                INSERT INTO tasks (id, tree, depth, title, instruction, process, agent, state, version, created_at,
                                   updated_at)
                VALUES (?, ?, 0, 't', 'i', 'p', ?, 'tool_processing', 1, 0, 0)""", id, TREE, agent);
    }

    void execute(String sql, Object... values) {
        database.writeOnly(transaction -> transaction.handle().execute(sql, values));
    }

    /** A request to edit, its scope as JSON. */
    ApprovalRequest ask(String task, String scope, String reason) {
        GrantProposal proposal = new GrantProposal(
                task,
                "file_edit",
                Set.of("write_file"),
                ScopeJson.read("file_edit", Json.parse(scope)),
                HOUR,
                0,
                reason);
        return database.write(transaction -> approvals.request(
                transaction, proposal, "no rule", clock.instant().plus(Duration.ofMinutes(10))));
    }

    ApprovalRequest decide(ApprovalRequest request, String by) {
        return database.write(
                transaction -> approvals.decide(transaction, request.id(), Answer.Approve.asAsked(), by, "reason"));
    }

    Assignment grant(ApprovalRequest request) {
        return database.write(transaction -> approvals.grant(transaction, request.id()));
    }

    Assignment approved(String task, String scope) {
        ApprovalRequest request = ask(task, scope, "why");
        decide(request, "person:ada");
        return grant(request);
    }

    boolean use(Assignment grant) {
        return database.write(transaction -> permissions.useCounted(transaction, grant.id()));
    }

    Decision writing(String task, String path) {
        return permissions.check(task, "file_edit", "write_file", List.of(new Access.FileAccess(path, FileVerb.WRITE)));
    }

    boolean allows(String task, String path) {
        return writing(task, path) instanceof Decision.Allowed;
    }

    static String codeOf(Runnable call) {
        try {
            call.run();
        } catch (WritException e) {
            return e.failure().code().id();
        }
        throw new AssertionError("nothing was thrown");
    }

    @Override
    public void close() {
        database.close();
    }
}
