package dev.writ.tool;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.fail;

import dev.writ.Failure;
import dev.writ.FailureCode;
import dev.writ.permission.Assignment;
import dev.writ.permission.Assignment.State;
import dev.writ.permission.Decision.Rule;
import dev.writ.store.Database;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.FutureTask;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** What ends a running call from outside, and many calls at once, on any database. */
@Timeout(60)
abstract class StoppedCallsContract {
    private static final GatewaySettings QUICK = GatewaySettings.defaults().withGrace(Duration.ofMillis(50));

    private final CountDownLatch entered = new CountDownLatch(1);
    private final CountDownLatch released = new CountDownLatch(1);
    private Database database;
    private TestingGateway writ;
    private TestingServer server;

    abstract Database open(Path folder);

    @BeforeEach
    void openDatabase(@TempDir Path folder) {
        database = open(folder);
        writ = new TestingGateway(database);
        // Returns when it is told to stop, as operations should.
        server = new TestingServer("notes").operation("notes", "obey", Effect.UNSAFE, call -> {
            call.onStop(released::countDown);
            entered.countDown();
            released.await();
            call.checkStopped();
            return TestingServer.result("");
        });
    }

    @AfterEach
    void closeDatabase() {
        writ.close();
        database.close();
    }

    @Test
    void aCallThatTakesTooLongIsStopped() {
        writ.open(QUICK.withUsualDeadline(Duration.ofMillis(100)), server);
        writ.permissions.base("notes");

        Failure failure = failure(writ.call("notes__obey"));

        assertThat(failure.code()).isEqualTo(FailureCode.TIMED_OUT);
        assertThat(failure.message()).isEqualTo("notes.obey did not finish within 100 ms and was stopped.");
        assertThat(failure.hint()).contains("may have happened");
        assertThat(writ.last().failure()).contains(failure);
    }

    @Test
    void theCallersOwnDeadlineCounts() {
        writ.open(QUICK, server);
        writ.permissions.base("notes");

        Failure failure =
                failure(writ.call(writ.newCall("notes__obey", "").within(Duration.ofMillis(30)), OutcomeRecorder.NONE));

        assertThat(failure.code()).isEqualTo(FailureCode.TIMED_OUT);
        assertThat(failure.message()).contains("30 ms");
    }

    @Test
    void anOperationThatNeedsLongerThanUsualGetsItsTime() {
        server.operation("notes", "long", Effect.PURE, Duration.ofMinutes(5), call -> {
            Duration given = Duration.between(writ.clock.instant(), call.deadline());
            return TestingServer.result(given.toString());
        });
        server.operation("notes", "endless", Effect.PURE, Duration.ofDays(5), call -> {
            Duration given = Duration.between(writ.clock.instant(), call.deadline());
            return TestingServer.result(given.toString());
        });
        writ.open(QUICK, server);
        writ.permissions.base("notes");

        assertThat(writ.call("notes__long")).isEqualTo(new ToolOutcome.Succeeded(TestingServer.result("PT5M5S")));
        assertThat(writ.call("notes__endless")).isEqualTo(new ToolOutcome.Succeeded(TestingServer.result("PT1H")));
    }

    @Test
    void aBodyThatHearsNothingIsInterrupted() {
        server.operation("notes", "deaf", Effect.PURE, call -> {
            new CountDownLatch(1).await();
            return TestingServer.result("");
        });
        writ.open(QUICK.withUsualDeadline(Duration.ofMillis(50)), server);
        writ.permissions.base("notes");

        assertThat(failure(writ.call("notes__deaf")).code()).isEqualTo(FailureCode.TIMED_OUT);
        assertThat(Thread.currentThread().isInterrupted()).isFalse();
    }

    @Test
    void aBodyThatSwallowsAnInterruptIsInterruptedAgain() {
        AtomicInteger swallowed = new AtomicInteger();
        server.operation("notes", "stubborn", Effect.PURE, call -> {
            while (swallowed.get() < 3) {
                try {
                    new CountDownLatch(1).await();
                } catch (InterruptedException e) {
                    swallowed.incrementAndGet();
                }
            }
            return TestingServer.result("at last");
        });
        writ.open(QUICK.withUsualDeadline(Duration.ofMillis(50)), server);
        writ.permissions.base("notes");

        assertThat(writ.call("notes__stubborn").word()).isEqualTo("succeeded");
        assertThat(swallowed).hasValue(3);
        assertThat(Thread.currentThread().isInterrupted()).isFalse();
    }

    @Test
    void aRevokedGrantStopsWhatRunsUnderIt() throws Exception {
        writ.open(QUICK, server);
        Assignment grant = writ.grant("notes", 0);
        FutureTask<ToolOutcome> running = start(() -> writ.call("notes__obey"));
        entered.await();

        writ.end(grant, State.REVOKED);

        Failure failure = failure(running.get());
        assertThat(failure.code()).isEqualTo(FailureCode.CANCELLED);
        assertThat(failure.message()).contains("the grant it ran under ended (revoked)");
        assertThat(writ.last().outcome()).isEqualTo("failed");
    }

    @Test
    void aGrantRevokedBetweenIntentAndRunStopsTheCallToo() {
        AtomicBoolean ran = new AtomicBoolean();
        server.operation("notes", "run", Effect.UNSAFE, call -> {
            ran.set(true);
            return TestingServer.result("");
        });
        writ.open(QUICK, server);
        Assignment grant = writ.grant("notes", 0);
        writ.afterCounting(() -> writ.permissions.end(TestingGateway.ended(grant, State.REVOKED)));

        assertThat(failure(writ.call("notes__run")).code()).isEqualTo(FailureCode.CANCELLED);
        assertThat(ran).isFalse();
    }

    @Test
    void revokingOneOfTheGrantsThatTogetherAllowACallStopsIt() throws Exception {
        writ.open(QUICK, server);
        Assignment other = writ.grant("notes", 0);
        Assignment counted = writ.grant("notes", 0);
        writ.permissions.grantTogether("notes", counted.id(), other.id());
        FutureTask<ToolOutcome> running = start(() -> writ.call("notes__obey"));
        entered.await();

        writ.permissions.end(TestingGateway.ended(other, State.REVOKED));

        assertThat(failure(running.get()).message()).contains("the grant it ran under ended (revoked)");
    }

    @Test
    void theCallThatTookTheLastUseMayFinish() throws Exception {
        writ.open(QUICK, server);
        Assignment grant = writ.grant("notes", 1);
        FutureTask<ToolOutcome> running = start(() -> writ.call("notes__obey"));
        entered.await();

        writ.permissions.end(TestingGateway.ended(grant, State.USED_UP));
        released.countDown();

        assertThat(running.get().word()).isEqualTo("succeeded");
    }

    @Test
    void stoppingATaskOrTreeStopsItsCallsAndNoOthers() throws Exception {
        ToolGateway gateway = writ.open(QUICK, server);
        writ.permissions.base("notes");
        FutureTask<ToolOutcome> running = start(() -> writ.call("notes__obey"));
        entered.await();

        gateway.stopTask("task_2", "cancelled by ada");
        gateway.stopTree("task_2", "cancelled by ada");
        assertThat(released.getCount()).isEqualTo(1);
        assertThat(gateway.callsUnderWay()).isEqualTo(1);
        gateway.stopTree(TestingGateway.TASK, "cancelled by ada");

        assertThat(failure(running.get()).message()).isEqualTo("notes.obey was stopped: cancelled by ada.");
        assertThat(gateway.callsUnderWay()).isZero();
    }

    @Test
    void interruptingTheCallerStopsTheCallAndStaysSet() throws Exception {
        CountDownLatch cleaned = new CountDownLatch(1);
        server.operation("notes", "wait", Effect.PURE, call -> {
            call.onStop(cleaned::countDown);
            entered.countDown();
            new CountDownLatch(1).await();
            return TestingServer.result("");
        });
        writ.open(QUICK, server);
        writ.permissions.base("notes");
        AtomicBoolean stillSet = new AtomicBoolean();
        FutureTask<ToolOutcome> running = new FutureTask<>(() -> {
            ToolOutcome outcome = writ.call("notes__wait");
            stillSet.set(Thread.currentThread().isInterrupted());
            return outcome;
        });
        Thread caller = Thread.ofVirtual().start(running);
        entered.await();
        caller.interrupt();

        assertThat(failure(running.get()).code()).isEqualTo(FailureCode.CANCELLED);
        assertThat(stillSet).isTrue();
        assertThat(cleaned.getCount()).isZero();
        assertThat(writ.last().outcome()).isEqualTo("failed");
    }

    @Test
    void shuttingDownStopsWhatRunsAndRefusesTheRest() throws Exception {
        ToolGateway gateway = writ.open(QUICK, server);
        writ.permissions.base("notes");
        FutureTask<ToolOutcome> running = start(() -> writ.call("notes__obey"));
        entered.await();

        gateway.close();

        assertThat(failure(running.get()).message()).contains("Writ is shutting down");
        assertThat(failure(writ.call("notes__obey")).code()).isEqualTo(FailureCode.UNAVAILABLE);
    }

    @Test
    void theSameCallTwiceAtOnceRunsOnce() throws Exception {
        writ.open(QUICK, server);
        writ.permissions.base("notes");
        GatewayCall call = writ.newCall("notes__obey", "");
        FutureTask<ToolOutcome> running = start(() -> writ.call(call, OutcomeRecorder.NONE));
        entered.await();

        for (GatewayCall again : List.of(call, call.again())) {
            ToolOutcome second = writ.call(again, (transaction, outcome, label) -> fail("nothing is to be recorded"));
            assertThat(failure(second).code()).isEqualTo(FailureCode.CONFLICT);
        }
        released.countDown();

        assertThat(running.get().word()).isEqualTo("succeeded");
        assertThat(writ.last().outcome()).isEqualTo("succeeded");
    }

    @Test
    void moreCallsOfATreeAtOnceThanAllowedAreDenied() throws Exception {
        writ.open(QUICK.withCallsPerTree(1), server);
        writ.permissions.base("notes");
        FutureTask<ToolOutcome> running = start(() -> writ.call("notes__obey"));
        entered.await();

        ToolOutcome second = writ.call("notes__obey");
        released.countDown();

        assertThat(second).isInstanceOf(ToolOutcome.Denied.class);
        assertThat(((ToolOutcome.Denied) second).decision().rule()).isEqualTo(Rule.RATE);
        assertThat(running.get().word()).isEqualTo("succeeded");
        assertThat(writ.call("notes__obey").word()).isEqualTo("succeeded");
    }

    @Test
    void twoHundredCallersAtOnceAllGetTheirOwnResultAndRecord() throws Exception {
        server.operation(
                "notes",
                "count",
                Effect.PURE,
                call -> TestingServer.result(call.context().callId()));
        writ.open(QUICK.withCallsPerTree(200).withCallsPerMinute(100_000), server);
        Assignment grant = writ.grant("notes", 1_500);
        List<FutureTask<Integer>> callers = new ArrayList<>();
        for (int i = 0; i < 200; i++) {
            callers.add(start(() -> {
                int succeeded = 0;
                for (int round = 0; round < 10; round++) {
                    GatewayCall call = writ.newCall("notes__count", "");
                    if (writ.call(call, OutcomeRecorder.NONE) instanceof ToolOutcome.Succeeded(OperationResult own)) {
                        assertThat(own.text()).isEqualTo(call.context().callId());
                        succeeded++;
                    }
                }
                return succeeded;
            }));
        }
        int succeeded = 0;
        for (FutureTask<Integer> caller : callers) {
            succeeded += caller.get(50, TimeUnit.SECONDS);
        }

        // Never more than the grant allows, and never fewer.
        assertThat(succeeded).isEqualTo(1_500);
        assertThat(writ.uses(grant)).isEqualTo(1_500);
        assertThat(writ.number("SELECT COUNT(*) FROM tool_usage_events WHERE outcome = 'succeeded'"))
                .isEqualTo(1_500);
        assertThat(writ.number("SELECT COUNT(*) FROM tool_usage_events WHERE rule = 'used_up'"))
                .isEqualTo(500);
        assertThat(writ.records.unfinished()).isEmpty();
    }

    private static <T> FutureTask<T> start(Callable<T> work) {
        FutureTask<T> task = new FutureTask<>(work);
        Thread.ofVirtual().start(task);
        return task;
    }

    private static Failure failure(ToolOutcome outcome) {
        assertThat(outcome).isInstanceOf(ToolOutcome.Failed.class);
        return ((ToolOutcome.Failed) outcome).failure();
    }
}
