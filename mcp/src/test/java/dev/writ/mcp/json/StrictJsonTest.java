package dev.writ.mcp.json;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.charset.StandardCharsets;
import java.util.HexFormat;
import java.util.Map;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.JsonNodeFactory;

class StrictJsonTest {
    private static final JsonNodeFactory NODES = JsonNodeFactory.instance;

    @Property(tries = 500)
    void whatIsReadIsWrittenBack(@ForAll("values") JsonNode value) throws MalformedJson {
        assertThat(StrictJson.parse(StrictJson.bytes(value))).isEqualTo(value);
    }

    @Property(tries = 300)
    void writtenValuesAreOneLine(@ForAll("values") JsonNode value) {
        assertThat(StrictJson.text(value)).doesNotContain("\n", "\r");
    }

    @Property(tries = 2000)
    void anyBytesAreReadOrRefusedAndNothingElseHappens(@ForAll byte[] bytes) {
        try {
            StrictJson.parse(bytes);
        } catch (MalformedJson e) {
            assertThat(e.getMessage()).isNotBlank();
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"{\"a\":1,\"a\":1}", "{\"a\":1,\"\\u0061\":2}", "[{\"b\":{\"c\":1,\"c\":2}}]"})
    void refusesAKeyGivenTwice(String text) {
        assertRefused(text, "a key is given twice");
    }

    @ParameterizedTest
    @ValueSource(strings = {"\"\\uD83D\"", "\"\\uDE00\\uD83D\"", "[\"a\\uD83Db\"]"})
    void refusesHalfASurrogatePairThatIsEscaped(String text) {
        assertRefused(text, "half a surrogate pair");
    }

    @Test
    void refusesHalfASurrogatePairInAKey() {
        assertRefused("{\"\\uDE00x\":1}", "it is not JSON");
    }

    /** The bytes of a lone surrogate, of a pair written as two, of an overlong slash, and of something beyond Unicode. */
    @ParameterizedTest
    @ValueSource(strings = {"22EDA08022", "22EDA0BDEDB88022", "22C0AF22", "22F490808022", "22FF22", "22E28222"})
    void refusesBytesThatAreNotUtf8(String hex) {
        assertThatThrownBy(() -> StrictJson.parse(HexFormat.of().parseHex(hex)))
                .isInstanceOf(MalformedJson.class)
                .hasMessage("it is not UTF-8, or holds a NUL");
    }

    @Test
    void refusesUtf16EvenWhereItWouldBeJson() {
        byte[] utf16 = "{}".getBytes(StandardCharsets.UTF_16LE);
        assertThatThrownBy(() -> StrictJson.parse(utf16)).isInstanceOf(MalformedJson.class);
    }

    @Test
    void refusesAByteOrderMark() {
        assertRefused("\uFEFF{}", "byte order mark");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {"NaN", "Infinity", "-Infinity", "+1", "01", ".5", "1.", "0x10", "'a'", "{a:1}", "[1,]", "//\n1"})
    void refusesWhatOnlyLooksLikeJson(String text) {
        assertRefused(text, "not JSON");
    }

    @ParameterizedTest
    @ValueSource(strings = {"{} {}", "1 2", "{}]", "null,", "[] x"})
    void refusesTextAfterTheValue(String text) {
        assertRefused(text, "not JSON");
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "   ", "\n"})
    void refusesNothingAtAll(String text) {
        assertRefused(text, "it is empty");
    }

    @Test
    void readsSixtyFourLevelsAndRefusesMore() throws MalformedJson {
        assertThat(StrictJson.parse(utf8("[".repeat(64) + "]".repeat(64)))).isNotNull();
        assertRefused("[".repeat(65) + "]".repeat(65), "nested too deeply");
        assertRefused("{\"a\":".repeat(65) + "1" + "}".repeat(65), "nested too deeply");
    }

    @Test
    void refusesNumbersThatNobodyHoldsExactly() throws MalformedJson {
        assertThat(StrictJson.parse(utf8("9".repeat(400))).isIntegralNumber()).isTrue();
        assertRefused("9".repeat(401), "too long");
        assertRefused("1e400", "a number in it is too large");
        assertRefused("-1e400", "a number in it is too large");
    }

    @Test
    void theCanonicalTextDoesNotDependOnTheOrderOfKeys() throws MalformedJson {
        JsonNode one = StrictJson.parse(utf8("{\"b\":[{\"d\":1,\"c\":2}],\"a\":0}"));
        JsonNode other = StrictJson.parse(utf8("{\"a\":0,\"b\":[{\"c\":2,\"d\":1}]}"));
        assertThat(StrictJson.canonical(one))
                .isEqualTo(StrictJson.canonical(other))
                .isEqualTo("{\"a\":0,\"b\":[{\"c\":2,\"d\":1}]}");
    }

    @Provide
    Arbitrary<JsonNode> values() {
        return values(3);
    }

    private static Arbitrary<JsonNode> values(int depth) {
        Arbitrary<JsonNode> leaf = Arbitraries.oneOf(
                        Arbitraries.longs().map(NODES::numberNode),
                        Arbitraries.doubles().map(NODES::numberNode),
                        Arbitraries.bigIntegers().map(NODES::numberNode),
                        texts().map(NODES::stringNode),
                        Arbitraries.of(NODES.nullNode(), NODES.booleanNode(true), NODES.booleanNode(false)))
                .map(StrictJsonTest::asRead);
        if (depth == 0) {
            return leaf;
        }
        return Arbitraries.oneOf(
                leaf,
                values(depth - 1)
                        .list()
                        .ofMaxSize(4)
                        .map(list -> NODES.arrayNode().addAll(list)),
                Arbitraries.maps(texts(), values(depth - 1)).ofMaxSize(4).map(StrictJsonTest::object));
    }

    /** Any text that can be written: pairs of surrogates are whole. */
    private static Arbitrary<String> texts() {
        return Arbitraries.strings()
                .ofMaxLength(12)
                .map(text -> new String(text.getBytes(StandardCharsets.UTF_8), StandardCharsets.UTF_8));
    }

    /** As a reader has it, which takes the smallest type that holds a number. */
    private static JsonNode asRead(JsonNode value) {
        try {
            return StrictJson.parse(StrictJson.bytes(value));
        } catch (MalformedJson e) {
            throw new IllegalStateException(value.toString(), e);
        }
    }

    private static JsonNode object(Map<String, JsonNode> fields) {
        return NODES.objectNode().setAll(fields);
    }

    private static void assertRefused(String text, String why) {
        assertThatThrownBy(() -> StrictJson.parse(utf8(text)))
                .isInstanceOf(MalformedJson.class)
                .hasMessageContaining(why);
    }

    private static byte[] utf8(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }
}
