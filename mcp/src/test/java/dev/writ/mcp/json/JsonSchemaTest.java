package dev.writ.mcp.json;

import static dev.writ.mcp.TestingJson.json;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Duration;
import org.junit.jupiter.api.Assertions;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import tools.jackson.databind.node.ObjectNode;
import tools.jackson.databind.node.StringNode;

class JsonSchemaTest {
    private static final Duration QUICK = Duration.ofSeconds(20);

    @Test
    void saysTheFirstMistakeWithItsPlace() {
        JsonSchema schema = JsonSchema.compile(json("{'properties':{'a':{'type':'integer'}}}"));
        assertThat(schema.firstMistake(json("{'a':1}"))).isEmpty();
        assertThat(schema.firstMistake(json("{'a':'x'}")).orElseThrow()).startsWith("At '/a': ");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "http://127.0.0.1:1/schema.json",
                "https://example.org/a",
                "file:///etc/passwd",
                "other.json",
                "classpath:a"
            })
    void refusesReferencesToAnythingOutside(String reference) {
        for (String keyword : new String[] {"$ref", "$dynamicRef"}) {
            ObjectNode schema =
                    json("{'type':'object','properties':{'a':{'items':{'" + keyword + "':'" + reference + "'}}}}");
            assertThatThrownBy(() -> JsonSchema.compile(schema))
                    .isInstanceOf(IllegalArgumentException.class)
                    .hasMessage("The schema refers to something outside itself.");
        }
    }

    @Test
    void refusesAnotherDialect() {
        assertThatThrownBy(() -> JsonSchema.compile(json("{'$schema':'http://json-schema.org/draft-07/schema#'}")))
                .hasMessage("The schema is not JSON Schema 2020-12.");
    }

    @Test
    void followsReferencesIntoItself() {
        JsonSchema list = JsonSchema.compile(
                json("{'type':'object','properties':{'next':{'$ref':'#'},'value':{'type':'integer'}}}"));
        assertThat(list.firstMistake(json("{'value':1,'next':{'value':2}}"))).isEmpty();
        assertThat(list.firstMistake(json("{'value':1,'next':{'value':'x'}}"))).isPresent();
    }

    @Test
    void aReferenceToItselfAloneEnds() {
        Assertions.assertTimeoutPreemptively(QUICK, () -> {
            JsonSchema schema = JsonSchema.compile(json("{'$ref':'#'}"));
            assertThat(schema.firstMistake(json("{}"))).isPresent();
        });
    }

    /** Each definition holds the next one twice: a billion comparisons in thirty levels. */
    @Test
    void aSchemaThatDoublesAtEachLevelIsGivenUp() {
        StringBuilder definitions = new StringBuilder();
        for (int level = 0; level < 30; level++) {
            String next = "{'$ref':'#/$defs/d" + (level + 1) + "'}";
            definitions.append("'d" + level + "':{'allOf':[" + next + "," + next + "]},");
        }
        ObjectNode schema = json("{'$ref':'#/$defs/d0','$defs':{" + definitions + "'d30':{'type':'object'}}}");
        Assertions.assertTimeoutPreemptively(
                QUICK,
                () -> assertThat(JsonSchema.compile(schema)
                                .firstMistake(json("{}"))
                                .orElseThrow())
                        .contains("too costly"));
    }

    @ParameterizedTest
    @ValueSource(strings = {"(.*a){20}$", "(.*a){15}(.*a){15}c"})
    void aPatternThatWouldTryForHoursIsGivenUp(String pattern) {
        JsonSchema schema = JsonSchema.compile(json("{'pattern':'" + pattern + "'}"));
        Assertions.assertTimeoutPreemptively(
                QUICK,
                () -> assertThat(schema.firstMistake(StringNode.valueOf("a".repeat(60) + "b"))
                                .orElseThrow())
                        .contains("too costly"));
    }

    @Test
    void anOrdinaryPatternIsCompared() {
        JsonSchema schema = JsonSchema.compile(json("{'pattern':'^[a-z]+$'}"));
        assertThat(schema.firstMistake(StringNode.valueOf("abc"))).isEmpty();
        assertThat(schema.firstMistake(StringNode.valueOf("abc\n"))).isPresent();
        assertThat(schema.firstMistake(StringNode.valueOf("A"))).isPresent();
    }

    @Test
    void aMistakeIsOneLineWhateverTheValueHolds() {
        JsonSchema schema = JsonSchema.compile(json("{'enum':['x']}"));
        assertThat(schema.firstMistake(StringNode.valueOf("a\n\u0007b")).orElseThrow())
                .doesNotContain("\n", "\u0007");
    }
}
