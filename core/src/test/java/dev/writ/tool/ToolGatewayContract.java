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
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The four steps of the gateway and their records, on any database. */
abstract class ToolGatewayContract extends NotesCallsContract {
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
}
