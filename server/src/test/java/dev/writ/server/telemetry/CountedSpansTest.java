package dev.writ.server.telemetry;

import static org.assertj.core.api.Assertions.assertThat;

import io.opentelemetry.sdk.common.CompletableResultCode;
import io.opentelemetry.sdk.trace.data.SpanData;
import io.opentelemetry.sdk.trace.export.SpanExporter;
import java.util.Collection;
import java.util.Collections;
import org.junit.jupiter.api.Test;

/** What waits for a collector has a bound, and what is beyond it is counted. */
class CountedSpansTest {
    private final Lost lost = new Lost("http://127.0.0.1:1");
    private CompletableResultCode answer = new CompletableResultCode();
    private final CountedSpans queue = new CountedSpans(
            new SpanExporter() {
                @Override
                public CompletableResultCode export(Collection<SpanData> spans) {
                    return answer;
                }

                @Override
                public CompletableResultCode flush() {
                    return CompletableResultCode.ofSuccess();
                }

                @Override
                public CompletableResultCode shutdown() {
                    return CompletableResultCode.ofSuccess();
                }
            },
            lost);

    private void fill() {
        for (int i = 0; i < CountedSpans.MOST; i++) {
            assertThat(queue.enter()).isTrue();
        }
    }

    /** Of a batch only the size matters here. */
    @SuppressWarnings("NullAway")
    private static Collection<SpanData> batch(int size) {
        return Collections.nCopies(size, null);
    }

    @Test
    void a_span_too_many_is_lost_and_counted() {
        fill();
        assertThat(queue.enter()).isFalse();
        assertThat(queue.enter()).isFalse();
        assertThat(lost.counts()).containsEntry("spans", 2L);
    }

    @Test
    void there_is_room_again_only_when_the_collector_has_answered() {
        fill();
        queue.export(batch(10));
        assertThat(queue.enter()).isFalse();
        answer.succeed();
        for (int i = 0; i < 10; i++) {
            assertThat(queue.enter()).isTrue();
        }
        assertThat(queue.enter()).isFalse();
    }

    @Test
    void a_batch_that_is_refused_is_lost_whole_and_makes_room() {
        fill();
        queue.export(batch(10));
        answer.fail();
        assertThat(lost.counts()).containsEntry("spans", 10L);
        assertThat(queue.enter()).isTrue();
    }
}
