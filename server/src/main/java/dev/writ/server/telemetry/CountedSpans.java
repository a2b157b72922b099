package dev.writ.server.telemetry;

import io.opentelemetry.sdk.common.CompletableResultCode;
import io.opentelemetry.sdk.trace.data.SpanData;
import io.opentelemetry.sdk.trace.export.SpanExporter;
import java.util.Collection;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * Sends spans, and knows how many wait for it: those that would be too many are dropped. Safe for use by many threads.
 */
final class CountedSpans implements SpanExporter {
    /** As many as wait at the most. */
    static final int MOST = 4_096;

    private final SpanExporter exporter;
    private final Lost lost;
    private final AtomicInteger waiting = new AtomicInteger();

    CountedSpans(SpanExporter exporter, Lost lost) {
        this.exporter = exporter;
        this.lost = lost;
    }

    /** Takes a place for one span; false where there is none, and the span is lost. */
    boolean enter() {
        if (waiting.incrementAndGet() <= MOST) {
            return true;
        }
        waiting.decrementAndGet();
        lost.spans(1, "it is slower than what happens");
        return false;
    }

    @Override
    public CompletableResultCode export(Collection<SpanData> spans) {
        int number = spans.size();
        CompletableResultCode result = exporter.export(spans);
        return result.whenComplete(() -> {
            waiting.addAndGet(-number);
            if (result.isSuccess()) {
                lost.sent();
            } else {
                lost.spans(number, Reason.of(result));
            }
        });
    }

    @Override
    public CompletableResultCode flush() {
        return exporter.flush();
    }

    @Override
    public CompletableResultCode shutdown() {
        return exporter.shutdown();
    }
}
