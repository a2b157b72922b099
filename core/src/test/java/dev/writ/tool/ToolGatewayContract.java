package dev.writ.tool;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.writ.Failure;
import dev.writ.FailureCode;
import dev.writ.Json;
import dev.writ.WritException;
import dev.writ.event.Event;
import dev.writ.event.EventFilter;
import dev.writ.permission.Assignment;
import dev.writ.permission.Assignment.State;
import dev.writ.permission.Decision.Rule;
import dev.writ.store.Database;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;

/** The four steps of the gateway and their records, on any database. */
abstract class ToolGatewayContract {
    private final AtomicInteger runs = new AtomicInteger();
    private Database database;
    private TestingGateway writ;
    private TestingServer server;

    abstract Database open(Path folder);

    @BeforeEach
    void openDatabase(@TempDir Path folder) {
        database = open(folder);
        writ = new TestingGateway(database);
        server = new TestingServer("notes")
                .operation("notes", "read", Effect.PURE, call -> {
                    runs.incrementAndGet();
                    call.reportLayer("landlock");
                    return TestingServer.result("the text");
                })
                .operation("notes", "write", Effect.UNSAFE, call -> {
                    runs.incrementAndGet();
                    return TestingServer.result("written");
                });
    }

    @AfterEach
    void closeDatabase() {
        writ.close();
        database.close();
    }

    @Test
    void aCallGivesItsResultAndItsWholeRecord() {
        writ.open(server);
        Assignment grant = writ.grant("notes", 0);

        ToolOutcome outcome = writ.call("notes__read", "a.txt");

        assertThat(outcome).isEqualTo(new ToolOutcome.Succeeded(TestingServer.result("the text")));
        ToolUsage usage = writ.last();
        assertThat(usage.outcome()).isEqualTo("succeeded");
        assertThat(usage.tool()).isEqualTo("notes");
        assertThat(usage.operation()).isEqualTo("read");
        assertThat(usage.agent()).isEqualTo("worker");
        assertThat(usage.assignment()).isEqualTo(grant.id());
        assertThat(usage.authority()).isEqualTo("grant");
        assertThat(usage.arguments()).isEqualTo(Json.parse("{\"text\": \"a.txt\"}"));
        assertThat(usage.accesses()).isEqualTo(Json.parse("[{\"path\": \"a.txt\", \"verb\": \"read\"}]"));
        assertThat(usage.effect()).isEqualTo(Effect.PURE);
        assertThat(usage.summary()).isEqualTo("the text");
        assertThat(usage.bytes()).isEqualTo("{\"text\":\"the text\"}".length());
        assertThat(usage.layers()).containsExactly("landlock");
        assertThat(usage.finishedAt()).contains(writ.clock.instant());
        assertThat(usage.duration()).isPositive();
        assertThat(usage.failure()).isEmpty();
        assertThat(writ.uses(grant)).isEqualTo(1);
        assertThat(writ.registry().tools()).hasSize(1);
    }

    @Test
    void theIntentIsDurableBeforeTheOperationRunsAndTheOutcomeAfter() {
        List<String> seen = new ArrayList<>();
        server.operation("notes", "look", Effect.PURE, call -> {
            seen.add(writ.records.find(call.context().callId()).orElseThrow().outcome());
            seen.addAll(writ.eventTypes());
            return TestingServer.result("");
        });
        writ.open(server);
        writ.permissions.base("notes");

        writ.call("notes__look");

        assertThat(seen).containsExactly("started", "tool.started");
        assertThat(writ.last().outcome()).isEqualTo("succeeded");
        List<Event> events = writ.events.find(EventFilter.all().ofType("tool"));
        assertThat(events).extracting(Event::type).containsExactly("tool.started", "tool.succeeded");
        assertThat(events).extracting(Event::kind).containsOnly("tool_call");
        assertThat(events).extracting(Event::entity).containsOnly("call_1");
        assertThat(events).extracting(Event::actor).containsOnly("agent:worker");
        assertThat(events.getLast().causedBy()).isEqualTo(events.getFirst().id());
        assertThat(events.getLast().outcome()).isEqualTo("succeeded");
        assertThat(events.getLast().duration()).isPositive();
        assertThat(events.getLast().data().path("operation").asString("")).isEqualTo("look");
    }

    @Test
    void whatTheCallerWritesCommitsWithTheOutcome() {
        writ.open(server);
        writ.permissions.base("notes");

        writ.call(writ.newCall("notes__read", ""), (transaction, outcome, label) -> {
            String row = UsageRecords.find(transaction.handle(), "call_1")
                    .orElseThrow()
                    .outcome();
            transaction.handle().execute("INSERT INTO settings (name, value) VALUES ('row', ?)", row);
        });

        assertThat(writ.number("SELECT COUNT(*) FROM settings WHERE value = 'succeeded'"))
                .isEqualTo(1);
    }

    @Test
    void whenTheCallerCannotWriteNoOutcomeIsRecordedAndItsErrorSurfaces() {
        writ.open(server);
        writ.permissions.base("notes");

        assertThatThrownBy(() -> writ.call(writ.newCall("notes__read", ""), (transaction, outcome, label) -> {
                    transaction.handle().execute("INSERT INTO settings (name, value) VALUES ('a', 'b')");
                    throw new IllegalStateException("fenced");
                }))
                .hasMessage("fenced");

        assertThat(writ.last().unfinished()).isTrue();
        assertThat(writ.records.unfinished()).containsExactly(writ.last());
        assertThat(writ.number("SELECT COUNT(*) FROM settings")).isZero();
        assertThat(writ.eventTypes()).containsExactly("tool.started");
    }

    @Test
    void nothingRunsWhenTheStoreFailsBefore() {
        writ.open(server);
        writ.permissions.base("notes");
        database.close();

        assertThatThrownBy(() -> writ.call("notes__read")).isInstanceOf(WritException.class);
        assertThat(runs).hasValue(0);
    }

    @Test
    void noOutcomeIsReturnedWhenTheStoreFailsAfter() {
        server.operation("notes", "cut", Effect.PURE, call -> {
            runs.incrementAndGet();
            database.close();
            return TestingServer.result("");
        });
        writ.open(server);
        writ.permissions.base("notes");

        assertThatThrownBy(() -> writ.call("notes__cut")).isInstanceOf(WritException.class);
        assertThat(runs).hasValue(1);
    }

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

    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '`', textBlock = """
            {"text": 1}                    | invalid_arguments | The argument /text must be string, not number.
            {"text": "a", "more": 1}       | invalid_arguments | The arguments object has the unknown property 'more'.
            """)
    void argumentsThatDoNotFitRunNothing(String arguments, String code, String message) {
        writ.open(server);
        writ.permissions.base("notes");

        Failure failure = failure(writ.call(
                TestingGateway.callOf("call_x", "notes__write", Json.parseObject(arguments)), OutcomeRecorder.NONE));

        assertThat(failure.code().id()).isEqualTo(code);
        assertThat(failure.message()).isEqualTo(message);
        assertThat(failure.hint()).contains("notes__write");
        assertThat(runs).hasValue(0);
        assertThat(writ.records.find("call_x").orElseThrow().failure()).contains(failure);
    }

    @Test
    void argumentsOverAMegabyteAreRefused() {
        writ.open(server);
        writ.permissions.base("notes");

        assertThat(failure(writ.call("notes__read", "x".repeat(1_000_001))).code())
                .isEqualTo(FailureCode.TOO_LARGE);
        assertThat(writ.last().arguments().path("left_out_bytes").asInt()).isGreaterThan(1_000_000);
    }

    @Test
    void changingTheArgumentsAfterTheCallWasMadeChangesNothing() {
        AtomicReference<String> used = new AtomicReference<>("");
        var spec = new OperationSpec("notes", "late", "d", TestingServer.SCHEMA, Json.object(), Effect.PURE);
        server.operation(
                spec,
                arguments -> PreparedCall.of(List.of(), call -> {
                    used.set(arguments.path("text").asString(""));
                    return TestingServer.result("");
                }));
        writ.open(server);
        writ.permissions.base("notes");
        GatewayCall call = writ.newCall("notes__late", "allowed");
        writ.permissions.duringCheck(() -> call.arguments().put("text", "forbidden"));

        writ.call(call, OutcomeRecorder.NONE);

        assertThat(used).hasValue("allowed");
    }

    @Test
    void aFailureOfTheOperationReachesTheCallerAndTheRecord() {
        Failure expected = Failure.of(FailureCode.NOT_FOUND, "There is no file a.", "Look with list_directory.");
        server.operation("notes", "fail", Effect.PURE, call -> {
            throw expected.asException();
        });
        writ.open(server);
        writ.permissions.base("notes");

        assertThat(failure(writ.call("notes__fail"))).isEqualTo(expected);
        assertThat(writ.last().failure()).contains(expected);
        assertThat(writ.last().outcome()).isEqualTo("failed");
        assertThat(writ.eventTypes()).containsExactly("tool.started", "tool.failed");
    }

    @Test
    void whatShouldNotHappenIsReportedWithoutItsDetails() {
        server.operation("notes", "break", Effect.PURE, call -> {
            throw new IllegalStateException("password=hunter2 at /etc");
        });
        server.operation("notes", "recurse", Effect.PURE, call -> {
            throw new StackOverflowError();
        });
        server.operation(
                new OperationSpec("notes", "odd", "d", TestingServer.SCHEMA, Json.object(), Effect.PURE), arguments -> {
                    throw new IllegalStateException("in prepare");
                });
        writ.open(server);
        writ.permissions.base("notes");

        for (String name : List.of("notes__break", "notes__recurse", "notes__odd")) {
            Failure failure = failure(writ.call(name));
            assertThat(failure.code()).isEqualTo(FailureCode.INTERNAL);
            assertThat(failure.message()).matches("The operation failed inside Writ \\(error_\\w+\\)\\.");
            assertThat(writ.last().outcome()).isEqualTo("failed");
        }
    }

    @Test
    void secretsAreTakenOutOfAllThatIsWrittenDown() {
        server.operation("notes", "leak", Effect.PURE, call -> TestingServer.result("it is hunter2"))
                .operation("notes", "blurt", Effect.PURE, call -> {
                    throw new WritException(FailureCode.OPERATION_FAILED, "Wrong: hunter2.", "Not hunter2.");
                });
        writ.open(server);
        writ.permissions.base("notes");

        ToolOutcome outcome = writ.call("notes__leak", "hunter2");
        writ.call("notes__blurt");

        assertThat(outcome).isEqualTo(new ToolOutcome.Succeeded(TestingServer.result("it is hunter2")));
        assertThat(writ.records.ofTask(TestingGateway.TASK, 10).toString()).doesNotContain("hunter2");
        assertThat(writ.records.find("call_1").orElseThrow().summary()).isEqualTo("it is [redacted]");
        assertThat(writ.events.find(EventFilter.all()).toString()).doesNotContain("hunter2");
    }

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

    @Test
    void aCallWhoseResultComesLaterWaitsAndIsEndedWithTheWait() {
        var answer = new OperationResult.WaitsFor.Answer("message_1");
        server.operation("notes", "ask", Effect.UNSAFE, call -> OperationResult.waitingFor(answer));
        ToolGateway gateway = writ.open(server);
        writ.permissions.base("notes");

        assertThat(writ.call("notes__ask")).isEqualTo(new ToolOutcome.Waiting(answer));
        assertThat(writ.last().outcome()).isEqualTo("waiting");
        assertThat(writ.last().finishedAt()).isEmpty();
        assertThat(writ.records.unfinished()).isEmpty();

        writ.clock.advance(Duration.ofMinutes(5));
        ToolOutcome end = new ToolOutcome.Succeeded(TestingServer.result("yes"));
        assertThat(database.<Boolean>write(transaction -> gateway.endWaiting(transaction, "call_1", end)))
                .isTrue();
        assertThat(database.<Boolean>write(transaction -> gateway.endWaiting(transaction, "call_1", end)))
                .isFalse();
        assertThat(writ.last().outcome()).isEqualTo("succeeded");
        assertThat(writ.last().duration()).isEqualTo(Duration.ofMinutes(5));
        assertThat(writ.eventTypes()).containsExactly("tool.started", "tool.waiting", "tool.succeeded");
    }

    @Test
    void recordsAreReadByTaskTreeAndTool() {
        writ.open(server);
        writ.permissions.base("notes");
        writ.call("notes__read");
        writ.clock.advance(Duration.ofSeconds(1));
        writ.call("notes__write");

        assertThat(writ.records.ofTask(TestingGateway.TASK, 10))
                .extracting(ToolUsage::operation)
                .containsExactly("read", "write");
        assertThat(writ.records.ofTree(TestingGateway.TASK, 1))
                .extracting(ToolUsage::operation)
                .containsExactly("read");
        assertThat(writ.records.ofTool("notes", 10))
                .extracting(ToolUsage::operation)
                .containsExactly("write", "read");
        assertThat(writ.records.ofTool("other", 10)).isEmpty();
    }

    private static Rule denied(ToolOutcome outcome) {
        assertThat(outcome).isInstanceOf(ToolOutcome.Denied.class);
        return ((ToolOutcome.Denied) outcome).decision().rule();
    }

    private static Failure failure(ToolOutcome outcome) {
        assertThat(outcome).isInstanceOf(ToolOutcome.Failed.class);
        return ((ToolOutcome.Failed) outcome).failure();
    }
}
