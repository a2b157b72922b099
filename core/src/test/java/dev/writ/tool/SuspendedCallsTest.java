package dev.writ.tool;

import static org.assertj.core.api.Assertions.assertThat;

import dev.writ.FailureCode;
import dev.writ.permission.Assignment;
import dev.writ.permission.Decision.Rule;
import dev.writ.permission.Suspensions;
import dev.writ.store.Database;
import dev.writ.store.SqliteStore;
import java.nio.file.Path;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.FutureTask;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What is suspended runs nothing until the suspension is lifted. */
class SuspendedCallsTest {
    private final AtomicInteger runs = new AtomicInteger();
    private final CountDownLatch entered = new CountDownLatch(1);
    private Database database;
    private TestingGateway writ;
    private Suspensions suspensions;
    private ToolGateway gateway;

    @BeforeEach
    void open(@TempDir Path folder) {
        database = SqliteStore.open(folder.resolve("writ.db"));
        writ = new TestingGateway(database);
        suspensions = new Suspensions(database, writ.clock);
        gateway = writ.open(new TestingServer("notes")
                .operation("notes", "read", Effect.PURE, call -> {
                    runs.incrementAndGet();
                    return TestingServer.result("the text");
                })
                .operation("notes", "obey", Effect.PURE, call -> {
                    CountDownLatch stopped = new CountDownLatch(1);
                    call.onStop(stopped::countDown);
                    entered.countDown();
                    stopped.await();
                    call.checkStopped();
                    return TestingServer.result("stopped");
                }));
        suspensions.onSuspend(gateway::stopSuspended);
    }

    @AfterEach
    void close() {
        writ.close();
        database.close();
    }

    @Test
    void aSuspendedAgentIsRefusedWithTheCauseUntilItIsLifted() {
        writ.grant("notes", 0);
        database.write(transaction -> suspensions.suspendAgent(transaction, "worker", "anomaly_1"));
        assertThat(writ.call("notes__read")).isInstanceOfSatisfying(ToolOutcome.Denied.class, denied -> {
            assertThat(denied.decision().rule()).isEqualTo(Rule.SUSPENDED);
            assertThat(denied.decision().sentence()).contains("worker").contains("anomaly_1");
        });
        assertThat(writ.last().outcome()).isEqualTo("denied");
        assertThat(runs).hasValue(0);

        database.write(transaction -> suspensions.lift(transaction, "anomaly_1"));
        assertThat(writ.call("notes__read").word()).isEqualTo("succeeded");
    }

    @Test
    void aBasePermissionDoesNotHelpASuspendedAgentAndOthersGoOn() {
        writ.permissions.base("notes");
        database.write(transaction -> suspensions.suspendAgent(transaction, "worker", "anomaly_1"));
        assertThat(writ.call("notes__read").word()).isEqualTo("denied");
        database.write(transaction -> suspensions.lift(transaction, "anomaly_1"));
        database.write(transaction -> suspensions.suspendAgent(transaction, "another", "anomaly_2"));
        assertThat(writ.call("notes__read").word()).isEqualTo("succeeded");
    }

    @Test
    void aSuspendedGrantAllowsNothingAloneOrTogetherWithOthers() {
        Assignment grant = writ.grant("notes", 0);
        database.write(transaction -> suspensions.suspendGrant(transaction, grant.id(), "anomaly_1"));
        assertThat(writ.call("notes__read"))
                .isInstanceOfSatisfying(
                        ToolOutcome.Denied.class,
                        denied -> assertThat(denied.decision().sentence()).contains(grant.id()));
        Assignment counted = writ.grant("notes", 0);
        writ.permissions.grantTogether("notes", counted.id(), grant.id());
        assertThat(writ.call("notes__read").word()).isEqualTo("denied");
        assertThat(runs).hasValue(0);
    }

    @Test
    void whatRunsIsStopped() throws Exception {
        writ.grant("notes", 0);
        FutureTask<ToolOutcome> running = new FutureTask<>(() -> writ.call("notes__obey"));
        Thread.ofVirtual().start(running);
        entered.await();
        database.write(transaction -> suspensions.suspendAgent(transaction, "worker", "anomaly_1"));
        assertThat(running.get()).isInstanceOfSatisfying(ToolOutcome.Failed.class, failed -> {
            assertThat(failed.failure().code()).isEqualTo(FailureCode.CANCELLED);
            assertThat(failed.failure().message()).contains("suspended");
        });
    }

    @Test
    void theFirstCauseStands() {
        boolean first = database.write(transaction -> suspensions.suspendAgent(transaction, "worker", "anomaly_1"));
        boolean second = database.write(transaction -> suspensions.suspendAgent(transaction, "worker", "anomaly_2"));
        int lifted = database.write(transaction -> suspensions.lift(transaction, "anomaly_2"));
        assertThat(first).isTrue();
        assertThat(second).isFalse();
        assertThat(lifted).isZero();
        assertThat(suspensions.list())
                .singleElement()
                .satisfies(one -> assertThat(one.cause()).isEqualTo("anomaly_1"));
    }
}
