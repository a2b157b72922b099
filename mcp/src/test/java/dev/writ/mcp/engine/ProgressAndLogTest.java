package dev.writ.mcp.engine;

import static dev.writ.mcp.TestingEngine.ALICE;
import static dev.writ.mcp.TestingEngine.ALL;
import static dev.writ.mcp.TestingTools.said;
import static dev.writ.mcp.TestingTools.tool;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.writ.mcp.Heard;
import dev.writ.mcp.TestingEngine;
import dev.writ.mcp.server.LogLevel;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.node.ObjectNode;
import tools.jackson.databind.node.StringNode;

class ProgressAndLogTest {
    private final TestingEngine server = TestingEngine.of(tool("work", (arguments, exchange) -> {
        exchange.progress(1, 2, "half");
        exchange.log(LogLevel.DEBUG, StringNode.valueOf("detail"));
        exchange.log(LogLevel.WARNING, StringNode.valueOf("careful"));
        exchange.progress(2, 2, "all");
        return said("done");
    }));
    private final Heard heard = new Heard();

    @AfterEach
    void close() {
        server.close();
    }

    @Test
    void progressIsToldUnderTheClientsToken() throws InterruptedException {
        modern("{'name':'work','_meta':{'progressToken':'t1'}}");
        ObjectNode first = heard.next("notifications/progress");
        assertThat(first.path("progressToken").asString()).isEqualTo("t1");
        assertThat(first.path("progress").asDouble()).isEqualTo(1);
        assertThat(first.path("total").asDouble()).isEqualTo(2);
        assertThat(first.path("message").asString()).isEqualTo("half");
        assertThat(heard.next("notifications/progress").path("progress").asDouble())
                .isEqualTo(2);
    }

    @Test
    void aTotalThatIsNotKnownIsNotTold() throws InterruptedException {
        try (TestingEngine endless = TestingEngine.of(tool("work", (arguments, exchange) -> {
            exchange.progress(1, 0, exchange.wantsProgress() ? "wanted" : "not wanted");
            return said("done");
        }))) {
            endless.modern(ALICE, ALL, "tools/call", "{'name':'work','_meta':{'progressToken':'t1'}}", heard);
            ObjectNode told = heard.next("notifications/progress");
            assertThat(told.has("total")).isFalse();
            assertThat(told.path("message").asString()).isEqualTo("wanted");
        }
    }

    @Test
    void aTokenCanBeAWholeNumberAndNothingElse() throws InterruptedException {
        modern("{'name':'work','_meta':{'progressToken':7}}");
        assertThat(heard.next("notifications/progress").path("progressToken").asInt())
                .isEqualTo(7);
        for (String token : new String[] {"1.5", "null", "{}", "true"}) {
            Heard nothing = new Heard();
            server.modern(ALICE, ALL, "tools/call", "{'name':'work','_meta':{'progressToken':" + token + "}}", nothing);
            assertThat(nothing.all()).isEmpty();
        }
    }

    @Test
    void whoAsksForNothingHearsNothing() throws InterruptedException {
        modern("{'name':'work'}");
        assertThat(heard.all()).isEmpty();
    }

    @Test
    void aModernClientHearsLogMessagesFromTheLevelItNames() throws InterruptedException {
        modern("{'name':'work','_meta':{'io.modelcontextprotocol/logLevel':'info'}}");
        assertThat(heard.next("notifications/message").path("data").asString()).isEqualTo("careful");
        assertThat(heard.all()).hasSize(1);
    }

    @Test
    void aLegacyClientChoosesTheLevelForItsSession() throws InterruptedException {
        Session session = server.session(ALICE, "{}");
        server.legacy(session, "logging/setLevel", "{'level':'error'}");
        server.legacy(session, "tools/call", "{'name':'work'}", heard);
        assertThat(heard.all()).isEmpty();
        server.legacy(session, "logging/setLevel", "{'level':'debug'}");
        server.legacy(session, "tools/call", "{'name':'work'}", heard);
        assertThat(heard.all()).hasSize(2);
    }

    @Test
    void aLevelThatDoesNotExistIsRefused() {
        Session session = server.session(ALICE, "{}");
        assertThatThrownBy(() -> server.legacy(session, "logging/setLevel", "{'level':'loud'}"))
                .hasMessage("There is no such log level.");
    }

    private void modern(String params) throws InterruptedException {
        server.modern(ALICE, ALL, "tools/call", params, heard);
    }
}
