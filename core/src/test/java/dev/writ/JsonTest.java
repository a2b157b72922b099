package dev.writ;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import java.util.List;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

class JsonTest {
    private record Point(int x, int y) {}

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                " ",
                "{",
                "{\"a\": 1",
                "{\"a\": 1,}",
                "{\"a\": 1} {\"b\": 2}",
                "{\"a\": 1, \"a\": 2}",
                "{\"o\": {\"a\": 1, \"a\": 1}}",
                "{'a': 1}",
                "{a: 1}",
                "[1, 2",
                "NaN",
                "01",
                "// note\n1",
                "\"unclosed",
                "\"line\nbreak\"",
                "nul"
            })
    void what_is_not_json_is_refused_with_one_sentence(String text) {
        assertThatExceptionOfType(WritException.class)
                .isThrownBy(() -> Json.parse(text))
                .satisfies(thrown -> {
                    assertThat(thrown.failure().code()).isEqualTo(FailureCode.INVALID_JSON);
                    assertThat(thrown.failure().message()).doesNotContain("\n");
                });
    }

    @Test
    void nesting_and_numbers_without_measure_are_refused() {
        for (String text : List.of("[".repeat(101) + "]".repeat(101), "1".repeat(401))) {
            assertThatExceptionOfType(WritException.class)
                    .isThrownBy(() -> Json.parse(text))
                    .satisfies(thrown -> assertThat(thrown.failure().code()).isEqualTo(FailureCode.INVALID_JSON));
        }
        assertThat(Json.parse("[".repeat(100) + "]".repeat(100)).isArray()).isTrue();
    }

    @ParameterizedTest
    @ValueSource(strings = {"[]", "1", "\"x\"", "null", "true"})
    void another_value_where_an_object_is_expected_is_refused(String text) {
        assertThatExceptionOfType(WritException.class)
                .isThrownBy(() -> Json.parseObject(text))
                .satisfies(thrown -> assertThat(thrown.failure().code()).isEqualTo(FailureCode.INVALID_JSON));
    }

    @Test
    void a_value_of_another_form_than_the_record_is_refused() {
        assertThat(Json.parse("{\"x\": 1, \"y\": 2}", Point.class)).isEqualTo(new Point(1, 2));
        assertThatExceptionOfType(WritException.class)
                .isThrownBy(() -> Json.parse("{\"x\": \"one\", \"y\": 2}", Point.class))
                .satisfies(thrown -> assertThat(thrown.failure().code()).isEqualTo(FailureCode.INVALID_ARGUMENTS));
    }

    @Test
    void the_canonical_text_has_its_keys_sorted_at_every_depth_and_leaves_lists_alone() {
        assertThat(Json.canonical(Json.parse("{\"b\": [{\"d\": 1, \"c\": 2}, 1], \"a\": {}}")))
                .isEqualTo("{\"a\":{},\"b\":[{\"c\":2,\"d\":1},1]}");
    }

    @Property
    void any_text_survives_writing_and_reading(@ForAll String key, @ForAll String value) {
        // Half of a pair is no text and cannot be written as UTF-8.
        String clean = new String(
                value.getBytes(java.nio.charset.StandardCharsets.UTF_8), java.nio.charset.StandardCharsets.UTF_8);
        ObjectNode node = Json.object()
                .put(
                        new String(
                                key.getBytes(java.nio.charset.StandardCharsets.UTF_8),
                                java.nio.charset.StandardCharsets.UTF_8),
                        clean);
        JsonNode read = Json.parse(Json.write(node));
        assertThat(read).isEqualTo(node);
        assertThat(Json.canonical(read)).isEqualTo(Json.canonical(node));
    }
}
