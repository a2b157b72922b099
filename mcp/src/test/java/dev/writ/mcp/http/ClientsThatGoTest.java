package dev.writ.mcp.http;

import static dev.writ.mcp.TestingTools.said;
import static dev.writ.mcp.TestingTools.tool;
import static org.assertj.core.api.Assertions.assertThat;

import dev.writ.mcp.TestingEngine;
import dev.writ.mcp.engine.Change;
import dev.writ.mcp.server.Access;
import dev.writ.mcp.server.LogLevel;
import dev.writ.mcp.server.Tool;
import java.io.IOException;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.node.StringNode;

/** Clients that go away, cancel, or no longer read or write: none of them holds anything for long. */
class ClientsThatGoTest {
    private static final String CALL = "{'name':'wait'}";
    private static final String ALICE = "Host: localhost\nAuthorization: alice\nContent-Type: application/json\n";

    private final CountDownLatch working = new CountDownLatch(1);
    private final CountDownLatch interrupted = new CountDownLatch(1);
    private final TestingHttp server =
            new TestingHttp(TestingEngine.offer(waiting(), flood(), deaf()), Access.OPEN, TestingHttp.QUICK);

    @AfterEach
    void close() {
        server.close();
    }

    @Test
    void aModernClientThatGoesAwayCancelsItsRequest() throws Exception {
        try (RawHttp client = new RawHttp(server.port())) {
            client.write(modern("tools/call", "wait", CALL));
            assertThat(working.await(10, TimeUnit.SECONDS)).isTrue();
        }
        assertThat(interrupted.await(10, TimeUnit.SECONDS)).isTrue();
    }

    @Test
    void aLegacyClientThatGoesAwayCancelsItsRequest() throws Exception {
        try (RawHttp client = new RawHttp(server.port())) {
            client.write(legacy(server.session("alice"), 5, "wait"));
            assertThat(working.await(10, TimeUnit.SECONDS)).isTrue();
        }
        assertThat(interrupted.await(10, TimeUnit.SECONDS)).isTrue();
    }

    @Test
    void aLegacyClientCancelsByTheIdOfItsRequest() throws Exception {
        String session = server.session("alice");
        try (RawHttp client = new RawHttp(server.port())) {
            client.write(legacy(session, 5, "wait"));
            assertThat(working.await(10, TimeUnit.SECONDS)).isTrue();
            cancel(server.session("alice"), 5);
            cancel(session, 6);
            assertThat(interrupted.getCount()).isEqualTo(1);
            cancel(session, 5);
            assertThat(interrupted.await(10, TimeUnit.SECONDS)).isTrue();
        }
    }

    /** Its answer comes although its thread has been interrupted meanwhile. */
    @Test
    void aToolThatDoesNotHearOfItsCancellationIsAnsweredAllTheSame() throws Exception {
        String session = server.session("alice");
        try (RawHttp client = new RawHttp(server.port())) {
            client.write(legacy(session, 5, "deaf"));
            assertThat(working.await(10, TimeUnit.SECONDS)).isTrue();
            cancel(session, 5);
            assertThat(client.answer().body()).contains("heard nothing");
        }
    }

    @Test
    void aSubscriberThatGoesAwayIsForgotten() throws Exception {
        try (RawHttp client = new RawHttp(server.port())) {
            client.write(modern("subscriptions/listen", "", "{'notifications':{'toolsListChanged':true}}"));
            assertThat(client.head().status()).isEqualTo(200);
            assertThat(client.event()).contains("notifications/subscriptions/acknowledged");
            server.engine.changes().tell(new Change.Tools());
            assertThat(client.event()).contains("notifications/tools/list_changed");
        }
        String session = server.session("alice");
        // The stream of a session can be opened again once the one before has been noticed to be gone.
        try (RawHttp first = stream(session)) {
            assertThat(first.head().status()).isEqualTo(200);
        }
        assertThat(opensAgain(session)).isTrue();
    }

    @Test
    void aClientThatNoLongerReadsIsDroppedAndItsRequestCancelled() throws Exception {
        try (RawHttp client = RawHttp.withSmallWindow(server.port())) {
            client.write(modern(
                    "tools/call", "flood", "{'name':'flood','_meta':{'io.modelcontextprotocol/logLevel':'info'}}"));
            assertThat(interrupted.await(15, TimeUnit.SECONDS)).isTrue();
            assertThat(client.isClosedByServer()).isTrue();
        }
    }

    @Test
    void aClientThatDoesNotFinishItsMessageIsDropped() throws Exception {
        try (RawHttp client = new RawHttp(server.port())) {
            client.write("POST /mcp HTTP/1.1\r\n" + ALICE.replace("\n", "\r\n")
                    + "Content-Length: 1000\r\n\r\n{\"jsonrpc\"");
            assertThat(client.isClosedByServer()).isTrue();
        }
    }

    @Test
    void aClientThatSendsOneByteAfterTheOtherIsDroppedToo() throws Exception {
        try (RawHttp client = new RawHttp(server.port())) {
            client.write("POST /mcp HTTP/1.1\r\n" + ALICE.replace("\n", "\r\n") + "Transfer-Encoding: chunked\r\n\r\n");
            assertThat(dripsUntilDropped(client)).isTrue();
        }
    }

    private static boolean dripsUntilDropped(RawHttp client) {
        long end = System.nanoTime() + TimeUnit.SECONDS.toNanos(15);
        try {
            while (System.nanoTime() < end) {
                client.write("1\r\n \r\n");
                Thread.onSpinWait();
            }
            return false;
        } catch (IOException e) {
            return true;
        }
    }

    private boolean opensAgain(String session) throws IOException {
        long end = System.nanoTime() + TimeUnit.SECONDS.toNanos(10);
        while (System.nanoTime() < end) {
            try (RawHttp again = stream(session)) {
                if (again.head().status() == 200) {
                    return true;
                }
            }
        }
        return false;
    }

    private RawHttp stream(String session) throws IOException {
        RawHttp stream = new RawHttp(server.port());
        stream.write(TestingHttp.request(
                "GET", "Host: localhost\nAuthorization: alice\nMcp-Session-Id: " + session + "\n", ""));
        return stream;
    }

    private void cancel(String session, int id) throws IOException {
        assertThat(server.post(
                                "Mcp-Session-Id: " + session + "\n",
                                "{'jsonrpc':'2.0','method':'notifications/cancelled','params':{'requestId':" + id
                                        + "}}")
                        .status())
                .isEqualTo(202);
    }

    private static String modern(String method, String name, String params) {
        return TestingHttp.request(
                "POST", ALICE + TestingHttp.modernHeaders(method, name), TestingHttp.modernBody(method, params));
    }

    private static String legacy(String session, int id, String tool) {
        return TestingHttp.request(
                "POST",
                ALICE + "Mcp-Session-Id: " + session + "\n",
                "{'jsonrpc':'2.0','id':" + id + ",'method':'tools/call','params':{'name':'" + tool + "'}}");
    }

    private Tool waiting() {
        return tool("wait", (arguments, exchange) -> {
            working.countDown();
            try {
                new CountDownLatch(1).await();
            } catch (InterruptedException e) {
                interrupted.countDown();
                throw e;
            }
            return said("never");
        });
    }

    /** Talks until nobody listens. */
    private Tool flood() {
        return tool("flood", (arguments, exchange) -> {
            StringNode words = StringNode.valueOf("x".repeat(10_000));
            while (!Thread.currentThread().isInterrupted()) {
                exchange.log(LogLevel.INFO, words);
            }
            interrupted.countDown();
            return said("never");
        });
    }

    /** Works on until it has been interrupted, and says that it has not noticed. */
    private Tool deaf() {
        return tool("deaf", (arguments, exchange) -> {
            working.countDown();
            while (!Thread.currentThread().isInterrupted()) {
                Thread.onSpinWait();
            }
            return said("heard nothing");
        });
    }
}
