package dev.writ.mcp.http;

import static dev.writ.mcp.TestingTools.named;
import static dev.writ.mcp.TestingTools.said;
import static dev.writ.mcp.TestingTools.tool;
import static org.assertj.core.api.Assertions.assertThat;

import dev.writ.mcp.rpc.RpcError;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** The headers of a modern request say what its body says. */
class HeaderRulesTest {
    private static final TestingHttp SERVER = TestingHttp.of(
            named("plain"),
            tool(
                    "typed",
                    "{'type':'object','properties':{'region':{'type':'string','x-mcp-header':'Region'},"
                            + "'count':{'type':'integer','x-mcp-header':'Count'},"
                            + "'dry':{'type':'boolean','x-mcp-header':'Dry'}}}",
                    (arguments, exchange) -> said("ran")));
    private static final String VERSION = "MCP-Protocol-Version: 2026-07-28\n";
    private static final String CALL = VERSION + "Mcp-Method: tools/call\nMcp-Name: typed\n";

    @AfterAll
    static void close() {
        SERVER.close();
    }

    @Test
    void headersThatSayTheSameAreAccepted() throws IOException {
        assertThat(SERVER.modern("tools/call", "plain", "{'name':'plain'}").status())
                .isEqualTo(200);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "Mcp-Method: tools/call\nMcp-Name: plain\n",
                "MCP-Protocol-Version: 2026-07-28\nMcp-Name: plain\n",
                "MCP-Protocol-Version: 2026-07-28\nMcp-Method: tools/call\n",
                "MCP-Protocol-Version: 2025-11-25\nMcp-Method: tools/call\nMcp-Name: plain\n",
                "MCP-Protocol-Version: 2026-07-28\nMcp-Method: tools/list\nMcp-Name: plain\n",
                "MCP-Protocol-Version: 2026-07-28\nMcp-Method: TOOLS/CALL\nMcp-Name: plain\n",
                "MCP-Protocol-Version: 2026-07-28\nMcp-Method: tools/call\nMcp-Name: Plain\n",
                "MCP-Protocol-Version: 2026-07-28\nMcp-Method: tools/call\nMcp-Name: plain\nMcp-Name: plain\n",
                "MCP-Protocol-Version: 2026-07-28\nMcp-Method: tools/call\nMcp-Method: tools/list\nMcp-Name: plain\n",
                "MCP-Protocol-Version: 2026-07-28\nMCP-Protocol-Version: 2026-07-28\nMcp-Method: tools/call\nMcp-Name: plain\n"
            })
    void headersThatAreMissingOrThereTwiceOrSaySomethingElseAreRefused(String headers) throws IOException {
        assertMismatch(SERVER.post(headers, TestingHttp.modernBody("tools/call", "{'name':'plain'}")));
    }

    @Test
    void aNameCanBeEncoded() throws IOException {
        assertThat(SERVER.modern("tools/call", encoded("plain"), "{'name':'plain'}")
                        .status())
                .isEqualTo(200);
        assertMismatch(SERVER.modern("tools/call", encoded("other"), "{'name':'plain'}"));
    }

    @Test
    void theNameOfATaskIsItsId() throws IOException {
        assertMismatch(SERVER.modern("tasks/get", "one", "{'taskId':'other'}"));
        assertThat(SERVER.modern("tasks/get", "one", "{'taskId':'one'}")
                        .json()
                        .path("error")
                        .path("code")
                        .asInt())
                .isEqualTo(RpcError.INVALID_PARAMS);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            value = {
                "'region':'eu'            | Mcp-Param-Region: eu",
                "'region':'eu'            | mcp-param-region: eu",
                "'count':5                | Mcp-Param-Count: 5",
                "'count':5                | Mcp-Param-Count: 5.0",
                "'count':-9007199254740993| Mcp-Param-Count: -9007199254740993",
                "'dry':true               | Mcp-Param-Dry: true",
                "'region':null            | X-None: 1",
            })
    void anArgumentIsRepeatedByItsHeader(String argument, String header) throws IOException {
        assertThat(call(argument, header).status()).isEqualTo(200);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            value = {
                "'region':'eu'            | X-None: 1",
                "'region':'eu'            | Mcp-Param-Region: us",
                "'region':'eu'            | Mcp-Param-Region: EU",
                "'count':5                | Mcp-Param-Count: 6",
                "'count':5                | Mcp-Param-Count: five",
                "'count':9007199254740993 | Mcp-Param-Count: 9007199254740992",
                "'dry':true               | Mcp-Param-Dry: TRUE",
                "'other':1                | Mcp-Param-Region: eu",
                "'region':null            | Mcp-Param-Region: null",
                "'region':{'a':1}         | Mcp-Param-Region: x",
            })
    void anArgumentThatItsHeaderDoesNotRepeatIsRefused(String argument, String header) throws IOException {
        assertMismatch(call(argument, header));
    }

    @Test
    void aHeaderThatIsThereTwiceIsRefused() throws IOException {
        assertMismatch(call("'region':'eu'", "Mcp-Param-Region: eu\nMcp-Param-Region: eu"));
    }

    @Test
    void anyTextCanBeEncoded() throws IOException {
        assertThat(call("'region':'zürich ☕'", "Mcp-Param-Region: " + encoded("zürich ☕"))
                        .status())
                .isEqualTo(200);
        assertThat(call("'region':''", "Mcp-Param-Region: =?base64??=").status())
                .isEqualTo(200);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "=?base64?SGVsbG8?=",
                "=?base64?SGVs!!!bG8=?=",
                "=?base64?/w==?=",
                "=?base64?",
                "=?BASE64?SGVsbG8=?="
            })
    void whatIsEncodedWronglyIsRefused(String header) throws IOException {
        assertMismatch(call("'region':'Hello'", "Mcp-Param-Region: " + header));
    }

    @Test
    void whatOnlyHalfLooksEncodedIsTakenAsItIs() throws IOException {
        assertThat(call("'region':'=?base64?SGVsbG8='", "Mcp-Param-Region: =?base64?SGVsbG8=")
                        .status())
                .isEqualTo(200);
        assertThat(call("'region':'SGVsbG8=?='", "Mcp-Param-Region: SGVsbG8=?=").status())
                .isEqualTo(200);
    }

    private static RawHttp.Answer call(String argument, String header) throws IOException {
        return SERVER.post(
                CALL + header + "\n",
                TestingHttp.modernBody("tools/call", "{'name':'typed','arguments':{" + argument + "}}"));
    }

    private static String encoded(String text) {
        return "=?base64?" + Base64.getEncoder().encodeToString(text.getBytes(StandardCharsets.UTF_8)) + "?=";
    }

    private static void assertMismatch(RawHttp.Answer answer) {
        assertThat(answer.status()).as(answer.body()).isEqualTo(400);
        assertThat(answer.json().path("error").path("code").asInt()).isEqualTo(RpcError.HEADER_MISMATCH);
    }
}
