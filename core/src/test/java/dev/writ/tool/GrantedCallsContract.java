package dev.writ.tool;

import static org.assertj.core.api.Assertions.assertThat;

import dev.writ.Json;
import dev.writ.Redacted;
import dev.writ.TestingClock;
import dev.writ.TimeOrderedIds;
import dev.writ.event.EventLog;
import dev.writ.permission.Access;
import dev.writ.permission.Assignment;
import dev.writ.permission.BasePermissions;
import dev.writ.permission.Ceiling;
import dev.writ.permission.CeilingSettings;
import dev.writ.permission.DatabasePermissionManager;
import dev.writ.permission.Decision;
import dev.writ.permission.Decision.Rule;
import dev.writ.permission.GrantProposal;
import dev.writ.permission.Scope;
import dev.writ.store.Database;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.Set;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.FutureTask;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** The gateway together with the permissions Writ ships, from grant to its end, on any database. */
@Timeout(60)
abstract class GrantedCallsContract {
    private final TestingClock clock = new TestingClock();
    private final CountDownLatch entered = new CountDownLatch(1);
    private Database database;
    private DatabasePermissionManager permissions;
    private ToolRegistry registry;
    private ToolGateway gateway;
    private int calls;

    abstract Database open(Path folder);

    @BeforeEach
    void openDatabase(@TempDir Path folder) {
        database = open(folder);
        TimeOrderedIds ids = new TimeOrderedIds(clock, new Random(7));
        EventLog events = new EventLog(database, clock, ids);
        permissions =
                new DatabasePermissionManager(database, events, clock, ids, new BasePermissions(database, events));
        TestingServer server = new TestingServer("file_system")
                .operation("file_system_listing", "read_file", Effect.PURE, call -> TestingServer.result("content"))
                .operation("file_system_listing", "watch", Effect.PURE, call -> {
                    CountDownLatch stopped = new CountDownLatch(1);
                    call.onStop(stopped::countDown);
                    entered.countDown();
                    stopped.await();
                    call.checkStopped();
                    return TestingServer.result("");
                });
        registry = new ToolRegistry(List.of(server), database, events, clock);
        gateway = new ToolGateway(
                database,
                events,
                registry,
                permissions,
                permissions::useCounted,
                text -> Redacted.of(text).text(),
                clock,
                ids,
                GatewaySettings.defaults());
        String ceiling = Json.write(Ceiling.forSubmission(true, Set.of(), CeilingSettings.defaults())
                .toJson());
        database.writeOnly(transaction -> {
            transaction.handle().execute("""
                    INSERT INTO trees (id, request, submitted_by, ceiling, budget, approval_seconds, started_at)
                    VALUES ('task_1', 'r', 'person:ada', ?, '{}', 60, 0)""", ceiling);
            transaction.handle().execute("""
                    INSERT INTO tasks (id, tree, depth, title, instruction, process, agent, state, version,
                                       created_at, updated_at)
                    VALUES ('task_1', 'task_1', 0, 't', 'i', 'neutral', 'worker', 'tool_processing', 1, 0, 0)""");
        });
    }

    @AfterEach
    void closeDatabase() {
        gateway.close();
        database.close();
    }

    @Test
    void aToolIsUnknownUntilItIsGrantedAndDeniedWithAReceiptOnceTheGrantExpires() {
        assertThat(call("read_file", "src/a")).isInstanceOf(ToolOutcome.Failed.class);
        grant(0);

        assertThat(call("read_file", "src/a").word()).isEqualTo("succeeded");
        assertThat(denied(call("read_file", "etc/a")).rule()).isEqualTo(Rule.SCOPE);
        assertThat(registry.visibleOperations("task_1", permissions)).hasSize(2);

        clock.advance(Duration.ofHours(12));
        Decision.Denied expired = denied(call("read_file", "src/a"));
        assertThat(expired.rule()).isEqualTo(Rule.EXPIRED);
        assertThat(expired.smallestRequest().path("scope"))
                .isEqualTo(Json.parse("{\"file_system_listing\": {\"read\": [\"src/a\"], \"write\": []}}"));
        assertThat(registry.visibleOperations("task_1", permissions)).isEmpty();
    }

    @Test
    void aGrantForTwoCallsAllowsTwo() {
        grant(2);

        assertThat(call("read_file", "src/a").word()).isEqualTo("succeeded");
        assertThat(call("read_file", "src/b").word()).isEqualTo("succeeded");
        assertThat(denied(call("read_file", "src/c")).rule()).isEqualTo(Rule.USED_UP);
    }

    @Test
    void theOnlyUseOfAGrantRunsToItsEnd() throws Exception {
        grant(1);
        FutureTask<ToolOutcome> watching = new FutureTask<>(() -> call("watch", "src/a"));
        Thread.ofVirtual().start(watching);
        entered.await();

        // The grant is used up by now, and yet the call goes on until the task is stopped.
        assertThat(permissions.check("task_1", "file_system_listing", "watch", List.<Access>of()))
                .isInstanceOf(Decision.Denied.class);
        assertThat(gateway.callsUnderWay()).isEqualTo(1);
        gateway.stopTask("task_1", "enough");

        assertThat(((ToolOutcome.Failed) watching.get()).failure().message()).contains("enough");
    }

    @Test
    void revokingAGrantStopsTheCallAndDeniesTheNext() throws Exception {
        Assignment grant = grant(0);
        FutureTask<ToolOutcome> watching = new FutureTask<>(() -> call("watch", "src/a"));
        Thread.ofVirtual().start(watching);
        entered.await();

        database.write(transaction -> permissions.revoke(transaction, grant.id(), "person:ada", "enough"));

        assertThat(((ToolOutcome.Failed) watching.get()).failure().message()).contains("revoked");
        assertThat(denied(call("read_file", "src/a")).rule()).isEqualTo(Rule.REVOKED);
    }

    private Assignment grant(int maximumUses) {
        GrantProposal proposal = new GrantProposal(
                "task_1",
                "file_system_listing",
                Set.of(),
                new Scope.FileScope(List.of("src/**"), List.of()),
                Duration.ofHours(12),
                maximumUses,
                "to read the sources");
        return database.write(transaction -> permissions.grant(transaction, proposal, "policy"));
    }

    private synchronized String nextId() {
        return "call_" + ++calls;
    }

    private ToolOutcome call(String operation, String path) {
        CallContext context = new CallContext(nextId(), "task_1", "task_1", "worker", Optional.empty());
        return gateway.call(
                new GatewayCall(
                        context,
                        "file_system_listing__" + operation,
                        Json.object().put("text", path)),
                OutcomeRecorder.NONE);
    }

    private static Decision.Denied denied(ToolOutcome outcome) {
        assertThat(outcome).isInstanceOf(ToolOutcome.Denied.class);
        return ((ToolOutcome.Denied) outcome).decision();
    }
}
