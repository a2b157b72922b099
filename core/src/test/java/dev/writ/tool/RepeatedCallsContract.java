package dev.writ.tool;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.fail;

import dev.writ.Failure;
import dev.writ.FailureCode;
import dev.writ.event.Event;
import dev.writ.event.EventFilter;
import dev.writ.permission.Assignment;
import dev.writ.permission.Assignment.State;
import dev.writ.permission.Decision.Rule;
import dev.writ.store.Database;
import java.nio.file.Path;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** The same call once more, as after a crash, on any database. */
abstract class RepeatedCallsContract {
    private static final OutcomeRecorder UNTOUCHED = (transaction, outcome, label) -> fail("nothing is to be recorded");

    private final AtomicInteger runs = new AtomicInteger();
    private Database database;
    private TestingGateway writ;
    private TestingServer server;

    abstract Database open(Path folder);

    @BeforeEach
    void openDatabase(@TempDir Path folder) {
        database = open(folder);
        writ = new TestingGateway(database);
        server = new TestingServer("notes");
        for (Effect effect : Effect.values()) {
            server.operation("notes", name(effect), effect, call -> {
                runs.incrementAndGet();
                return TestingServer.result("done");
            });
        }
        writ.open(server);
        writ.permissions.base("notes");
    }

    @AfterEach
    void closeDatabase() {
        writ.close();
        database.close();
    }

    @ParameterizedTest
    @EnumSource(Effect.class)
    void aCallThatHasEndedIsNotRunAgain(Effect effect) {
        GatewayCall call = call(effect);
        writ.call(call, OutcomeRecorder.NONE);
        ToolUsage before = writ.last();

        assertThat(failure(writ.call(call, UNTOUCHED)).code()).isEqualTo(FailureCode.CONFLICT);
        assertThat(failure(writ.call(call.again(), UNTOUCHED)).code()).isEqualTo(FailureCode.CONFLICT);
        assertThat(runs).hasValue(1);
        assertThat(writ.last()).isEqualTo(before);
    }

    @ParameterizedTest
    @EnumSource(Effect.class)
    void aCallThatWasStartedIsNotRunAgainUnlessItIsARepetition(Effect effect) {
        GatewayCall call = crashed(effect);

        assertThat(failure(writ.call(call, UNTOUCHED)).code()).isEqualTo(FailureCode.CONFLICT);
        assertThat(runs).hasValue(1);
        assertThat(writ.last().unfinished()).isTrue();
    }

    @ParameterizedTest
    @EnumSource(
            value = Effect.class,
            names = {"PURE", "IDEMPOTENT"})
    void whatMayBeRepeatedIsRunAgainAndSaysSo(Effect effect) {
        GatewayCall call = crashed(effect);

        assertThat(writ.call(call.again(), OutcomeRecorder.NONE).word()).isEqualTo("succeeded");

        assertThat(runs).hasValue(2);
        assertThat(writ.last().outcome()).isEqualTo("succeeded");
        assertThat(writ.eventTypes()).containsExactly("tool.started", "tool.started", "tool.succeeded");
        Event second =
                writ.events.find(EventFilter.all().ofType("tool.started")).getLast();
        assertThat(second.data().path("attempt").asInt()).isEqualTo(2);
    }

    @Test
    void whatMayNotBeRepeatedIsReportedAsUnknown() {
        GatewayCall call = crashed(Effect.UNSAFE);
        AtomicReference<String> recorded = new AtomicReference<>("");

        Failure failure =
                failure(writ.call(call.again(), (transaction, outcome, label) -> recorded.set(outcome.word())));

        assertThat(failure.code()).isEqualTo(FailureCode.OUTCOME_UNKNOWN);
        assertThat(failure.message()).contains("may have taken effect");
        assertThat(failure.hint()).isEqualTo("Verify what happened before retrying.");
        assertThat(runs).hasValue(1);
        assertThat(recorded).hasValue("failed");
        assertThat(writ.last().failure()).contains(failure);
    }

    @Test
    void anUnsafeCallIsReportedAsUnknownEvenWhenItsToolIsGone() {
        GatewayCall call = crashed(Effect.UNSAFE);
        writ.open(new TestingServer("other").operation("other", "do", Effect.PURE, any -> TestingServer.result("")));

        assertThat(failure(writ.call(call.again(), OutcomeRecorder.NONE)).code())
                .isEqualTo(FailureCode.OUTCOME_UNKNOWN);
        assertThat(writ.records.unfinished()).isEmpty();
    }

    @Test
    void aPureCallWhoseToolIsGoneEndsAsUnknownOperation() {
        GatewayCall call = crashed(Effect.PURE);
        writ.open(new TestingServer("other").operation("other", "do", Effect.PURE, any -> TestingServer.result("")));

        assertThat(failure(writ.call(call.again(), OutcomeRecorder.NONE)).code())
                .isEqualTo(FailureCode.UNKNOWN_OPERATION);
        assertThat(writ.records.unfinished()).isEmpty();
    }

    @Test
    void aRepetitionThatWasNeverStartedRunsAsAFirstCall() {
        assertThat(writ.call(call(Effect.UNSAFE).again(), OutcomeRecorder.NONE).word())
                .isEqualTo("succeeded");
        assertThat(runs).hasValue(1);
    }

    @Test
    void anIdUsedForAnotherCallIsRefused() {
        GatewayCall first = crashed(Effect.PURE);
        String id = first.context().callId();

        GatewayCall otherArguments = TestingGateway.callOf(
                id, "notes__pure", writ.newCall("", "other").arguments());
        GatewayCall otherOperation = TestingGateway.callOf(id, "notes__idempotent", first.arguments());

        assertThat(failure(writ.call(otherArguments.again(), UNTOUCHED)).code()).isEqualTo(FailureCode.CONFLICT);
        assertThat(failure(writ.call(otherOperation.again(), UNTOUCHED)).code()).isEqualTo(FailureCode.CONFLICT);
        assertThat(runs).hasValue(1);
    }

    @Test
    void aRepetitionTakesNoSecondUseAndMayFinishOnAGrantItUsedUp() {
        Assignment grant = writ.grant("notes", 1);
        GatewayCall call = crashed(Effect.PURE);
        writ.permissions.deny("notes", Rule.USED_UP, "The grant of notes is used up.");

        assertThat(writ.call(call.again(), OutcomeRecorder.NONE).word()).isEqualTo("succeeded");
        assertThat(writ.uses(grant)).isEqualTo(1);
        assertThat(writ.call(call(Effect.PURE), OutcomeRecorder.NONE).word()).isEqualTo("denied");
    }

    @Test
    void aRepetitionIsDeniedWhenItsGrantWasRevoked() {
        Assignment grant = writ.grant("notes", 0);
        GatewayCall call = crashed(Effect.PURE);
        writ.endElsewhere(grant, State.REVOKED);

        ToolOutcome outcome = writ.call(call.again(), OutcomeRecorder.NONE);

        assertThat(outcome.word()).isEqualTo("denied");
        assertThat(runs).hasValue(1);
        assertThat(writ.records.find(call.context().callId()).orElseThrow().rule())
                .isEqualTo("revoked");
    }

    @Test
    void anEndThatComesAfterARepetitionWasStartedIsNotKept() {
        AtomicReference<GatewayCall> outer = new AtomicReference<>();
        server.operation("notes", "slow", Effect.PURE, call -> {
            // What another node does that believes this one is dead.
            writ.execute(
                    "UPDATE tool_usage_events SET started_at = started_at + 5 WHERE call = ?",
                    call.context().callId());
            return TestingServer.result("late");
        });
        writ.open(server);
        outer.set(writ.newCall("notes__slow", ""));

        assertThatThrownBy(() -> writ.call(outer.get(), UNTOUCHED)).hasMessageContaining("conflict");
        assertThat(writ.last().unfinished()).isTrue();
    }

    /** A call whose end never reached the database. */
    private GatewayCall crashed(Effect effect) {
        GatewayCall call = call(effect);
        assertThatThrownBy(() -> writ.call(call, (transaction, outcome, label) -> {
                    throw new IllegalStateException("crash");
                }))
                .hasMessage("crash");
        return call;
    }

    private GatewayCall call(Effect effect) {
        return writ.newCall("notes__" + name(effect), "a");
    }

    private static String name(Effect effect) {
        return effect.name().toLowerCase(java.util.Locale.ROOT);
    }

    private static Failure failure(ToolOutcome outcome) {
        assertThat(outcome).isInstanceOf(ToolOutcome.Failed.class);
        return ((ToolOutcome.Failed) outcome).failure();
    }
}
