package dev.writ.tool;

import static org.assertj.core.api.Assertions.assertThat;

import dev.writ.Failure;
import dev.writ.FailureCode;
import dev.writ.Json;
import dev.writ.event.Event;
import dev.writ.event.EventFilter;
import dev.writ.permission.Assignment;
import dev.writ.permission.Assignment.State;
import dev.writ.permission.Decision.Rule;
import java.time.Duration;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Calls that nothing allows, or nothing any more: nothing runs, and the record says why, on any database. */
abstract class DeniedCallsContract extends NotesCallsContract {
    @ParameterizedTest
    @CsvSource({
        "REVOKED, REVOKED, was revoked",
        "EXPIRED, EXPIRED, has expired",
        "USED_UP, USED_UP, is used up",
        "TASK_ENDED, REVOKED, was ended"
    })
    void aGrantThatEndedElsewhereAfterTheCheckLetsNothingRun(State state, Rule rule, String words) {
        writ.open(server);
        Assignment grant = writ.grant("notes", 0);
        writ.permissions.duringCheck(() -> writ.endElsewhere(grant, state));

        ToolOutcome outcome = writ.call("notes__write");

        assertThat(runs).hasValue(0);
        assertThat(denied(outcome)).isEqualTo(rule);
        assertThat(((ToolOutcome.Denied) outcome).decision().sentence()).contains(words);
        assertThat(((ToolOutcome.Denied) outcome).decision().smallestRequest())
                .isEqualTo(Json.parse("{\"tools\": [\"notes\"], \"operations\": [\"write\"]}"));
        assertThat(writ.last().outcome()).isEqualTo("denied");
        assertThat(writ.last().rule()).isEqualTo(rule.id());
        assertThat(writ.uses(grant)).isZero();
        assertThat(writ.eventTypes()).containsExactly("tool.denied");
    }

    @Test
    void ofTheGrantsThatTogetherAllowACallNoneMayHaveEndedElsewhere() {
        writ.open(server);
        Assignment other = writ.grant("notes", 0);
        Assignment counted = writ.grant("notes", 1);
        writ.permissions.grantTogether("notes", counted.id(), other.id());
        writ.permissions.duringCheck(() -> writ.endElsewhere(other, State.REVOKED));

        assertThat(denied(writ.call("notes__write"))).isEqualTo(Rule.REVOKED);
        assertThat(runs).hasValue(0);
        assertThat(writ.uses(counted)).isZero();
    }

    @Test
    void aGrantIsDeniedFromTheVeryMomentOfItsExpiry() {
        writ.open(server);
        writ.grant("notes", 0);
        writ.clock.advance(Duration.ofHours(1).minusMillis(1));
        assertThat(writ.call("notes__read").word()).isEqualTo("succeeded");
        writ.clock.advance(Duration.ofMillis(1));

        assertThat(denied(writ.call("notes__read"))).isEqualTo(Rule.EXPIRED);
        assertThat(runs).hasValue(1);
    }

    @Test
    void theLastUseRunsAndTheNextIsDenied() {
        writ.open(server);
        Assignment grant = writ.grant("notes", 2);

        assertThat(writ.call("notes__read").word()).isEqualTo("succeeded");
        assertThat(writ.call("notes__read").word()).isEqualTo("succeeded");
        assertThat(denied(writ.call("notes__read"))).isEqualTo(Rule.USED_UP);
        assertThat(writ.uses(grant)).isEqualTo(2);
    }

    @Test
    void nothingRunsWhenTheUseCannotBeCounted() {
        writ.open(server);
        Assignment grant = writ.grant("notes", 1);
        writ.countNothing();
        AtomicReference<String> recorded = new AtomicReference<>("");

        ToolOutcome outcome =
                writ.call(writ.newCall("notes__write", ""), (transaction, end, label) -> recorded.set(end.word()));

        assertThat(denied(outcome)).isEqualTo(Rule.USED_UP);
        assertThat(runs).hasValue(0);
        assertThat(recorded).hasValue("denied");
        assertThat(writ.last().outcome()).isEqualTo("denied");
        assertThat(writ.uses(grant)).isZero();
        assertThat(writ.eventTypes()).containsExactly("tool.denied");
    }

    @Test
    void nothingRunsForATaskThatWasAskedToStopOrIsFinishedOrDoesNotExist() {
        writ.open(server);
        writ.permissions.base("notes");
        writ.execute("UPDATE tasks SET stop_asked = 'cancelled by ada'");
        assertThat(failure(writ.call("notes__read")).code()).isEqualTo(FailureCode.CANCELLED);
        assertThat(failure(writ.call("notes__read")).message()).contains("cancelled by ada");
        writ.execute("UPDATE tasks SET stop_asked = '', finished_at = 1");
        assertThat(failure(writ.call("notes__read")).code()).isEqualTo(FailureCode.CANCELLED);
        writ.execute("DELETE FROM tasks");
        assertThat(denied(writ.call("notes__read"))).isEqualTo(Rule.UNKNOWN_TASK);

        assertThat(runs).hasValue(0);
        assertThat(writ.last().outcome()).isEqualTo("denied");
    }

    @Test
    void aDeniedCallIsRecordedWithItsRuleAndTheCallersOwnWrites() {
        writ.open(server);
        writ.permissions.deny("notes", Rule.SCOPE, "secret.txt is outside the grant.");
        AtomicReference<String> recorded = new AtomicReference<>("");

        ToolOutcome outcome = writ.call(
                writ.newCall("notes__read", "secret.txt"), (transaction, end, label) -> recorded.set(end.word()));

        assertThat(denied(outcome)).isEqualTo(Rule.SCOPE);
        assertThat(recorded).hasValue("denied");
        assertThat(runs).hasValue(0);
        ToolUsage usage = writ.last();
        assertThat(usage.outcome()).isEqualTo("denied");
        assertThat(usage.rule()).isEqualTo("scope");
        assertThat(usage.authority()).isEqualTo("none");
        assertThat(usage.failure().orElseThrow().message()).isEqualTo("secret.txt is outside the grant.");
        assertThat(usage.accesses().toString()).contains("secret.txt");
        Event event = writ.events.find(EventFilter.all().ofType("tool")).getFirst();
        assertThat(event.type()).isEqualTo("tool.denied");
        assertThat(event.data().path("rule").asString("")).isEqualTo("scope");
    }

    @Test
    void anErrorInThePermissionCheckDenies() {
        writ.open(server);
        writ.permissions.base("notes");
        writ.permissions.duringCheck(() -> {
            throw new IllegalStateException("index broken");
        });

        assertThat(denied(writ.call("notes__read"))).isEqualTo(Rule.ERROR);
        assertThat(runs).hasValue(0);
    }

    @Test
    void whoHeldAGrantUntilItEndedIsToldWhyItMayNoLongerCall() {
        writ.open(server);
        writ.permissions.deny("notes", Rule.EXPIRED, "The grant of notes has expired.");

        ToolOutcome outcome = writ.call("notes__read", "a.txt");

        assertThat(denied(outcome)).isEqualTo(Rule.EXPIRED);
        assertThat(writ.registry().visibleOperations(TestingGateway.TASK, writ.permissions))
                .isEmpty();
    }

    @Test
    void anOperationTheCallerMayNotSeeAndOneThatDoesNotExistGetTheSameAnswer() {
        writ.open(server, new TestingServer("shell").operation("shell", "execute", Effect.UNSAFE, call -> {
                    runs.incrementAndGet();
                    return TestingServer.result("");
                }));
        writ.permissions.base("notes");

        Failure invisible = failure(writ.call("shell__execute"));
        ToolUsage usage = writ.last();
        Failure unknown = failure(writ.call("sheel__execute"));

        assertThat(invisible.code()).isEqualTo(FailureCode.UNKNOWN_OPERATION);
        assertThat(invisible.message().replace("shell__", "sheel__")).isEqualTo(unknown.message());
        assertThat(invisible.hint()).isEqualTo(unknown.hint()).contains("notes__read", "notes__write");
        assertThat(invisible.hint()).doesNotContain("shell");
        assertThat(runs).hasValue(0);
        assertThat(usage.outcome()).isEqualTo("failed");
        assertThat(usage.tool()).isEqualTo("shell");
        assertThat(writ.last().operation()).isEqualTo("sheel__execute");
    }

    @Test
    void atMostFiveNearNamesAreOffered() {
        for (int i = 0; i < 20; i++) {
            server.operation("notes", "read" + i, Effect.PURE, call -> TestingServer.result(""));
        }
        writ.open(server);
        writ.permissions.base("notes");

        assertThat(failure(writ.call("notes__raed1")).hint().split("notes__", -1))
                .hasSize(6);
    }

    @Test
    void theCoreToolkitIsCalledByItsBareNameAndNeedsNoGrant() {
        writ.open(new TestingServer("core").operation("core", "end_task", Effect.UNSAFE, call -> {
            runs.incrementAndGet();
            return TestingServer.result("");
        }));

        assertThat(writ.call("end_task").word()).isEqualTo("succeeded");
        assertThat(writ.last().authority()).isEqualTo("core");
        assertThat(runs).hasValue(1);
    }
}
