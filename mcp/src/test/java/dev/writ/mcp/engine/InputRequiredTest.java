package dev.writ.mcp.engine;

import static dev.writ.mcp.TestingEngine.ALICE;
import static dev.writ.mcp.TestingEngine.BOB;
import static dev.writ.mcp.TestingTools.form;
import static dev.writ.mcp.TestingTools.said;
import static dev.writ.mcp.TestingTools.tool;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import dev.writ.mcp.TestingEngine;
import dev.writ.mcp.rpc.RpcError;
import dev.writ.mcp.rpc.RpcException;
import dev.writ.mcp.server.Answers;
import dev.writ.mcp.server.InputRequest;
import dev.writ.mcp.server.Outcome;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.node.ObjectNode;

/** Multi round-trip requests of the modern era. */
class InputRequiredTest {
    private final TestingEngine server = TestingEngine.of(
            tool(
                    "name",
                    (arguments, exchange) -> exchange.answers()
                            .get("who")
                            .map(answer -> said("Hello, "
                                    + answer.path("content").path("name").asString()))
                            .orElseGet(() -> Outcome.ask("who", InputRequest.form("Who?", form("name"))))),
            tool("rounds", (arguments, exchange) -> {
                Answers answers = exchange.answers();
                if (answers.get("one").isEmpty()) {
                    return new Outcome.NeedsInput<>(Map.of("one", InputRequest.form("1", form("x"))), "after one");
                }
                if (answers.get("two").isEmpty()) {
                    return Outcome.ask("two", InputRequest.form("2 " + answers.note(), form("x")));
                }
                return said("done");
            }),
            tool(
                    "page",
                    (arguments, exchange) -> Outcome.ask("open", InputRequest.page("e1", "Open", "https://x.test"))));

    @AfterEach
    void close() {
        server.close();
    }

    @Test
    void aCallThatNeedsSomethingSaysWhatAndIsMadeAgainWithTheAnswer() throws InterruptedException {
        ObjectNode first = server.call("name", "{}");
        assertThat(first.path("resultType").asString()).isEqualTo("input_required");
        assertThat(first.path("inputRequests").path("who").path("method").asString())
                .isEqualTo("elicitation/create");
        ObjectNode second =
                server.modern("tools/call", retry("name", first, "'who':{'action':'accept','content':{'name':'Ann'}}"));
        assertThat(second.path("resultType").asString()).isEqualTo("complete");
        assertThat(text(second)).isEqualTo("Hello, Ann");
    }

    @Test
    void anAnswerThatDoesNotFitIsAskedForAgain() throws InterruptedException {
        ObjectNode first = server.call("name", "{}");
        ObjectNode second =
                server.modern("tools/call", retry("name", first, "'who':{'action':'accept','content':{'name':1}}"));
        assertThat(second.path("resultType").asString()).isEqualTo("input_required");
    }

    @Test
    void answersAndNotesAddUpOverRounds() throws InterruptedException {
        ObjectNode first = server.call("rounds", "{}");
        ObjectNode second = server.modern("tools/call", retry("rounds", first, "'one':{'action':'decline'}"));
        assertThat(second.path("inputRequests")
                        .path("two")
                        .path("params")
                        .path("message")
                        .asString())
                .isEqualTo("2 after one");
        ObjectNode third = server.modern("tools/call", retry("rounds", second, "'two':{'action':'cancel'}"));
        assertThat(text(third)).isEqualTo("done");
    }

    @Test
    void theStateOfOneCallIsWorthNothingToAnotherCallerOrTool() throws InterruptedException {
        ObjectNode first = server.call("name", "{}");
        String answer = "'who':{'action':'accept','content':{'name':'Ann'}}";
        assertThatThrownBy(() -> server.modern(BOB, "tools/call", retry("name", first, answer)))
                .hasMessageStartingWith("The requestState is not ours");
        assertThatThrownBy(() -> server.modern("tools/call", retry("rounds", first, answer)))
                .hasMessageStartingWith("The requestState is not ours");
    }

    @Test
    void aClientThatCannotBeAskedIsToldWhatItWouldHaveToDeclare() {
        RpcException refusal = catchThrowableOfType(
                RpcException.class,
                () -> server.modern(ALICE, "{'elicitation':{}}", "tools/call", "{'name':'page'}", message -> {}));
        assertThat(refusal.error().code()).isEqualTo(RpcError.MISSING_CLIENT_CAPABILITY);
        assertThat(refusal.httpStatus()).isEqualTo(400);
        assertThat(refusal.error()
                        .data()
                        .orElseThrow()
                        .path("requiredCapabilities")
                        .path("elicitation")
                        .has("url"))
                .isTrue();
    }

    private static String retry(String tool, ObjectNode before, String answers) {
        return "{'name':'" + tool + "','arguments':{},'inputResponses':{" + answers + "},'requestState':'"
                + before.path("requestState").asString() + "'}";
    }

    private static String text(ObjectNode result) {
        return result.path("content").path(0).path("text").asString();
    }
}
