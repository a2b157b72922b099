package dev.writ.mcp.stdio;

import static dev.writ.mcp.TestingEngine.ALICE;
import static dev.writ.mcp.TestingEngine.ALL;
import static dev.writ.mcp.TestingTools.form;
import static dev.writ.mcp.TestingTools.named;
import static dev.writ.mcp.TestingTools.said;
import static dev.writ.mcp.TestingTools.tool;
import static org.assertj.core.api.Assertions.assertThat;

import dev.writ.mcp.Background;
import dev.writ.mcp.TestingAccess;
import dev.writ.mcp.TestingEngine;
import dev.writ.mcp.TestingJson;
import dev.writ.mcp.engine.Change;
import dev.writ.mcp.rpc.RpcError;
import dev.writ.mcp.server.InputRequest;
import dev.writ.mcp.server.Outcome;
import dev.writ.mcp.server.ToolResult;
import java.io.IOException;
import java.io.PipedInputStream;
import java.io.PipedOutputStream;
import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import tools.jackson.databind.node.ObjectNode;

class StdioServerTest {
    private static final String INITIALIZE =
            "{'jsonrpc':'2.0','id':'i','method':'initialize','params':{'protocolVersion':'2025-11-25','capabilities':"
                    + ALL + "}}";

    private final CountDownLatch working = new CountDownLatch(1);
    private final CountDownLatch interrupted = new CountDownLatch(1);
    private final TestingEngine engine = new TestingEngine(
            TestingEngine.offer(
                    named("plain"),
                    named("denied"),
                    tool("wait", (arguments, exchange) -> {
                        working.countDown();
                        try {
                            new CountDownLatch(1).await();
                        } catch (InterruptedException e) {
                            interrupted.countDown();
                            throw e;
                        }
                        return said("never");
                    }),
                    tool(
                            "ask",
                            (arguments, exchange) -> exchange.answers()
                                    .get("who")
                                    .map(answer -> said("Hello, "
                                            + answer.path("content")
                                                    .path("name")
                                                    .asString()))
                                    .orElseGet(() -> Outcome.ask("who", InputRequest.form("Who?", form("name")))))),
            new TestingAccess().shows(ALICE, "plain", "denied", "wait", "ask").denies("denied"));
    private final PipedOutputStream toServer = new PipedOutputStream();
    private final WrittenLines fromServer = new WrittenLines();
    private Background<Boolean> serving = Background.start(() -> true);

    @BeforeEach
    void start() throws IOException {
        PipedInputStream in = new PipedInputStream(toServer, 1 << 16);
        StdioServer server = new StdioServer(engine.engine, ALICE, fromServer, Duration.ofMillis(200));
        serving = Background.start(() -> {
            server.serve(in);
            return true;
        });
    }

    @AfterEach
    void stop() throws Exception {
        toServer.close();
        serving.result();
        engine.close();
    }

    @Test
    void bothErasAreServedSideBySide() throws Exception {
        say(INITIALIZE);
        assertThat(next().path("result").path("protocolVersion").asString()).isEqualTo("2025-11-25");
        say(modern(1, "tools/call", "{'name':'plain'}"));
        assertThat(next().path("result").path("resultType").asString()).isEqualTo("complete");
        say("{'jsonrpc':'2.0','id':2,'method':'tools/call','params':{'name':'plain'}}");
        assertThat(next().path("result").has("resultType")).isFalse();
        say(modern(3, "server/discover", "{}"));
        assertThat(next().path("result").has("supportedVersions")).isTrue();
    }

    @Test
    void whatFollowsInitializeBelongsToTheSessionEvenWhereNobodyWaited() throws Exception {
        say(INITIALIZE, "{'jsonrpc':'2.0','id':2,'method':'tools/list'}");
        assertThat(next().path("id").asString()).isEqualTo("i");
        assertThat(next().path("result").path("tools").size()).isEqualTo(4);
    }

    @Test
    void aClientThatProbesIsAnsweredInTheModernWay() throws Exception {
        say("{'jsonrpc':'2.0','id':1,'method':'server/discover'}");
        assertThat(next().path("error").path("code").asInt()).isEqualTo(RpcError.INVALID_PARAMS);
    }

    @Test
    void whoHasNotBegunIsToldHowTo() throws Exception {
        say("{'jsonrpc':'2.0','id':1,'method':'tools/list'}");
        assertThat(next().path("error").path("message").asString()).startsWith("Begin with initialize");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "garbage",
                "{",
                "[]",
                "5",
                "\u0000\u0001",
                "{'jsonrpc':'2.0','id':null,'method':'x'}",
                "Content-Length: 5"
            })
    void garbageIsAnsweredByAnErrorAndTheNextLineIsServed(String garbage) throws Exception {
        say(garbage, modern(7, "tools/call", "{'name':'plain'}"));
        assertThat(next().path("error").path("code").asInt()).isIn(RpcError.PARSE, RpcError.INVALID_REQUEST);
        assertThat(next().path("id").asInt()).isEqualTo(7);
    }

    @Test
    void aLineThatIsTooLongIsAnsweredByAnErrorAndTheNextLineIsServed() throws Exception {
        say("x".repeat((4 << 20) + 1), modern(7, "tools/call", "{'name':'plain'}"));
        assertThat(next().path("error").path("message").asString()).contains("at most");
        assertThat(next().path("id").asInt()).isEqualTo(7);
    }

    @Test
    void aRequestIsCancelledByItsIdAndNotAnswered() throws Exception {
        say(modern(1, "tools/call", "{'name':'wait'}"));
        assertThat(working.await(10, TimeUnit.SECONDS)).isTrue();
        say("{'jsonrpc':'2.0','method':'notifications/cancelled','params':{'requestId':1}}");
        assertThat(interrupted.await(10, TimeUnit.SECONDS)).isTrue();
        say(modern(2, "tools/call", "{'name':'plain'}"));
        assertThat(next().path("id").asInt()).isEqualTo(2);
    }

    @Test
    void aLegacyRequestIsCancelledInTheSameWay() throws Exception {
        say(INITIALIZE, "{'jsonrpc':'2.0','id':5,'method':'tools/call','params':{'name':'wait'}}");
        next();
        assertThat(working.await(10, TimeUnit.SECONDS)).isTrue();
        say("{'jsonrpc':'2.0','method':'notifications/cancelled','params':{'requestId':5}}");
        assertThat(interrupted.await(10, TimeUnit.SECONDS)).isTrue();
    }

    @Test
    void aDeniedCallIsAFailureThatTheModelSees() throws Exception {
        say(modern(1, "tools/call", "{'name':'denied'}"));
        ObjectNode result = (ObjectNode) next().get("result");
        assertThat(result.path("isError").asBoolean()).isTrue();
        assertThat(result.path("resultType").asString()).isEqualTo("complete");
        assertThat(result.path("_meta").path(ToolResult.DETAILS).path("rule").asString())
                .isEqualTo("no grant");
    }

    @Test
    void aLegacyClientIsAskedOverTheSameStreams() throws Exception {
        say(INITIALIZE, "{'jsonrpc':'2.0','id':2,'method':'tools/call','params':{'name':'ask'}}");
        next();
        ObjectNode question = next();
        assertThat(question.path("method").asString()).isEqualTo("elicitation/create");
        say("{'jsonrpc':'2.0','id':" + question.get("id") + ",'result':{'action':'accept','content':{'name':'Ann'}}}");
        assertThat(next().toString()).contains("Hello, Ann");
    }

    @Test
    void changesAreToldToBothEras() throws Exception {
        say(INITIALIZE);
        next();
        engine.engine.changes().tell(new Change.Tools());
        assertThat(next().path("method").asString()).isEqualTo("notifications/tools/list_changed");
        say(modern(9, "subscriptions/listen", "{'notifications':{'promptsListChanged':true}}"));
        next();
        engine.engine.changes().tell(new Change.Prompts(), ALICE::equals);
        assertThat(java.util.List.of(next(), next()))
                .filteredOn(told -> told.path("params").has("_meta"))
                .singleElement()
                .satisfies(told ->
                        assertThat(told.path("params").path("_meta").toString()).contains(":9"));
    }

    @Test
    void aClientThatBeginsAnewIsToldChangesOnce() throws Exception {
        say(INITIALIZE, INITIALIZE.replace("'i'", "'j'"));
        next();
        assertThat(next().path("id").asString()).isEqualTo("j");
        engine.engine.changes().tell(new Change.Tools());
        assertThat(next().path("method").asString()).isEqualTo("notifications/tools/list_changed");
        say("{'jsonrpc':'2.0','id':3,'method':'ping'}");
        assertThat(next().path("id").asInt()).isEqualTo(3);
    }

    @Test
    void whoSaysAllAtOnceAndGoesIsAnswered() throws Exception {
        say(INITIALIZE, "{'jsonrpc':'2.0','id':2,'method':'tools/list'}");
        toServer.close();
        assertThat(serving.result()).isTrue();
        assertThat(next().path("id").asString()).isEqualTo("i");
        assertThat(next().path("id").asInt()).isEqualTo(2);
        assertThat(fromServer.isEmpty()).isTrue();
    }

    @Test
    void theEndOfTheInputCancelsWhatIsStillWorkedOn() throws Exception {
        say(modern(1, "tools/call", "{'name':'wait'}"));
        assertThat(working.await(10, TimeUnit.SECONDS)).isTrue();
        toServer.close();
        assertThat(serving.result()).isTrue();
        assertThat(interrupted.await(10, TimeUnit.SECONDS)).isTrue();
    }

    private void say(String... lines) throws IOException {
        for (String line : lines) {
            toServer.write(TestingJson.bytes(line));
            toServer.write('\n');
        }
        toServer.flush();
    }

    /** The next line, which is a message: nothing else is ever written. */
    private ObjectNode next() throws InterruptedException {
        ObjectNode message = TestingJson.json(fromServer.next().replace("'", "\\u0027"));
        assertThat(message.path("jsonrpc").asString()).isEqualTo("2.0");
        return message;
    }

    private static String modern(int id, String method, String params) {
        ObjectNode message =
                TestingJson.json("{'jsonrpc':'2.0','id':" + id + ",'method':'" + method + "','params':" + params + "}");
        ((ObjectNode) message.get("params"))
                .withObject("_meta")
                .put("io.modelcontextprotocol/protocolVersion", "2026-07-28")
                .set("io.modelcontextprotocol/clientCapabilities", TestingJson.json(ALL));
        return message.toString();
    }
}
