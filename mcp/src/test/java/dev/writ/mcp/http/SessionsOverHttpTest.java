package dev.writ.mcp.http;

import static dev.writ.mcp.TestingTools.named;
import static org.assertj.core.api.Assertions.assertThat;

import dev.writ.mcp.engine.Change;
import dev.writ.mcp.rpc.RpcError;
import java.io.IOException;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Sessions of the legacy era and their streams. */
class SessionsOverHttpTest {
    private static final String LIST = "{'jsonrpc':'2.0','id':1,'method':'tools/list'}";

    private final TestingHttp server = TestingHttp.of(named("a"));
    private String session = "";

    @BeforeEach
    void begin() throws IOException {
        session = server.session("alice");
    }

    @AfterEach
    void close() {
        server.close();
    }

    @Test
    void aSessionIsUsedByItsId() throws IOException {
        assertThat(server.post(id(session), LIST).status()).isEqualTo(200);
    }

    @Test
    void theSessionOfAnotherIsAnsweredLikeAnUnknownOne() throws IOException {
        for (String method : new String[] {"POST", "GET", "DELETE"}) {
            RawHttp.Answer foreign = as("bob", method, session);
            RawHttp.Answer unknown = as("bob", method, "no-such-session");
            assertThat(foreign.status()).isEqualTo(404);
            assertThat(foreign.body()).isEqualTo(unknown.body());
        }
        assertThat(server.post(id(session), LIST).status()).isEqualTo(200);
    }

    @Test
    void anIdThatIsThereTwiceIsRefused() throws IOException {
        assertThat(server.post(id(session) + id(session), LIST).status()).isEqualTo(400);
    }

    @Test
    void anotherRevisionThanTheOneAgreedUponIsRefused() throws IOException {
        assertThat(server.post(id(session) + "MCP-Protocol-Version: 2020-01-01\n", LIST)
                        .status())
                .isEqualTo(400);
        assertThat(server.post(id(session) + "MCP-Protocol-Version: 2025-11-25\n", LIST)
                        .status())
                .isEqualTo(200);
    }

    /** For a client of this era, 404 means that the session is lost. */
    @Test
    void anUnknownMethodDoesNotLookLikeALostSession() throws IOException {
        RawHttp.Answer answer = server.post(id(session), LIST.replace("tools/list", "tasks/list"));
        assertThat(answer.status()).isEqualTo(200);
        assertThat(answer.json().path("error").path("code").asInt()).isEqualTo(RpcError.METHOD_NOT_FOUND);
    }

    @Test
    void aDeletedSessionIsGoneAndSoIsItsStream() throws IOException {
        try (RawHttp stream = stream()) {
            assertThat(as("alice", "DELETE", session).status()).isEqualTo(204);
            assertThat(stream.event()).isEmpty();
        }
        assertThat(server.post(id(session), LIST).status()).isEqualTo(404);
        assertThat(as("alice", "DELETE", session).status()).isEqualTo(404);
    }

    @Test
    void aStreamTellsWhatHasChanged() throws IOException {
        try (RawHttp stream = stream()) {
            server.engine.changes().tell(new Change.Tools());
            assertThat(stream.event()).contains("notifications/tools/list_changed");
        }
    }

    @Test
    void aSecondStreamIsAConflict() throws IOException {
        try (RawHttp stream = stream()) {
            assertThat(as("alice", "GET", session).status()).isEqualTo(409);
            server.engine.changes().tell(new Change.Prompts());
            assertThat(stream.event()).contains("notifications/prompts/list_changed");
        }
    }

    @Test
    void aStreamBelongsToASession() throws IOException {
        RawHttp.Answer answer = server.send("GET", "Host: localhost\nAuthorization: alice\n", "");
        assertThat(answer.status()).isEqualTo(405);
    }

    @Test
    void anAnswerBelongsToASession() throws IOException {
        assertThat(server.post("", "{'jsonrpc':'2.0','id':'q1','result':{}}").status())
                .isEqualTo(400);
        assertThat(server.post(id(session), "{'jsonrpc':'2.0','id':'q1','result':{}}")
                        .status())
                .isEqualTo(202);
    }

    private RawHttp stream() throws IOException {
        RawHttp stream = new RawHttp(server.port());
        stream.write(TestingHttp.request("GET", "Host: localhost\nAuthorization: alice\n" + id(session), ""));
        assertThat(stream.head().status()).isEqualTo(200);
        return stream;
    }

    private RawHttp.Answer as(String caller, String method, String id) throws IOException {
        String headers = "Host: localhost\nAuthorization: " + caller + "\nContent-Type: application/json\n" + id(id);
        return server.send(method, headers, method.equals("POST") ? LIST : "");
    }

    private static String id(String session) {
        return "Mcp-Session-Id: " + session + "\n";
    }
}
