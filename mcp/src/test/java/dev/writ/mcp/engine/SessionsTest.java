package dev.writ.mcp.engine;

import static dev.writ.mcp.TestingEngine.ALICE;
import static dev.writ.mcp.TestingEngine.BOB;
import static dev.writ.mcp.TestingJson.json;
import static dev.writ.mcp.TestingTools.tool;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.writ.mcp.ClientCapabilities;
import dev.writ.mcp.Revision;
import dev.writ.mcp.TestingClock;
import dev.writ.mcp.TestingEngine;
import dev.writ.mcp.TestingTools;
import dev.writ.mcp.rpc.RpcException;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import tools.jackson.databind.node.ObjectNode;

class SessionsTest {
    private final CountDownLatch working = new CountDownLatch(1);
    private final CountDownLatch finish = new CountDownLatch(1);
    private final TestingEngine server = TestingEngine.of(tool("wait", (arguments, exchange) -> {
        working.countDown();
        finish.await();
        return TestingTools.said("waited");
    }));
    private final Legacy legacy = server.engine.legacy();

    @AfterEach
    void close() {
        server.close();
    }

    @ParameterizedTest
    @CsvSource({
        "2025-03-26,2025-03-26",
        "2025-06-18,2025-06-18",
        "2025-11-25,2025-11-25",
        "2024-11-05,2025-11-25",
        "2026-07-28,2025-11-25",
        "nonsense,2025-11-25"
    })
    void aClientGetsTheRevisionItAsksForWhereThatIsSpoken(String asked, String given) {
        Session session =
                legacy.beginKept(server.request("initialize", json("{'protocolVersion':'" + asked + "'}")), ALICE);
        assertThat(session.revision())
                .isEqualTo(Revision.of(Revision.Era.LEGACY, given).orElseThrow());
        assertThat(legacy.greeting(session).path("protocolVersion").asString()).isEqualTo(given);
    }

    @Test
    void aSessionIsFoundByItsOwnerAlone() {
        Session session = server.session(ALICE, "{}");
        assertThat(legacy.session(session.id(), ALICE)).contains(session);
        assertThat(legacy.session(session.id(), BOB)).isEmpty();
        assertThat(legacy.session("unknown", ALICE)).isEmpty();
    }

    @Test
    void twoSessionsHaveTwoIds() {
        assertThat(server.session(ALICE, "{}").id())
                .isNotEqualTo(server.session(ALICE, "{}").id());
    }

    @Test
    void anUnusedSessionEndsAfterHalfAnHour() {
        Session session = server.session(ALICE, "{}");
        server.clock.advance(Duration.ofMinutes(29));
        legacy.endIdleSessions();
        assertThat(legacy.session(session.id(), ALICE)).isPresent();
        server.clock.advance(Duration.ofMinutes(31));
        legacy.endIdleSessions();
        assertThat(legacy.session(session.id(), ALICE)).isEmpty();
        assertThat(legacy.sessionCount()).isZero();
    }

    @Test
    void whatIsUsedGoesOn() {
        Session session = server.session(ALICE, "{}");
        for (int use = 0; use < 4; use++) {
            server.clock.advance(Duration.ofMinutes(20));
            assertThat(legacy.session(session.id(), ALICE)).isPresent();
            legacy.endIdleSessions();
        }
        assertThat(legacy.sessionCount()).isEqualTo(1);
    }

    @Test
    void aSessionWithAnOpenStreamIsInUse() {
        Session session = server.session(ALICE, "{}");
        try (SessionStream stream = legacy.stream(session).orElseThrow()) {
            server.clock.advance(Duration.ofHours(2));
            legacy.endIdleSessions();
            assertThat(legacy.sessionCount()).isEqualTo(1);
            assertThat(stream).isNotNull();
        }
        server.clock.advance(Duration.ofMinutes(31));
        legacy.endIdleSessions();
        assertThat(legacy.sessionCount()).isZero();
    }

    @Test
    void aSessionThatStillWorksOnSomethingIsInUse() throws Exception {
        Session session = server.session(ALICE, "{}");
        CompletableFuture<ObjectNode> answer = call(session);
        assertThat(working.await(10, TimeUnit.SECONDS)).isTrue();
        server.clock.advance(Duration.ofHours(2));
        legacy.endIdleSessions();
        finish.countDown();
        assertThat(answer.get(10, TimeUnit.SECONDS).path("isError").asBoolean()).isFalse();
        legacy.endIdleSessions();
        assertThat(legacy.sessionCount()).isEqualTo(1);
    }

    @Test
    void endingASessionCancelsWhatItWorksOn() throws Exception {
        Session session = server.session(ALICE, "{}");
        CompletableFuture<ObjectNode> answer = call(session);
        assertThat(working.await(10, TimeUnit.SECONDS)).isTrue();
        legacy.end(session);
        assertThatThrownBy(() -> answer.get(10, TimeUnit.SECONDS)).hasRootCauseInstanceOf(InterruptedException.class);
    }

    @Test
    void endingASessionEndsItsStream() throws Exception {
        Session session = server.session(ALICE, "{}");
        SessionStream stream = legacy.stream(session).orElseThrow();
        CompletableFuture<Void> following = CompletableFuture.runAsync(() -> follow(stream));
        legacy.end(session);
        following.get(10, TimeUnit.SECONDS);
        assertThat(legacy.stream(session)).isEmpty();
    }

    @Test
    void aSessionHasOneStreamAtATime() {
        Session session = server.session(ALICE, "{}");
        SessionStream first = legacy.stream(session).orElseThrow();
        assertThat(legacy.stream(session)).isEmpty();
        first.close();
        assertThat(legacy.stream(session)).isPresent();
    }

    @Test
    void thereIsALimitToSessionsAndIdleOnesMakeRoom() {
        TestingClock clock = new TestingClock();
        Sessions few = new Sessions(2, clock);
        few.add(session("a", clock));
        few.add(session("b", clock));
        assertThatThrownBy(() -> few.add(session("c", clock)))
                .isInstanceOfSatisfying(
                        RpcException.class,
                        refusal -> assertThat(refusal.httpStatus()).isEqualTo(503));
        clock.advance(Duration.ofMinutes(31));
        few.add(session("d", clock));
        assertThat(few.size()).isEqualTo(1);
    }

    @Test
    void whatAClientDeclaresIsKeptAsFarAsItIsUnderstood() {
        ClientCapabilities kept = ClientCapabilities.of(
                json("{'sampling':{'x':'" + "y".repeat(10_000) + "'},'elicitation':{},'junk':[1,2,3]}"));
        assertThat(kept.json().toString()).hasSizeLessThan(100);
        assertThat(kept.has(ClientCapabilities.Capability.SAMPLING)).isTrue();
        assertThat(kept.has(ClientCapabilities.Capability.ELICITATION_FORM)).isTrue();
        assertThat(kept.has(ClientCapabilities.Capability.ELICITATION_URL)).isFalse();
        assertThat(kept.has(ClientCapabilities.Capability.ROOTS)).isFalse();
    }

    @Test
    void aRequestWithTheIdOfAnOpenOneIsRefused() throws Exception {
        Session session = server.session(ALICE, "{}");
        var request = server.request("tools/call", json("{'name':'wait'}"));
        CompletableFuture<ObjectNode> first = CompletableFuture.supplyAsync(() -> answer(session, request));
        assertThat(working.await(10, TimeUnit.SECONDS)).isTrue();
        assertThatThrownBy(() -> legacy.answer(session, request, message -> {}))
                .hasMessage("A request with this id is still being worked on.");
        finish.countDown();
        first.get(10, TimeUnit.SECONDS);
    }

    private CompletableFuture<ObjectNode> call(Session session) {
        return CompletableFuture.supplyAsync(
                () -> answer(session, server.request("tools/call", json("{'name':'wait'}"))));
    }

    private ObjectNode answer(Session session, dev.writ.mcp.rpc.Message.Request request) {
        try {
            return legacy.answer(session, request, message -> {});
        } catch (InterruptedException e) {
            throw new IllegalStateException(e);
        }
    }

    private static void follow(SessionStream stream) {
        try (stream) {
            stream.follow(message -> {});
        } catch (InterruptedException e) {
            throw new IllegalStateException(e);
        }
    }

    private static Session session(String id, TestingClock clock) {
        return new Session(id, ALICE, Revision.V2025_11_25, ClientCapabilities.NONE, clock.instant());
    }
}
