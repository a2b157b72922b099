package dev.writ.mcp.engine;

import static dev.writ.mcp.TestingEngine.ALICE;
import static dev.writ.mcp.TestingEngine.ALL;
import static dev.writ.mcp.TestingEngine.BOB;
import static dev.writ.mcp.TestingTools.form;
import static dev.writ.mcp.TestingTools.said;
import static dev.writ.mcp.TestingTools.tool;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import dev.writ.mcp.Background;
import dev.writ.mcp.Heard;
import dev.writ.mcp.TestingAccess;
import dev.writ.mcp.TestingEngine;
import dev.writ.mcp.TestingJson;
import dev.writ.mcp.rpc.RpcError;
import dev.writ.mcp.rpc.RpcException;
import dev.writ.mcp.server.Access;
import dev.writ.mcp.server.Answers;
import dev.writ.mcp.server.Caller;
import dev.writ.mcp.server.InputRequest;
import dev.writ.mcp.server.Outcome;
import dev.writ.mcp.server.Tool;
import dev.writ.mcp.server.ToolResult;
import dev.writ.mcp.server.ToolSpec;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import tools.jackson.databind.node.ObjectNode;

/** Calls that go on after their request was answered (SEP-2663). */
class TasksTest {
    private static final String NO_TASKS = "{'elicitation':{'form':{}}}";
    private static final MemoryTasks.Limits LIMITS =
            new MemoryTasks.Limits(4, 3, Duration.ofHours(1), Duration.ofSeconds(1));

    private final CountDownLatch finish = new CountDownLatch(1);
    private final CountDownLatch interrupted = new CountDownLatch(1);
    private final TestingAccess access = new TestingAccess();
    private final TestingEngine server = new TestingEngine(TestingEngine.offer(tools()), access, LIMITS);
    private final Heard heard = new Heard();

    TasksTest() {
        for (Tool tool : tools()) {
            access.shows(ALICE, tool.key()).shows(BOB, tool.key());
        }
    }

    @AfterEach
    void close() {
        server.close();
    }

    @Test
    void whoKnowsTasksIsAnsweredAtOnce() throws Exception {
        ObjectNode begun = server.call("wait", "{}");
        assertThat(begun.path("resultType").asString()).isEqualTo("task");
        assertThat(begun.path("status").asString()).isEqualTo("working");
        assertThat(begun.path("ttlMs").asLong()).isEqualTo(3_600_000);
        assertThat(begun.path("pollIntervalMs").asLong()).isEqualTo(1000);
        assertThat(begun.propertyNames()).doesNotContain("result", "error", "inputRequests", "requestState");
    }

    @Test
    void theTaskHoldsWhatTheCallWouldHaveBeenAnswered() throws Exception {
        String id = begin("wait");
        listen(id);
        finish.countDown();
        ObjectNode done = heardStatus("completed");
        assertThat(done.path("result").path("content").path(0).path("text").asString())
                .isEqualTo("waited");
        assertThat(done.path("result").path("resultType").asString()).isEqualTo("complete");
        ObjectNode asked = get(id);
        assertThat(asked.get("result")).isEqualTo(done.get("result"));
        assertThat(asked.path("resultType").asString()).isEqualTo("complete");
    }

    @Test
    void whoDoesNotKnowTasksWaits() throws Exception {
        finish.countDown();
        ObjectNode result = server.modern(ALICE, NO_TASKS, "tools/call", "{'name':'wait'}", heard);
        assertThat(result.path("resultType").asString()).isEqualTo("complete");
        assertThat(result.path("content").path(0).path("text").asString()).isEqualTo("waited");
    }

    @Test
    void aLegacyClientWaits() throws Exception {
        finish.countDown();
        ObjectNode result = server.legacy(server.session(ALICE, ALL), "tools/call", "{'name':'wait'}");
        assertThat(result.path("content").path(0).path("text").asString()).isEqualTo("waited");
    }

    @Test
    void whatGoesAsATaskAloneIsRefusedToWhoDoesNotKnowThem() {
        RpcException refusal = catchThrowableOfType(
                RpcException.class, () -> server.modern(ALICE, NO_TASKS, "tools/call", "{'name':'only'}", heard));
        assertNeedsTasks(refusal);
    }

    @Test
    void aLegacyClientIsToldSoByTheToolItself() throws Exception {
        ObjectNode result = server.legacy(server.session(ALICE, ALL), "tools/call", "{'name':'only'}");
        assertThat(result.path("isError").asBoolean()).isTrue();
    }

    @ParameterizedTest
    @ValueSource(strings = {"tasks/get", "tasks/update", "tasks/cancel"})
    void theMethodsAreForWhoDeclaresTasks(String method) {
        RpcException refusal = catchThrowableOfType(
                RpcException.class,
                () -> server.modern(ALICE, NO_TASKS, method, "{'taskId':'x','inputResponses':{}}", message -> {}));
        assertNeedsTasks(refusal);
    }

    @ParameterizedTest
    @ValueSource(strings = {"tasks/list", "tasks/result", "tasks/"})
    void thereAreNoOtherMethods(String method) {
        RpcException refusal = catchThrowableOfType(RpcException.class, () -> server.modern(method, "{'taskId':'x'}"));
        assertThat(refusal.error().code()).isEqualTo(RpcError.METHOD_NOT_FOUND);
    }

    /** Byte for byte, once the id itself is taken out. */
    @ParameterizedTest
    @ValueSource(strings = {"tasks/get", "tasks/update", "tasks/cancel"})
    void theTaskOfAnotherIsAnsweredLikeAnUnknownOne(String method) throws Exception {
        String id = begin("wait");
        assertThat(refusal(BOB, method, id).replace(id, "?"))
                .isEqualTo(refusal(BOB, method, "unknown").replace("unknown", "?"));
        assertThat(get(id).path("status").asString()).isEqualTo("working");
    }

    @Test
    void idsAreLongAndNeverTheSame() throws Exception {
        String one = begin("wait");
        assertThat(one).hasSize(32).isNotEqualTo(begin("wait"));
    }

    @Test
    void aFailureOfTheToolCompletesTheTask() throws Exception {
        listen(begin("fails"));
        assertThat(heardStatus("completed").path("result").path("isError").asBoolean())
                .isTrue();
    }

    @Test
    void anUnexpectedExceptionIsAFailureOfTheToolToo() throws Exception {
        listen(begin("breaks"));
        ObjectNode result = (ObjectNode) heardStatus("completed").get("result");
        assertThat(result.path("isError").asBoolean()).isTrue();
        assertThat(result.toString()).doesNotContain("secret");
    }

    @Test
    void anErrorOfTheProtocolFailsTheTask() throws Exception {
        listen(begin("refuses"));
        ObjectNode failed = heardStatus("failed");
        assertThat(failed.path("error").path("code").asInt()).isEqualTo(RpcError.INTERNAL);
        assertThat(failed.path("statusMessage").asString()).isEqualTo("refused");
        assertThat(failed.has("result")).isFalse();
    }

    @Test
    void aResultThatDoesNotFitTheOutputSchemaFailsTheTask() throws Exception {
        listen(begin("misfits"));
        assertThat(heardStatus("failed").path("error").path("message").asString())
                .contains("withheld");
    }

    @Test
    void progressIsToldByTheStateOfTheTask() throws Exception {
        String id = begin("wait");
        listen(id);
        ObjectNode state = heard.next("notifications/tasks");
        while (!state.has("statusMessage")) {
            state = heard.next("notifications/tasks");
        }
        assertThat(state.path("statusMessage").asString()).isEqualTo("waiting");
    }

    @Test
    void cancellingInterruptsTheWorkAndIsSeenAtOnce() throws Exception {
        String id = begin("wait");
        listen(id);
        ObjectNode acknowledged = server.modern("tasks/cancel", "{'taskId':'" + id + "'}");
        assertThat(acknowledged.propertyNames()).containsExactlyInAnyOrder("resultType", "_meta");
        assertThat(get(id).path("status").asString()).isEqualTo("cancelled");
        assertThat(interrupted.await(10, TimeUnit.SECONDS)).isTrue();
        heardStatus("cancelled");
    }

    @Test
    void whatHasEndedIsNotCancelled() throws Exception {
        String id = begin("fails");
        listen(id);
        heardStatus("completed");
        server.modern("tasks/cancel", "{'taskId':'" + id + "'}");
        assertThat(get(id).path("status").asString()).isEqualTo("completed");
    }

    @Test
    void aTaskAsksAndGoesOnWithTheAnswer() throws Exception {
        String id = begin("ask");
        listen(id);
        ObjectNode asking = heardStatus("input_required");
        String key = asking.path("inputRequests").propertyNames().iterator().next();
        update(id, "'" + key + "':{'action':'accept','content':{'name':'Ann'}}");
        assertThat(heardStatus("completed").path("result").toString()).contains("Hello, Ann");
    }

    @Test
    void aWrongAnswerIsAskedForAgainUnderANewKey() throws Exception {
        String id = begin("ask");
        listen(id);
        String first = heardStatus("input_required")
                .path("inputRequests")
                .propertyNames()
                .iterator()
                .next();
        update(id, "'" + first + "':{'action':'accept','content':{'name':7}}");
        String second = first;
        while (second.equals(first)) {
            second = heardStatus("input_required")
                    .path("inputRequests")
                    .propertyNames()
                    .iterator()
                    .next();
        }
        update(id, "'" + first + "':{'action':'accept','content':{'name':'late'}}");
        update(id, "'" + second + "':{'action':'accept','content':{'name':'Ann'}}");
        assertThat(heardStatus("completed").path("result").toString()).contains("Hello, Ann");
    }

    @Test
    void severalQuestionsCanBeAnsweredOneByOne() throws Exception {
        String id = begin("both");
        listen(id);
        List<String> keys =
                List.copyOf(heardStatus("input_required").path("inputRequests").propertyNames());
        update(id, "'" + keys.get(0) + "':{'action':'decline'},'unknown':{'action':'decline'}");
        assertThat(get(id).path("inputRequests").propertyNames()).containsExactly(keys.get(1));
        update(id, "'" + keys.get(1) + "':{'action':'decline'}");
        heardStatus("completed");
    }

    @Test
    void whoMayNoLongerUseTheToolGetsNothingMoreOfIt() throws Exception {
        String id = begin("ask");
        listen(id);
        String key = heardStatus("input_required")
                .path("inputRequests")
                .propertyNames()
                .iterator()
                .next();
        access.denies("ask");
        update(id, "'" + key + "':{'action':'accept','content':{'name':'Ann'}}");
        assertThat(heardStatus("failed").path("error").path("message").asString())
                .isEqualTo("Not granted: ask.");
    }

    @Test
    void whatCannotBeAskedOfTheClientFailsTheTask() throws Exception {
        ObjectNode begun = server.modern(
                ALICE, "{'extensions':{'io.modelcontextprotocol/tasks':{}}}", "tools/call", "{'name':'ask'}", heard);
        listen(begun.path("taskId").asString());
        assertThat(heardStatus("failed").path("error").path("code").asInt())
                .isEqualTo(RpcError.MISSING_CLIENT_CAPABILITY);
    }

    @Test
    void aSubscriberOfWhatEndedBeforeIsToldSo() throws Exception {
        String id = begin("fails");
        Heard early = new Heard();
        listen(ALICE, id, early);
        early.next("notifications/subscriptions/acknowledged");
        while (!early.next("notifications/tasks").path("status").asString().equals("completed")) {}
        listen(id);
        assertThat(heard.next("notifications/tasks").path("status").asString()).isEqualTo("completed");
    }

    @Test
    void nobodySubscribesToTheTaskOfAnother() throws Exception {
        String id = begin("wait");
        Heard bob = new Heard();
        listen(BOB, id, bob);
        assertThat(bob.next("notifications/subscriptions/acknowledged").path("notifications"))
                .isEmpty();
        server.modern("tasks/cancel", "{'taskId':'" + id + "'}");
        assertThat(bob.all()).hasSize(1);
    }

    @Test
    void subscribingToTasksIsForWhoDeclaresThem() {
        RpcException refusal = catchThrowableOfType(
                RpcException.class,
                () -> server.modern(
                        ALICE, NO_TASKS, "subscriptions/listen", "{'notifications':{'taskIds':['x']}}", heard));
        assertNeedsTasks(refusal);
    }

    @Test
    void oneCallerCannotTakeAllThePlaces() throws Exception {
        for (int task = 0; task < LIMITS.mostOfOne(); task++) {
            begin("wait");
        }
        RpcException refusal = catchThrowableOfType(RpcException.class, () -> begin("wait"));
        assertThat(refusal.httpStatus()).isEqualTo(503);
        assertThat(server.modern(BOB, "tools/call", "{'name':'wait'}").has("taskId"))
                .isTrue();
        assertThat(catchThrowableOfType(RpcException.class, () -> server.modern(BOB, "tools/call", "{'name':'wait'}")))
                .isNotNull();
    }

    @Test
    void aTaskIsKeptForItsTimeAndThenForgottenAndStopped() throws Exception {
        String id = begin("wait");
        server.clock.advance(LIMITS.keptFor().minusMillis(1));
        assertThat(get(id).path("status").asString()).isEqualTo("working");
        server.clock.advance(Duration.ofMillis(1));
        assertThat(refusal(ALICE, "tasks/get", id)).contains("There is no task");
        for (int task = 0; task < LIMITS.mostOfOne(); task++) {
            begin("wait");
        }
        assertThat(interrupted.await(10, TimeUnit.SECONDS)).isTrue();
    }

    @Test
    void whatWasAskedBeforeTheTaskIsKnownToIt() throws Exception {
        ObjectNode first = server.call("first", "{}");
        assertThat(first.path("resultType").asString()).isEqualTo("input_required");
        ObjectNode second = server.modern(
                "tools/call",
                "{'name':'first','arguments':{},'requestState':'"
                        + first.path("requestState").asString()
                        + "','inputResponses':{'who':{'action':'accept','content':{'name':'Ann'}}}}");
        assertThat(second.path("resultType").asString()).isEqualTo("task");
        listen(second.path("taskId").asString());
        assertThat(heardStatus("completed").path("result").toString()).contains("Hello, Ann");
    }

    @Test
    void anApplicationCanKeepTasksItself() throws Exception {
        TestingTasks kept = new TestingTasks();
        Engine engine = new Engine(
                new dev.writ.mcp.Implementation("t", "t", "1"),
                "",
                TestingEngine.offer(tools()),
                Access.OPEN,
                kept,
                new byte[32],
                server.clock);
        ObjectNode params = TestingJson.json("{'name':'wait','arguments':{'x':1},'_meta':{"
                + "'io.modelcontextprotocol/protocolVersion':'2026-07-28',"
                + "'io.modelcontextprotocol/clientCapabilities':" + ALL + "}}");
        engine.modern().answer(server.request("tools/call", params), ALICE, message -> {});
        assertThat(kept.calls).singleElement().satisfies(call -> {
            assertThat(call.tool()).isEqualTo("wait");
            assertThat(call.arguments()).isEqualTo(TestingJson.json("{'x':1}"));
            assertThat(call.caller()).isEqualTo(ALICE);
        });
        engine.close();
        assertThat(kept.closed).isTrue();
    }

    private Tool[] tools() {
        return new Tool[] {
            tool(
                    "wait",
                    (arguments, exchange) -> Outcome.goesOn(later -> {
                        later.progress(0, 1, "waiting");
                        try {
                            finish.await();
                        } catch (InterruptedException e) {
                            interrupted.countDown();
                            throw e;
                        }
                        return said("waited");
                    })),
            tool("only", (arguments, exchange) -> Outcome.onlyAsTask(later -> said("done"))),
            tool("fails", (arguments, exchange) -> Outcome.goesOn(later -> Outcome.done(ToolResult.failure("no")))),
            tool(
                    "breaks",
                    (arguments, exchange) -> Outcome.goesOn(later -> {
                        throw new IllegalStateException("secret");
                    })),
            tool(
                    "refuses",
                    (arguments, exchange) -> Outcome.goesOn(later -> {
                        throw RpcException.of(RpcError.INTERNAL, "refused");
                    })),
            new Tool(
                    new ToolSpec(
                            "misfits",
                            "misfits",
                            "misfits",
                            ToolSpec.noArguments(),
                            Optional.of(form("name")),
                            dev.writ.mcp.server.ToolHints.CAUTIOUS,
                            List.of()),
                    (arguments, exchange) -> Outcome.goesOn(later -> said("no structure"))),
            tool("ask", (arguments, exchange) -> Outcome.goesOn(later -> greeted(later.answers()))),
            tool(
                    "both",
                    (arguments, exchange) ->
                            Outcome.goesOn(later -> later.answers().byName().size() == 2
                                    ? said("both")
                                    : Outcome.ask(Map.of(
                                            "one",
                                            InputRequest.form("1", form("x")),
                                            "two",
                                            InputRequest.form("2", form("x")))))),
            tool(
                    "first",
                    (arguments, exchange) -> exchange.answers().get("who").isPresent()
                            ? Outcome.goesOn(later -> greeted(later.answers()))
                            : greeted(exchange.answers()))
        };
    }

    private static Outcome<ToolResult> greeted(Answers answers) {
        return answers.get("who")
                .map(answer ->
                        said("Hello, " + answer.path("content").path("name").asString("")))
                .orElseGet(() -> Outcome.ask("who", InputRequest.form("Who?", form("name"))));
    }

    private String begin(String tool) throws InterruptedException {
        return server.call(tool, "{}").path("taskId").asString();
    }

    private ObjectNode get(String id) throws InterruptedException {
        return server.modern("tasks/get", "{'taskId':'" + id + "'}");
    }

    private void update(String id, String answers) throws InterruptedException {
        server.modern("tasks/update", "{'taskId':'" + id + "','inputResponses':{" + answers + "}}");
    }

    private void listen(String id) throws InterruptedException {
        listen(ALICE, id, heard);
        heard.next("notifications/subscriptions/acknowledged");
    }

    private void listen(Caller caller, String id, Heard ear) {
        Background.start(() -> server.modern(
                caller, ALL, "subscriptions/listen", "{'notifications':{'taskIds':['" + id + "']}}", ear));
    }

    /** Waits until the task is said to be in this state. */
    private ObjectNode heardStatus(String status) throws InterruptedException {
        ObjectNode state = heard.next("notifications/tasks");
        while (!state.path("status").asString().equals(status)) {
            state = heard.next("notifications/tasks");
        }
        return state;
    }

    private String refusal(Caller caller, String method, String id) {
        RpcException refusal = catchThrowableOfType(
                RpcException.class, () -> server.modern(caller, method, "{'taskId':'" + id + "','inputResponses':{}}"));
        return refusal.httpStatus() + " " + refusal.error().json();
    }

    private static void assertNeedsTasks(RpcException refusal) {
        assertThat(refusal.error().code()).isEqualTo(RpcError.MISSING_CLIENT_CAPABILITY);
        assertThat(refusal.error()
                        .data()
                        .orElseThrow()
                        .path("requiredCapabilities")
                        .path("extensions")
                        .propertyNames())
                .containsExactly("io.modelcontextprotocol/tasks");
    }
}
