package dev.writ.mcp.engine;

import static dev.writ.mcp.TestingEngine.ALICE;
import static dev.writ.mcp.TestingEngine.BOB;
import static dev.writ.mcp.TestingJson.json;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.writ.mcp.TestingClock;
import dev.writ.mcp.TestingTools;
import dev.writ.mcp.rpc.RpcException;
import dev.writ.mcp.server.Answers;
import dev.writ.mcp.server.Caller;
import dev.writ.mcp.server.InputRequest;
import java.security.SecureRandom;
import java.time.Duration;
import java.util.Base64;
import java.util.Map;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import tools.jackson.databind.node.ObjectNode;

class RequestStateTest {
    private static final String METHOD = "tools/call";
    private static final String PARAMS = "{'name':'delete','arguments':{'path':'a','deep':{'x':1,'y':2}}}";
    private static final String ANSWER = "'inputResponses':{'sure':{'action':'accept','content':{'word':'yes'}}}";

    private final TestingClock clock = new TestingClock();
    private final RequestState state = new RequestState(new byte[32], new SecureRandom(), clock);

    @Test
    void whatWasSealedComesBackWithTheAnswer() {
        Answers answers = open(ALICE, METHOD, retry(seal(), PARAMS));
        assertThat(answers.get("sure")
                        .orElseThrow()
                        .path("content")
                        .path("word")
                        .asString())
                .isEqualTo("yes");
        assertThat(answers.note()).isEqualTo("my note");
    }

    @Test
    void theClientSeesNothingOfWhatIsSealed() {
        byte[] sealed = Base64.getUrlDecoder().decode(seal());
        assertThat(new String(sealed, java.nio.charset.StandardCharsets.ISO_8859_1))
                .doesNotContain("note", "alice");
    }

    @Test
    void theSameIsSealedDifferentlyEachTime() {
        assertThat(seal()).isNotEqualTo(seal());
    }

    @Property(tries = 400)
    void anyChangedByteIsRefused(
            @ForAll @IntRange(max = 9999) int place, @ForAll @IntRange(min = 1, max = 255) int flip) {
        byte[] sealed = Base64.getUrlDecoder().decode(seal());
        sealed[place % sealed.length] ^= (byte) flip;
        assertRefused(ALICE, METHOD, retry(encoded(sealed), PARAMS));
    }

    @Property(tries = 200)
    void anyCutIsRefused(@ForAll @IntRange(max = 9999) int length) {
        byte[] sealed = Base64.getUrlDecoder().decode(seal());
        byte[] cut = java.util.Arrays.copyOf(sealed, length % sealed.length);
        assertRefused(ALICE, METHOD, retry(encoded(cut), PARAMS));
    }

    @Property(tries = 300)
    void anythingElseIsRefused(@ForAll String text) {
        ObjectNode params = json(PARAMS).put("requestState", text);
        assertRefused(ALICE, METHOD, params);
    }

    @Test
    void anotherCallerIsRefused() {
        assertRefused(BOB, METHOD, retry(seal(), PARAMS));
    }

    @Test
    void anotherMethodIsRefused() {
        assertRefused(ALICE, "prompts/get", retry(seal(), PARAMS));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "{'name':'other','arguments':{'path':'a','deep':{'x':1,'y':2}}}",
                "{'name':'delete','arguments':{'path':'b','deep':{'x':1,'y':2}}}",
                "{'name':'delete','arguments':{'path':'a','deep':{'x':1,'y':3}}}",
                "{'name':'delete','arguments':{'path':'a','deep':{'x':1,'y':2},'more':null}}",
                "{'name':'delete','arguments':{'path':'a','deep':{'x':1}}}",
                "{'name':'delete'}"
            })
    void otherParametersAreRefused(String params) {
        assertRefused(ALICE, METHOD, retry(seal(), params));
    }

    @Test
    void theOrderOfParametersDoesNotMatter() {
        String reordered = "{'arguments':{'deep':{'y':2,'x':1},'path':'a'},'name':'delete'}";
        assertThat(open(ALICE, METHOD, retry(seal(), reordered)).get("sure")).isPresent();
    }

    @Test
    void itIsGoodForTenMinutes() {
        ObjectNode retry = retry(seal(), PARAMS);
        clock.advance(Duration.ofMinutes(10).minusSeconds(1));
        assertThat(open(ALICE, METHOD, retry).get("sure")).isPresent();
        clock.advance(Duration.ofSeconds(1));
        assertRefused(ALICE, METHOD, retry);
    }

    @Test
    void aStateOfAnotherServerIsRefused() {
        byte[] key = new byte[32];
        key[31] = 1;
        RequestState other = new RequestState(key, new SecureRandom(), clock);
        String foreign = other.seal(ALICE, METHOD, json(PARAMS), Answers.NONE, "", Map.of("sure", question()));
        assertRefused(ALICE, METHOD, retry(foreign, PARAMS));
    }

    @Test
    void answersToWhatWasNotAskedAreDropped() {
        ObjectNode retry = json("{" + "'name':'delete','arguments':{'path':'a','deep':{'x':1,'y':2}}," + ANSWER + "}");
        retry.withObject("inputResponses").set("approved", json("{'action':'accept','content':{'word':'yes'}}"));
        Answers answers = open(ALICE, METHOD, retry.put("requestState", seal()));
        assertThat(answers.byName()).containsOnlyKeys("sure");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "{'action':'accept'}",
                "{'action':'accept','content':{}}",
                "{'action':'accept','content':{'word':5}}",
                "{'action':'sure'}",
                "{}",
                "5",
                "null"
            })
    void anAnswerOfAnotherFormCountsAsNone(String answer) {
        ObjectNode retry = json(PARAMS).put("requestState", seal());
        retry.setAll(json("{'inputResponses':{'sure':" + answer + "}}"));
        assertThat(open(ALICE, METHOD, retry).byName()).isEmpty();
    }

    @Test
    void answersWithoutAStateCountAsNone() {
        ObjectNode params = json(PARAMS).setAll(json("{" + ANSWER + "}"));
        assertThat(open(ALICE, METHOD, params)).isEqualTo(Answers.NONE);
    }

    @Test
    void answersThatAreTooMuchToCarryAreRefused() {
        Answers many = new Answers(Map.of("a", json("{'action':'accept'}").put("x", "y".repeat(70_000))), "");
        assertThatThrownBy(() -> state.seal(ALICE, METHOD, json(PARAMS), many, "", Map.of("sure", question())))
                .isInstanceOf(RpcException.class)
                .hasMessageContaining("too long");
    }

    private String seal() {
        return state.seal(ALICE, METHOD, json(PARAMS), Answers.NONE, "my note", Map.of("sure", question()));
    }

    private static InputRequest question() {
        return InputRequest.form("Sure?", TestingTools.form("word"));
    }

    private static ObjectNode retry(String sealed, String params) {
        ObjectNode retry = json(params).put("requestState", sealed);
        return retry.setAll(json("{" + ANSWER + ",'_meta':{'any':'thing'}}"));
    }

    private Answers open(Caller caller, String method, ObjectNode params) {
        return state.open(caller, method, params);
    }

    private void assertRefused(Caller caller, String method, ObjectNode params) {
        assertThatThrownBy(() -> open(caller, method, params))
                .isInstanceOf(RpcException.class)
                .hasMessageStartingWith("The requestState is not ours");
    }

    private static String encoded(byte[] bytes) {
        return Base64.getUrlEncoder().withoutPadding().encodeToString(bytes);
    }
}
