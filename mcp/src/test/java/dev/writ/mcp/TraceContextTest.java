package dev.writ.mcp;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import dev.writ.mcp.json.StrictJson;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import tools.jackson.databind.node.ObjectNode;

/** W3C Trace Context in {@code _meta}: the form of the standard is taken, and nothing else. */
class TraceContextTest {
    private static final String PARENT = "00-4bf92f3577b34da6a3ce929d0e0e4736-00f067aa0ba902b7-01";

    private static ObjectNode meta(String parent) {
        return StrictJson.object().put("traceparent", parent);
    }

    @Test
    void its_parts_are_read() {
        TraceContext context =
                TraceContext.read(meta(PARENT).put("tracestate", "a=1,b=2")).orElseThrow();
        assertThat(context.trace()).isEqualTo("4bf92f3577b34da6a3ce929d0e0e4736");
        assertThat(context.span()).isEqualTo("00f067aa0ba902b7");
        assertThat(context.sampled()).isTrue();
        assertThat(context.state()).isEqualTo("a=1,b=2");
        assertThat(TraceContext.read(meta(PARENT.replace("-01", "-02")))
                        .orElseThrow()
                        .sampled())
                .isFalse();
    }

    @Test
    void another_span_takes_the_place_of_the_parent_and_the_rest_stays() {
        TraceContext under = TraceContext.read(meta(PARENT).put("tracestate", "a=1"))
                .orElseThrow()
                .under("1111111111111111");
        assertThat(under.parent()).isEqualTo("00-4bf92f3577b34da6a3ce929d0e0e4736-1111111111111111-01");
        ObjectNode meta = StrictJson.object().put("other", 1);
        under.addTo(meta);
        assertThat(meta.toString())
                .isEqualTo("{\"other\":1,\"traceparent\":\"" + under.parent() + "\",\"tracestate\":\"a=1\"}");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "00-4bf92f3577b34da6a3ce929d0e0e4736-00f067aa0ba902b7",
                "00-4BF92F3577B34DA6A3CE929D0E0E4736-00f067aa0ba902b7-01",
                "00-00000000000000000000000000000000-00f067aa0ba902b7-01",
                "00-4bf92f3577b34da6a3ce929d0e0e4736-0000000000000000-01",
                "ff-4bf92f3577b34da6a3ce929d0e0e4736-00f067aa0ba902b7-01",
                "00-4bf92f3577b34da6a3ce929d0e0e4736-00f067aa0ba902b7-01-more",
                "00-4bf92f3577b34da6a3ce929d0e0e4736-00f067aa0ba902b7-01\n"
            })
    void another_form_is_none(String parent) {
        assertThat(TraceContext.read(meta(parent))).isEmpty();
        assertThatIllegalArgumentException().isThrownBy(() -> new TraceContext(parent, ""));
    }

    @Test
    void what_is_no_text_and_a_state_that_is_none_are_left_out() {
        assertThat(TraceContext.read(StrictJson.object().put("traceparent", 7))).isEmpty();
        assertThat(TraceContext.read(meta(PARENT).put("tracestate", "a=1\r\nb"))
                        .orElseThrow()
                        .state())
                .isEmpty();
        assertThat(TraceContext.read(meta(PARENT).put("tracestate", "x".repeat(513)))
                        .orElseThrow()
                        .state())
                .isEmpty();
    }
}
