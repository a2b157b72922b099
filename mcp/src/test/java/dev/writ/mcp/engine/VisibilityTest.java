package dev.writ.mcp.engine;

import static dev.writ.mcp.TestingEngine.ALICE;
import static dev.writ.mcp.TestingEngine.BOB;
import static dev.writ.mcp.TestingTools.named;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import dev.writ.mcp.TestingAccess;
import dev.writ.mcp.TestingEngine;
import dev.writ.mcp.TestingTools;
import dev.writ.mcp.rpc.RpcError;
import dev.writ.mcp.rpc.RpcException;
import dev.writ.mcp.server.InsufficientScope;
import dev.writ.mcp.server.Offer;
import dev.writ.mcp.server.Outcome;
import dev.writ.mcp.server.Prompt;
import dev.writ.mcp.server.ResourceTemplate;
import dev.writ.mcp.server.ToolResult;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

class VisibilityTest {
    private static final ResourceTemplate TEMPLATE = new ResourceTemplate(
            "note://{id}", "note", "Note", "A note", "text/plain", (uri, exchange) -> Outcome.done(List.of()));

    private final TestingAccess access = new TestingAccess();
    private final TestingEngine server = new TestingEngine(
            new Offer.Fixed(
                    List.of(named("read"), named("write")),
                    List.of(TestingTools.resource("file://a"), TestingTools.resource("file://b")),
                    List.of(TEMPLATE),
                    List.of(prompt("plan"), prompt("review"))),
            access);

    @AfterEach
    void close() {
        server.close();
    }

    @ParameterizedTest
    @CsvSource({
        "tools/list,tools,name,read",
        "resources/list,resources,uri,file://a",
        "resources/templates/list,resourceTemplates,uriTemplate,note://{id}",
        "prompts/list,prompts,name,plan"
    })
    void listsHoldWhatTheCallerMaySeeAlone(String method, String list, String key, String seen)
            throws InterruptedException {
        access.shows(ALICE, seen);
        assertThat(keys(server.modern(ALICE, method, "{}"), list, key)).containsExactly(seen);
        assertThat(keys(server.modern(BOB, method, "{}"), list, key)).isEmpty();
    }

    @Test
    void bothErasSeeTheSame() throws InterruptedException {
        access.shows(ALICE, "read");
        ObjectNode legacy = server.legacy(server.session(ALICE, "{}"), "tools/list", "{}");
        assertThat(keys(legacy, "tools", "name")).containsExactly("read");
    }

    @Test
    void whatIsNoLongerSeenCanNoLongerBeCalledInTheSameSession() throws InterruptedException {
        access.shows(ALICE, "read");
        Session session = server.session(ALICE, "{}");
        assertThat(server.legacy(session, "tools/call", "{'name':'read'}")
                        .path("isError")
                        .asBoolean())
                .isFalse();
        access.hides(ALICE, "read");
        assertThatThrownBy(() -> server.legacy(session, "tools/call", "{'name':'read'}"))
                .hasMessage("There is no tool 'read'.");
    }

    /** Byte for byte, once the name itself is taken out. */
    @ParameterizedTest
    @CsvSource({
        "tools/call,{'name':'NAME'},write,wrote",
        "prompts/get,{'name':'NAME'},review,revise",
        "resources/read,{'uri':'NAME'},file://b,file://c"
    })
    void theUnseenIsAnsweredLikeTheUnknown(String method, String params, String unseen, String unknown) {
        access.shows(ALICE, "read");
        assertThat(refusal(method, params.replace("NAME", unseen)).replace(unseen, "?"))
                .isEqualTo(refusal(method, params.replace("NAME", unknown)).replace(unknown, "?"));
    }

    @Test
    void completionSaysNothingOfATemplateThatIsNotSeen() throws InterruptedException {
        String asked = "{'ref':{'type':'ref/resource','uri':'NAME'},'argument':{'name':'id','value':''}}";
        assertThat(server.modern("completion/complete", asked.replace("NAME", "note://{id}")))
                .isEqualTo(server.modern("completion/complete", asked.replace("NAME", "nothing://{id}")));
    }

    @ParameterizedTest
    @ValueSource(strings = {"tools/list", "resources/list", "resources/templates/list", "prompts/list"})
    void nothingIsListedWhereItCannotBeDecided(String method) {
        access.shows(ALICE, "read", "file://a", "note://{id}", "plan");
        access.breaks();
        assertThatThrownBy(() -> server.modern(method, "{}"))
                .isInstanceOf(RpcException.class)
                .hasMessage("Permissions could not be checked, so nothing was done.");
    }

    @Test
    void aLegacyListIsEmptyWhereItCannotBeDecided() throws InterruptedException {
        access.shows(ALICE, "read");
        Session session = server.session(ALICE, "{}");
        access.breaks();
        assertThat(keys(server.legacy(session, "tools/list", "{}"), "tools", "name"))
                .isEmpty();
    }

    @Test
    void nothingIsCalledWhereItCannotBeDecided() {
        access.shows(ALICE, "read");
        access.breaks();
        assertThat(refusal("tools/call", "{'name':'read'}"))
                .isEqualTo(refusal("tools/call", "{'name':'nothing'}").replace("nothing", "read"));
    }

    @Test
    void aDenialNamesTheScopeAndHoldsTheReceipt() {
        access.shows(ALICE, "write").denies("write");
        InsufficientScope denial =
                catchThrowableOfType(InsufficientScope.class, () -> server.modern("tools/call", "{'name':'write'}"));
        assertThat(denial.denied().scope()).isEqualTo("use:write");
        assertThat(denial.error().data().orElseThrow().path("rule").asString()).isEqualTo("no grant");
        assertThat(denial.httpStatus()).isEqualTo(403);
    }

    @Test
    void inTheLegacyEraADenialIsAFailureThatTheModelSees() throws InterruptedException {
        access.shows(ALICE, "write").denies("write");
        ObjectNode result = server.legacy(server.session(ALICE, "{}"), "tools/call", "{'name':'write'}");
        assertThat(result.path("isError").asBoolean()).isTrue();
        assertThat(result.path("content").path(0).path("text").asString()).isEqualTo("Not granted: write.");
        assertThat(result.path("_meta").path(ToolResult.DETAILS).path("rule").asString())
                .isEqualTo("no grant");
    }

    @Test
    void aDeniedCallIsDeniedBeforeItsArgumentsAreJudged() {
        access.shows(ALICE, "write").denies("write");
        assertThatThrownBy(() -> server.modern("tools/call", "{'name':'write','arguments':{'surplus':1}}"))
                .isInstanceOf(InsufficientScope.class);
    }

    @Test
    void whatACallerSeesIsCachedForThatCallerAlone() throws InterruptedException {
        access.freshFor(Duration.ofSeconds(90));
        ObjectNode list = server.modern("tools/list", "{}");
        assertThat(list.path("cacheScope").asString()).isEqualTo("private");
        assertThat(list.path("ttlMs").asLong()).isEqualTo(90_000);
    }

    @Test
    void whatIsAboutToChangeIsNotCachedAtAll() throws InterruptedException {
        access.freshFor(Duration.ofSeconds(-5));
        assertThat(server.modern("tools/list", "{}").path("ttlMs").asLong()).isZero();
    }

    @Test
    void aServerWithNothingToProtectIsCachedByEverybody() throws InterruptedException {
        try (TestingEngine open = TestingEngine.of(named("read"))) {
            assertThat(open.modern("tools/list", "{}").path("cacheScope").asString())
                    .isEqualTo("public");
        }
    }

    private String refusal(String method, String params) {
        RpcException refusal = catchThrowableOfType(RpcException.class, () -> server.modern(method, params));
        assertThat(refusal.error().code()).isEqualTo(RpcError.INVALID_PARAMS);
        return refusal.httpStatus() + " " + refusal.error().json();
    }

    private static List<String> keys(ObjectNode result, String list, String key) {
        return result.path(list)
                .valueStream()
                .map(node -> node.path(key))
                .map(JsonNode::asString)
                .toList();
    }

    private static Prompt prompt(String name) {
        return new Prompt(name, name, name, List.of(), (given, exchange) -> Outcome.done(List.of()));
    }
}
