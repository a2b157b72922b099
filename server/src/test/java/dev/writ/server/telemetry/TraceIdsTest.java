package dev.writ.server.telemetry;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.UUID;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/** Ids of spans follow from ids of Writ, and from nothing else. */
class TraceIdsTest {
    @Test
    void they_have_the_form_of_the_standard_and_are_the_same_each_time() {
        assertThat(TraceIds.trace("task_1"))
                .matches("[0-9a-f]{32}")
                .isEqualTo(TraceIds.trace("task_1"))
                .isNotEqualTo(TraceIds.trace("task_2"));
        assertThat(TraceIds.task("task_1")).matches("[0-9a-f]{16}").isNotEqualTo(TraceIds.request("task_1"));
    }

    @Test
    void a_task_that_a_call_started_leads_back_to_the_call() {
        String call = "task_06h1hn695xwy0h4rnjy4.t1c1";
        String task = "task_" + UUID.nameUUIDFromBytes(call.getBytes(java.nio.charset.StandardCharsets.UTF_8));
        assertThat(TraceIds.isStartedByCall(task)).isTrue();
        assertThat(TraceIds.callThatStarted(task)).isEqualTo(TraceIds.call(call));
        assertThat(TraceIds.isStartedByCall("task_06h1hn695xwy0h4rnjy4")).isFalse();
    }

    @Test
    void about_the_part_asked_for_is_sampled() {
        long sampled = IntStream.range(0, 10_000)
                .mapToObj(i -> TraceIds.trace("task_" + i))
                .filter(trace -> TraceIds.isSampled(trace, 0.1))
                .count();
        assertThat(sampled).isBetween(850L, 1_150L);
        assertThat(TraceIds.isSampled(TraceIds.trace("task_1"), 1)).isTrue();
    }
}
