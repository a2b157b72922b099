package dev.writ.tool;

import static org.assertj.core.api.Assertions.assertThat;

import dev.writ.Failure;
import dev.writ.FailureCode;
import dev.writ.WritException;
import dev.writ.permission.Decision.Rule;
import java.time.Duration;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Tools whose server is missing, fails, is called too often or was switched off, on any database. */
abstract class UnavailableToolsContract extends NotesCallsContract {
    @Test
    void aServerThatIsMissingNamesWhatElseCouldServeAndMayBeSeen() {
        TestingServer broken = new TestingServer("shell")
                .tool("shell", "notes", "hidden", "gone")
                .operation("shell", "execute", Effect.UNSAFE, call -> TestingServer.result(""));
        TestingServer hidden =
                new TestingServer("hidden").operation("hidden", "do", Effect.PURE, call -> TestingServer.result(""));
        broken.availability(new Availability.Missing("bubblewrap is not installed.", "Install bubblewrap."));
        writ.open(server, broken, hidden);
        writ.permissions.base("shell");
        writ.permissions.base("notes");

        Failure failure = failure(writ.call("shell__execute"));

        assertThat(failure.code()).isEqualTo(FailureCode.UNAVAILABLE);
        assertThat(failure.message()).isEqualTo("bubblewrap is not installed.");
        assertThat(failure.hint()).isEqualTo("Install bubblewrap. Part of the work may be done with notes.");
        assertThat(writ.last().outcome()).isEqualTo("failed");
    }

    @Test
    void aServerThatKeepsFailingIsLeftAloneAndTriedAgainAfterARest() {
        AtomicReference<Boolean> broken = new AtomicReference<>(true);
        server.operation("notes", "flaky", Effect.PURE, call -> {
            runs.incrementAndGet();
            if (broken.get()) {
                throw new IllegalStateException("down");
            }
            return TestingServer.result("up");
        });
        ToolGateway gateway = writ.open(GatewaySettings.defaults().withBreaker(3, Duration.ofSeconds(30)), server);
        writ.permissions.base("notes");
        for (int i = 0; i < 3; i++) {
            assertThat(failure(writ.call("notes__flaky")).code()).isEqualTo(FailureCode.INTERNAL);
        }

        assertThat(failure(writ.call("notes__flaky")).code()).isEqualTo(FailureCode.UNAVAILABLE);
        assertThat(runs).hasValue(3);
        assertThat(gateway.breakerState(server)).isEqualTo(CircuitBreaker.State.OPEN);

        broken.set(false);
        writ.clock.advance(Duration.ofSeconds(30));
        assertThat(writ.call("notes__flaky").word()).isEqualTo("succeeded");
        assertThat(gateway.breakerState(server)).isEqualTo(CircuitBreaker.State.CLOSED);
    }

    @Test
    void theCallersMistakesDoNotOpenTheBreaker() {
        server.operation("notes", "picky", Effect.PURE, call -> {
            throw new WritException(FailureCode.NOT_FOUND, "No.", "Other.");
        });
        ToolGateway gateway = writ.open(GatewaySettings.defaults().withBreaker(2, Duration.ofSeconds(30)), server);
        writ.permissions.base("notes");
        for (int i = 0; i < 5; i++) {
            writ.call("notes__picky");
            writ.call("notes__read", "x".repeat(6_000));
        }

        assertThat(gateway.breakerState(server)).isEqualTo(CircuitBreaker.State.CLOSED);
    }

    @Test
    void tooManyCallsAMinuteAreDeniedUntilTimePasses() {
        writ.open(GatewaySettings.defaults().withCallsPerMinute(6), server);
        writ.permissions.base("notes");
        for (int i = 0; i < 6; i++) {
            assertThat(writ.call("notes__read").word()).isEqualTo("succeeded");
        }

        assertThat(denied(writ.call("notes__read"))).isEqualTo(Rule.RATE);
        assertThat(writ.last().rule()).isEqualTo("rate");
        writ.clock.advance(Duration.ofSeconds(10));
        assertThat(writ.call("notes__read").word()).isEqualTo("succeeded");
        assertThat(runs).hasValue(7);
    }

    @ParameterizedTest
    @EnumSource(
            value = ToolStatus.class,
            names = {"SUSPENDED", "INACTIVE"})
    void aToolThatIsNotActiveInTheDatabaseIsDeniedEvenIfThisNodeDoesNotKnow(ToolStatus status) {
        writ.open(server);
        writ.permissions.base("notes");
        writ.execute("UPDATE available_tools SET status = ? WHERE name = 'notes'", status.id());

        assertThat(denied(writ.call("notes__read"))).isEqualTo(Rule.SUSPENDED);
        assertThat(runs).hasValue(0);
    }

    @Test
    void aDeactivatedToolIsDeniedAndNotListedUntilItIsAccepted() {
        writ.open(server);
        writ.permissions.base("notes");
        writ.registry().deactivate("notes", "person:ada");

        assertThat(denied(writ.call("notes__read"))).isEqualTo(Rule.SUSPENDED);
        assertThat(writ.registry().visibleOperations(TestingGateway.TASK, writ.permissions))
                .isEmpty();
        writ.registry().accept("notes", "person:ada");
        assertThat(writ.call("notes__read").word()).isEqualTo("succeeded");
    }
}
