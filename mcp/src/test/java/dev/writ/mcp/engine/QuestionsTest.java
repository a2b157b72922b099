package dev.writ.mcp.engine;

import static dev.writ.mcp.TestingEngine.ALICE;
import static dev.writ.mcp.TestingJson.bytes;
import static dev.writ.mcp.TestingTools.form;
import static dev.writ.mcp.TestingTools.said;
import static dev.writ.mcp.TestingTools.tool;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.writ.mcp.Background;
import dev.writ.mcp.Heard;
import dev.writ.mcp.TestingEngine;
import dev.writ.mcp.rpc.Message;
import dev.writ.mcp.rpc.RequestId;
import dev.writ.mcp.server.InputRequest;
import dev.writ.mcp.server.Outcome;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/** What a request needs is asked of a legacy client while the request is open. */
class QuestionsTest {
    private final TestingEngine server = TestingEngine.of(
            tool(
                    "name",
                    (arguments, exchange) -> exchange.answers()
                            .get("who")
                            .map(answer -> said(answer.path("action").asString() + " "
                                    + answer.path("content").path("name").asString("")))
                            .orElseGet(() -> Outcome.ask("who", InputRequest.form("Who?", form("name"))))),
            tool(
                    "roots",
                    (arguments, exchange) -> exchange.answers()
                            .get("roots")
                            .map(answer -> said(answer.path("roots").size() + " roots"))
                            .orElseGet(() -> Outcome.ask("roots", InputRequest.roots()))));
    private final Heard heard = new Heard();

    @AfterEach
    void close() {
        server.close();
    }

    @Test
    void theClientIsAskedAndItsAnswerGoesToTheTool() throws Exception {
        Session session = server.session(ALICE, TestingEngine.ALL);
        Background<ObjectNode> call = call(session, "name");
        ObjectNode question = heard.next();
        assertThat(question.path("method").asString()).isEqualTo("elicitation/create");
        assertThat(question.path("params").path("message").asString()).isEqualTo("Who?");
        answer(session, question, "'result':{'action':'accept','content':{'name':'Ann'}}");
        assertThat(text(call)).isEqualTo("accept Ann");
    }

    @Test
    void aPersonWhoDeclinesIsHeardToo() throws Exception {
        Session session = server.session(ALICE, TestingEngine.ALL);
        Background<ObjectNode> call = call(session, "name");
        answer(session, heard.next(), "'result':{'action':'decline'}");
        assertThat(text(call)).isEqualTo("decline ");
    }

    @Test
    void anAnswerThatDoesNotFitIsAskedForAgainUnderANewId() throws Exception {
        Session session = server.session(ALICE, TestingEngine.ALL);
        Background<ObjectNode> call = call(session, "name");
        ObjectNode first = heard.next();
        answer(session, first, "'result':{'action':'accept','content':{'name':7}}");
        ObjectNode second = heard.next();
        assertThat(second.get("id")).isNotEqualTo(first.get("id"));
        answer(session, second, "'result':{'action':'accept','content':{'name':'Ann'}}");
        assertThat(text(call)).isEqualTo("accept Ann");
    }

    @Test
    void aClientThatNeverAnswersAsItShouldIsAskedTwentyTimes() throws Exception {
        Session session = server.session(ALICE, TestingEngine.ALL);
        Background<ObjectNode> call = call(session, "name");
        for (int round = 0; round < 20; round++) {
            answer(session, heard.next(), "'result':{'action':'perhaps'}");
        }
        ObjectNode result = call.result();
        assertThat(result.path("isError").asBoolean()).isTrue();
        assertThat(text(call)).isEqualTo("The client gave no answer that can be used.");
        assertThat(heard.all()).hasSize(20);
    }

    @Test
    void anErrorOfTheClientIsAFailureOfTheTool() throws Exception {
        Session session = server.session(ALICE, TestingEngine.ALL);
        Background<ObjectNode> call = call(session, "roots");
        answer(session, heard.next(), "'error':{'code':-1,'message':'no'}");
        assertThat(call.result().path("isError").asBoolean()).isTrue();
        assertThat(text(call)).isEqualTo("The client answered with an error.");
    }

    @Test
    void aClientThatCannotBeAskedIsNotAsked() throws Exception {
        Session session = server.session(ALICE, "{}");
        Background<ObjectNode> call = call(session, "name");
        assertThat(text(call)).startsWith("The client cannot be asked");
        assertThat(heard.all()).isEmpty();
    }

    @Test
    void answersToWhatNobodyAskedAreDropped() throws Exception {
        Session session = server.session(ALICE, TestingEngine.ALL);
        Background<ObjectNode> call = call(session, "name");
        ObjectNode question = heard.next();
        session.answered(new Message.Response(
                RequestId.of("q999"), java.util.Optional.of(question), java.util.Optional.empty()));
        session.answered(
                new Message.Response(RequestId.of(1), java.util.Optional.of(question), java.util.Optional.empty()));
        answer(session, question, "'result':{'action':'cancel'}");
        answer(session, question, "'result':{'action':'accept','content':{'name':'late'}}");
        assertThat(text(call)).isEqualTo("cancel ");
    }

    @Test
    void aSessionAnswersItsOwnQuestionsAlone() throws Exception {
        Session session = server.session(ALICE, TestingEngine.ALL);
        Session other = server.session(ALICE, TestingEngine.ALL);
        Background<ObjectNode> call = call(session, "name");
        ObjectNode question = heard.next();
        answer(other, question, "'result':{'action':'accept','content':{'name':'Eve'}}");
        answer(session, question, "'result':{'action':'accept','content':{'name':'Ann'}}");
        assertThat(text(call)).isEqualTo("accept Ann");
    }

    @Test
    void aCallThatIsCancelledWhileItAsksEnds() throws Exception {
        Session session = server.session(ALICE, TestingEngine.ALL);
        Background<ObjectNode> call = call(session, "name");
        heard.next();
        server.engine.legacy().end(session);
        assertThatThrownBy(call::result).hasCauseInstanceOf(InterruptedException.class);
    }

    private Background<ObjectNode> call(Session session, String tool) {
        return Background.start(() -> server.legacy(session, "tools/call", "{'name':'" + tool + "'}", heard));
    }

    private void answer(Session session, ObjectNode question, String outcome) {
        String id = question.path("id").toString();
        Message message = Message.read(bytes("{'jsonrpc':'2.0','id':" + id + "," + outcome + "}"));
        server.engine.legacy().answered(session, (Message.Response) message);
    }

    private static String text(Background<ObjectNode> call) throws Exception {
        JsonNode content = call.result().path("content");
        return content.path(0).path("text").asString();
    }
}
