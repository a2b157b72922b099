package dev.writ.mcp.http;

import static dev.writ.mcp.TestingEngine.ALICE;
import static dev.writ.mcp.TestingTools.named;
import static org.assertj.core.api.Assertions.assertThat;

import dev.writ.mcp.TestingAccess;
import dev.writ.mcp.TestingEngine;
import dev.writ.mcp.rpc.RpcError;
import dev.writ.mcp.server.ToolResult;
import java.io.IOException;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Who gets in at all, and with what. */
class AdmissionTest {
    private static final TestingHttp SERVER = new TestingHttp(
            TestingEngine.offer(named("read"), named("write")),
            new TestingAccess().shows(ALICE, "read", "write").denies("write"),
            Patience.USUAL);
    private static final String JSON = "Authorization: alice\nContent-Type: application/json\n";

    @AfterAll
    static void close() {
        SERVER.close();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "Host: evil.example\n",
                "Host: localhost.evil.example\n",
                "Host: 127.0.0.1.evil.example:80\n",
                "Host: localhost\nOrigin: http://evil.example\n",
                "Host: localhost\nOrigin: null\n",
                "Host: localhost\nOrigin: http://localhost@evil.example\n",
                "Host: localhost\nOrigin: http://localhost/path\n",
                "Host: localhost\nOrigin: file://localhost\n",
                "Host: localhost\nOrigin: http://localhost\nOrigin: http://localhost\n"
            })
    void aPageOfAnotherHostDoesNotGetIn(String headers) throws IOException {
        for (String method : new String[] {"POST", "GET", "DELETE"}) {
            assertThat(SERVER.send(method, headers + JSON, "{}").status())
                    .as(method)
                    .isEqualTo(403);
        }
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "Host: localhost\n",
                "Host: LOCALHOST:8080\n",
                "Host: 127.0.0.1:1\n",
                "Host: [::1]:8080\n",
                "Host: localhost\nOrigin: http://localhost:3000\n",
                "Host: localhost\nOrigin: https://127.0.0.1\n"
            })
    void theMachineItselfGetsIn(String headers) throws IOException {
        String body = TestingHttp.modernBody("server/discover", "{}");
        assertThat(SERVER.send("POST", headers + JSON + TestingHttp.modernHeaders("server/discover", ""), body)
                        .status())
                .isEqualTo(200);
    }

    @Test
    void nobodyIsToldHowToBecomeSomebody() throws IOException {
        RawHttp.Answer answer = SERVER.send("POST", "Host: localhost\nContent-Type: application/json\n", "{}");
        assertThat(answer.status()).isEqualTo(401);
        assertThat(answer.header("WWW-Authenticate")).isEqualTo("Bearer resource_metadata=\"http://localhost/meta\"");
    }

    @Test
    void whoeverMayNotComeInIsToldSoAndWhatWouldHelp() throws IOException {
        RawHttp.Answer answer = asking("barred");
        assertThat(answer.status()).isEqualTo(403);
        assertThat(answer.header("WWW-Authenticate")).isEqualTo("Bearer scope=\"more\"");
        assertThat(answer.body()).contains("Not you.");
    }

    @Test
    void whyItCannotBeToldNowWhoItIsIsSaid() throws IOException {
        RawHttp.Answer answer = asking("unknowable");
        assertThat(answer.status()).isEqualTo(503);
        assertThat(answer.body()).contains("Nobody can tell now.");
    }

    private static RawHttp.Answer asking(String name) throws IOException {
        String headers = "Host: localhost\nAuthorization: " + name + "\nContent-Type: application/json\n";
        return SERVER.send("POST", headers, TestingHttp.modernBody("tools/list", "{}"));
    }

    @Test
    void nobodyGetsInWhereItCannotBeToldWhoItIs() throws IOException {
        String headers = "Host: localhost\nAuthorization: broken\nContent-Type: application/json\n";
        RawHttp.Answer answer = SERVER.send("POST", headers, TestingHttp.modernBody("tools/list", "{}"));
        assertThat(answer.status()).isEqualTo(503);
        assertThat(answer.body()).doesNotContain("key store", "Exception");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {"text/plain", "application/jsonx", "application/json, text/plain", "multipart/form-data", ""})
    void anotherContentTypeIsRefused(String type) throws IOException {
        String headers =
                "Host: localhost\nAuthorization: alice\n" + (type.isEmpty() ? "" : "Content-Type: " + type + "\n");
        assertThat(SERVER.send("POST", headers, "{}").status()).isEqualTo(415);
    }

    @Test
    void anotherMethodIsNotAllowed() throws IOException {
        RawHttp.Answer answer = SERVER.send("PUT", "Host: localhost\n" + JSON, "{}");
        assertThat(answer.status()).isEqualTo(405);
        assertThat(answer.header("Allow")).isEqualTo("POST, GET, DELETE");
    }

    @Test
    void aDeniedCallIsChallengedForTheScopeItNeeds() throws IOException {
        RawHttp.Answer answer = SERVER.modern("tools/call", "write", "{'name':'write'}");
        assertThat(answer.status()).isEqualTo(403);
        assertThat(answer.header("WWW-Authenticate"))
                .isEqualTo("Bearer error=\"insufficient_scope\", scope=\"use:write\"");
        assertThat(answer.json().path("error").path("data").path("rule").asString())
                .isEqualTo("no grant");
    }

    @Test
    void inALegacySessionADeniedCallIsAFailureOfTheTool() throws IOException {
        RawHttp.Answer answer = SERVER.post(
                "Mcp-Session-Id: " + SERVER.session("alice") + "\n",
                "{'jsonrpc':'2.0','id':1,'method':'tools/call','params':{'name':'write'}}");
        assertThat(answer.status()).isEqualTo(200);
        assertThat(answer.header("WWW-Authenticate")).isEmpty();
        assertThat(answer.json()
                        .path("result")
                        .path("_meta")
                        .path(ToolResult.DETAILS)
                        .path("rule")
                        .asString())
                .isEqualTo("no grant");
    }

    @Test
    void anUnseenToolIsAnsweredLikeAnUnknownOne() throws IOException {
        RawHttp.Answer unseen = asBob("write");
        RawHttp.Answer unknown = asBob("wrote");
        assertThat(unseen.status()).isEqualTo(unknown.status());
        assertThat(unseen.body().replace("write", "?")).isEqualTo(unknown.body().replace("wrote", "?"));
    }

    @Test
    void aModernMethodThatDoesNotExistIsNotFound() throws IOException {
        RawHttp.Answer answer = SERVER.modern("initialize", "", "{}");
        assertThat(answer.status()).isEqualTo(404);
        assertThat(answer.json().path("error").path("code").asInt()).isEqualTo(RpcError.METHOD_NOT_FOUND);
    }

    @ParameterizedTest
    @ValueSource(strings = {"2025-11-25", "2027-01-01"})
    void aVersionThatIsNotSpokenIsRefusedWithThoseThatAre(String version) throws IOException {
        RawHttp.Answer answer = SERVER.post(
                "MCP-Protocol-Version: " + version + "\nMcp-Method: tools/list\n",
                TestingHttp.modernBody("tools/list", "{}").replace("2026-07-28", version));
        assertThat(answer.status()).isEqualTo(400);
        assertThat(answer.json().path("error").path("code").asInt()).isEqualTo(RpcError.UNSUPPORTED_VERSION);
        assertThat(answer.json().path("error").path("data").path("supported").toString())
                .isEqualTo("[\"2026-07-28\"]");
    }

    private static RawHttp.Answer asBob(String tool) throws IOException {
        return SERVER.send(
                "POST",
                "Host: localhost\nAuthorization: bob\nContent-Type: application/json\n"
                        + TestingHttp.modernHeaders("tools/call", tool),
                TestingHttp.modernBody("tools/call", "{'name':'" + tool + "'}"));
    }
}
