package dev.writ.mcp.http;

import static dev.writ.mcp.TestingTools.named;
import static org.assertj.core.api.Assertions.assertThat;

import dev.writ.mcp.rpc.RpcError;
import java.io.IOException;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What is wrong with a message before it is known of which era it is. */
class MessagesOverHttpTest {
    private static final TestingHttp SERVER = TestingHttp.of(named("a"));

    @AfterAll
    static void close() {
        SERVER.close();
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "{'jsonrpc':                                       | -32700",
                "{'jsonrpc':'2.0','jsonrpc':'2.0'}                 | -32700",
                "[]                                                | -32600",
                "[{'jsonrpc':'2.0','id':1,'method':'ping'}]        | -32600",
                "{'jsonrpc':'2.0','id':null,'method':'ping'}       | -32600",
                "{'jsonrpc':'2.0','id':1.5,'method':'ping'}        | -32600",
                "{'jsonrpc':'2.0','id':1}                          | -32600",
                "5                                                 | -32600",
            })
    void aMessageThatCannotBeReadIsABadRequest(String body, int code) throws IOException {
        for (String session : new String[] {"", "Mcp-Session-Id: " + SERVER.session("alice") + "\n"}) {
            RawHttp.Answer answer = SERVER.post(session, body);
            assertThat(answer.status()).isEqualTo(400);
            assertThat(answer.json().path("error").path("code").asInt()).isEqualTo(code);
        }
    }

    @Test
    void anErrorHasTheIdOfItsMessageWhereThatIsKnown() throws IOException {
        assertThat(SERVER.post("", "{'jsonrpc':'2.0','id':9,'method':1}")
                        .json()
                        .path("id")
                        .asInt())
                .isEqualTo(9);
        assertThat(SERVER.post("", "{'jsonrpc':").json().has("id")).isFalse();
    }

    @Test
    void aMessageWithoutSessionAndMetadataIsToldWhatItLacks() throws IOException {
        RawHttp.Answer answer = SERVER.post("", "{'jsonrpc':'2.0','id':1,'method':'tools/list'}");
        assertThat(answer.status()).isEqualTo(400);
        assertThat(answer.body()).contains("Mcp-Session-Id", "2026-07-28");
    }

    @Test
    void aNotificationIsTakenInWithoutAnAnswer() throws IOException {
        RawHttp.Answer answer = SERVER.post("", "{'jsonrpc':'2.0','method':'notifications/whatever'}");
        assertThat(answer.status()).isEqualTo(202);
        assertThat(answer.body()).isEmpty();
    }

    @Test
    void whatAClientDoesNotSayOfItselfIsMissed() throws IOException {
        RawHttp.Answer answer = SERVER.post(
                TestingHttp.modernHeaders("tools/list", ""),
                "{'jsonrpc':'2.0','id':1,'method':'tools/list','params':{'_meta':{"
                        + "'io.modelcontextprotocol/protocolVersion':'2026-07-28'}}}");
        assertThat(answer.status()).isEqualTo(400);
        assertThat(answer.json().path("error").path("code").asInt()).isEqualTo(RpcError.INVALID_PARAMS);
    }

    @Test
    void aMessageOfFourMebibytesIsReadAndALargerOneRefused() throws IOException {
        String filler = "x".repeat((4 << 20) - 500);
        assertThat(SERVER.modern("server/discover", "", "{'filler':'" + filler + "'}")
                        .status())
                .isEqualTo(200);
        RawHttp.Answer answer = SERVER.modern("server/discover", "", "{'filler':'" + "x".repeat(9 << 20) + "'}");
        assertThat(answer.status()).isEqualTo(413);
        assertThat(answer.body()).contains("4194304 bytes");
    }

    @Test
    void theServerGoesOnAfterAnyOfThem() throws IOException {
        assertThat(SERVER.modern("tools/call", "a", "{'name':'a'}")
                        .json()
                        .path("result")
                        .path("isError")
                        .asBoolean())
                .isFalse();
    }
}
