package dev.writ.mcp.engine;

import static dev.writ.mcp.TestingEngine.ALICE;
import static dev.writ.mcp.TestingEngine.BOB;
import static dev.writ.mcp.TestingTools.form;
import static dev.writ.mcp.TestingTools.said;
import static dev.writ.mcp.TestingTools.tool;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.writ.mcp.TestingEngine;
import dev.writ.mcp.TestingJson;
import dev.writ.mcp.rpc.Message;
import dev.writ.mcp.rpc.RequestId;
import dev.writ.mcp.server.InputRequest;
import dev.writ.mcp.server.Outcome;
import dev.writ.mcp.server.ToolResult;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.node.ObjectNode;

/** The experimental tasks of revision 2025-11-25 (SEP-1686). */
class LegacyTasksTest {
    private static final String RELATED = "io.modelcontextprotocol/related-task";

    private final CountDownLatch finish = new CountDownLatch(1);
    private final CountDownLatch withdrawn = new CountDownLatch(1);
    private final TestingEngine server = TestingEngine.of(
            tool("wait", (arguments, exchange) -> {
                exchange.onCancel(withdrawn::countDown);
                exchange.progress(1, 0, "waiting");
                finish.await();
                return said("waited");
            }),
            tool("fail", (arguments, exchange) -> Outcome.done(ToolResult.failure("no, because"))),
            tool(
                    "ask",
                    (arguments, exchange) -> exchange.answers()
                            .get("name")
                            .map(answer -> said("hello "
                                    + answer.path("content").path("who").asString()))
                            .orElseGet(() -> Outcome.ask("name", InputRequest.form("Who?", form("who"))))));
    private final Session session = server.session(ALICE, "{'elicitation':{}}");

    @AfterEach
    void close() {
        finish.countDown();
        server.close();
    }

    @Test
    void theServerSaysWhatCanBeATask() throws InterruptedException {
        ObjectNode greeting = server.engine.legacy().greeting(session);
        assertThat(greeting.path("capabilities")
                        .path("tasks")
                        .path("requests")
                        .path("tools")
                        .has("call"))
                .isTrue();
        assertThat(server.legacy(session, "tools/list", "{}").path("tools"))
                .allMatch(tool ->
                        tool.path("execution").path("taskSupport").asString().equals("optional"));
        assertThat(server.modern("tools/list", "{}").path("tools")).noneMatch(tool -> tool.has("execution"));
    }

    @Test
    void anOlderRevisionHasNone() {
        ObjectNode params = TestingJson.json("{'protocolVersion':'2025-06-18','capabilities':{}}");
        Session older = server.engine.legacy().beginKept(server.request("initialize", params), ALICE);
        assertThat(server.engine.legacy().greeting(older).path("capabilities").has("tasks"))
                .isFalse();
        assertThatThrownBy(() -> server.legacy(older, "tasks/get", "{'taskId':'x'}"))
                .hasMessageContaining("tasks/get");
    }

    @Test
    void aCallIsAnsweredAtOnceAndItsResultLater() throws InterruptedException {
        String id = begin("wait");
        assertThat(get(id).path("status").asString()).isEqualTo("working");
        finish.countDown();
        ObjectNode result = server.legacy(session, "tasks/result", "{'taskId':'" + id + "'}");
        assertThat(result.path("content").path(0).path("text").asString()).isEqualTo("waited");
        assertThat(result.path("_meta").path(RELATED).path("taskId").asString()).isEqualTo(id);
        assertThat(get(id).path("status").asString()).isEqualTo("completed");
    }

    @Test
    void aToolThatFailsIsAFailedTaskThatSaysWhy() throws InterruptedException {
        String id = begin("fail");
        assertThat(server.legacy(session, "tasks/result", "{'taskId':'" + id + "'}")
                        .path("isError")
                        .asBoolean())
                .isTrue();
        assertThat(get(id).path("status").asString()).isEqualTo("failed");
        assertThat(get(id).path("statusMessage").asString()).isEqualTo("no, because");
    }

    @Test
    void whatATaskAsksIsAskedWhileItsResultIsWaitedFor() throws InterruptedException {
        String id = begin("ask");
        ObjectNode result = server.legacy(session, "tasks/result", "{'taskId':'" + id + "'}", question -> {
            assertThat(question.path("params")
                            .path("_meta")
                            .path(RELATED)
                            .path("taskId")
                            .asString())
                    .isEqualTo(id);
            server.engine
                    .legacy()
                    .answered(
                            session,
                            new Message.Response(
                                    RequestId.read(question.path("id")).orElseThrow(),
                                    Optional.of(TestingJson.json("{'action':'accept','content':{'who':'world'}}")),
                                    Optional.empty()));
        });
        assertThat(result.path("content").path(0).path("text").asString()).isEqualTo("hello world");
    }

    @Test
    void oneThatIsCancelledWithdrawsWhatItWaitedForAndHasNoResult() throws InterruptedException {
        String id = begin("wait");
        while (!get(id).path("statusMessage").asString("").equals("waiting")) {
            Thread.onSpinWait();
        }
        assertThat(server.legacy(session, "tasks/cancel", "{'taskId':'" + id + "'}")
                        .path("status")
                        .asString())
                .isEqualTo("cancelled");
        assertThat(withdrawn.await(20, TimeUnit.SECONDS)).isTrue();
        assertThatThrownBy(() -> server.legacy(session, "tasks/result", "{'taskId':'" + id + "'}"))
                .hasMessage("The task was cancelled.");
        assertThatThrownBy(() -> server.legacy(session, "tasks/cancel", "{'taskId':'" + id + "'}"))
                .hasMessageContaining("has ended");
    }

    @Test
    void whatIsForgottenOrEndsWithTheServerIsNotWithdrawn() throws InterruptedException {
        String id = begin("wait");
        while (!get(id).path("statusMessage").asString("").equals("waiting")) {
            Thread.onSpinWait();
        }
        server.close();
        assertThat(withdrawn.await(200, TimeUnit.MILLISECONDS)).isFalse();
    }

    @Test
    void aTaskIsItsCallersAlone() throws InterruptedException {
        String id = begin("wait");
        Session other = server.session(BOB, "{}");
        assertThatThrownBy(() -> server.legacy(other, "tasks/get", "{'taskId':'" + id + "'}"))
                .hasMessageStartingWith("There is no task '" + id + "'.");
        assertThatThrownBy(() -> server.legacy(other, "tasks/cancel", "{'taskId':'" + id + "'}"))
                .hasMessageStartingWith("There is no task '" + id + "'.");
    }

    private String begin(String tool) throws InterruptedException {
        return server.legacy(session, "tools/call", "{'name':'" + tool + "','task':{}}")
                .path("task")
                .path("taskId")
                .asString();
    }

    private ObjectNode get(String id) throws InterruptedException {
        return server.legacy(session, "tasks/get", "{'taskId':'" + id + "'}");
    }
}
