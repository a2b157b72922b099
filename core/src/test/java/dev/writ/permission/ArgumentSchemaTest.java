package dev.writ.permission;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import dev.writ.Json;
import dev.writ.WritException;
import dev.writ.mcp.json.JsonSchema;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import tools.jackson.databind.node.ObjectNode;

class ArgumentSchemaTest {
    private static ArgumentSchema schema(String text) {
        return ArgumentSchema.read(Json.parse(text.replace('\'', '"')));
    }

    private static ObjectNode arguments(String text) {
        return Json.parseObject(text.replace('\'', '"'));
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '`', textBlock = """
            {}                                                                  | {'a':1}           | true
            {'properties':{'a':{'const':1}}}                                    | {'a':1}           | true
            {'properties':{'a':{'const':1}}}                                    | {'a':1.0}         | true
            {'properties':{'a':{'const':1}}}                                    | {'a':'1'}         | false
            {'properties':{'a':{'const':1}}}                                    | {'b':2}           | true
            {'properties':{'a':{'const':1}},'required':['a']}                   | {'b':2}           | false
            {'properties':{'a':{'const':1}},'additionalProperties':false}       | {'b':2}           | false
            {'properties':{'a':{'const':null}}}                                 | {'a':null}        | true
            {'properties':{'a':{'type':'integer'}}}                             | {'a':1.5}         | false
            {'properties':{'a':{'type':'string','pattern':'^docs/'}}}           | {'a':'docs/x'}    | true
            {'properties':{'a':{'type':'string','pattern':'^docs/'}}}           | {'a':'x/docs/'}   | false
            {'properties':{'a':{'type':'string','maxLength':1}}}                | {'a':'𝄞'}         | true
            {'properties':{'a':{'type':'string','maxLength':1}}}                | {'a':'ab'}        | false
            {'properties':{'a':{'type':'array','items':{'enum':[1,2]}}}}        | {'a':[1,2,1]}     | true
            {'properties':{'a':{'type':'array','items':{'enum':[1,2]}}}}        | {'a':[3]}         | false
            {'properties':{'a':{'type':'array','maxItems':1}}}                  | {'a':[3,4]}       | false
            {'properties':{'a':{'properties':{'b':{'type':'boolean'}}}}}        | {'a':{'b':true}}  | true
            {'properties':{'a':{'properties':{'b':{'type':'boolean'}}}}}        | {'a':'b'}         | false
            """)
    void arguments_are_permitted_as_the_schema_says(String schema, String arguments, boolean permitted) {
        assertThat(schema(schema).permits(arguments(arguments))).isEqualTo(permitted);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "{'not':{}}",
                "{'properties':{'a':{'type':'string','format':'uri'}}}",
                "{'properties':{'a':{'const':1,'minimum':0}}}",
                "{'properties':{'a':{'type':'null'}}}",
                "{'properties':{'a':{'type':'string','pattern':'('}}}",
                "{'properties':{'a':{'type':'string','maxLength':-1}}}",
                "{'properties':{'a':{'type':'number','minimum':'1'}}}",
                "{'additionalProperties':{'type':'string'}}",
                "{'properties':{'a':{'const':'x\u202Ey'}}}",
                "{'properties':{'a\u200Bb':{}}}",
                "[]",
                "true"
            })
    void what_is_not_understood_whole_is_refused(String text) {
        assertThatExceptionOfType(WritException.class).isThrownBy(() -> schema(text));
    }

    @Test
    void a_pattern_that_would_take_for_ever_permits_nothing() {
        ArgumentSchema schema = schema("{'properties':{'a':{'type':'string','pattern':'^(x+x+)+y$'}}}");
        assertThat(schema.permits(arguments("{'a':'" + "x".repeat(40) + "'}"))).isFalse();
        assertThat(schema.permits(arguments("{'a':'xxy'}"))).isTrue();
    }

    @Test
    void the_smallest_schema_permits_the_arguments_and_no_others() {
        ObjectNode sent = arguments("{'path':'a','n':1,'list':[1,{'x':true}],'none':null}");
        ArgumentSchema exact = ArgumentSchema.exactly(sent);
        assertThat(exact.permits(sent)).isTrue();
        assertThat(exact.permits(sent.deepCopy().put("path", "b"))).isFalse();
        assertThat(exact.permits(sent.deepCopy().put("more", 1))).isFalse();
        assertThat(exact.permits(arguments("{'path':'a','list':[1,{'x':true}],'none':null}")))
                .isFalse();
        assertThat(ArgumentSchema.read(exact.toJson())).isEqualTo(exact);
    }

    @Test
    void of_a_long_text_the_smallest_schema_says_how_long_it_is() {
        ObjectNode sent = Json.object().put("content", "x".repeat(100_000));
        ArgumentSchema exact = ArgumentSchema.exactly(sent);
        assertThat(exact.permits(sent)).isTrue();
        assertThat(exact.permits(Json.object().put("content", "x".repeat(100_001))))
                .isFalse();
        assertThat(exact.toJson().toString()).hasSizeLessThan(200);
    }

    @Provide
    Arbitrary<ArgumentSchema> schemas() {
        return TestingScopes.argumentSchemas();
    }

    @Provide
    Arbitrary<ObjectNode> arguments() {
        return TestingScopes.accesses(ScopeFamily.ARGUMENTS)
                .map(access -> ((Access.ArgumentAccess) access).arguments());
    }

    @Property
    void it_means_what_a_validator_of_JSON_Schema_says_it_means(
            @ForAll("schemas") ArgumentSchema schema, @ForAll("arguments") ObjectNode arguments) {
        boolean valid =
                JsonSchema.compile(schema.toJson()).firstMistake(arguments).isEmpty();
        assertThat(schema.permits(arguments)).isEqualTo(valid);
    }

    @Property
    void every_schema_covers_itself_and_less_than_anything(@ForAll("schemas") ArgumentSchema schema) {
        assertThat(schema.covers(schema)).isTrue();
        assertThat(ArgumentSchema.ANY.covers(schema)).isTrue();
    }
}
