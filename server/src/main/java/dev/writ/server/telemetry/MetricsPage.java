package dev.writ.server.telemetry;

import io.prometheus.metrics.expositionformats.PrometheusTextFormatWriter;
import io.prometheus.metrics.instrumentation.jvm.JvmBufferPoolMetrics;
import io.prometheus.metrics.instrumentation.jvm.JvmGarbageCollectorMetrics;
import io.prometheus.metrics.instrumentation.jvm.JvmMemoryMetrics;
import io.prometheus.metrics.instrumentation.jvm.JvmRuntimeInfoMetric;
import io.prometheus.metrics.instrumentation.jvm.JvmThreadsMetrics;
import io.prometheus.metrics.instrumentation.jvm.ProcessMetrics;
import io.prometheus.metrics.model.registry.PrometheusRegistry;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.time.Duration;

/** What {@code /metrics} answers, in Prometheus' text format. Made anew once a second at most, however many ask. */
public final class MetricsPage {
    private static final Duration FRESH = Duration.ofSeconds(1);

    private final PrometheusRegistry registry;
    private final PrometheusTextFormatWriter writer = PrometheusTextFormatWriter.builder()
            .setIncludeCreatedTimestamps(false)
            .build();
    private byte[] last = {};
    private long madeAt;
    private boolean prepared;

    MetricsPage(PrometheusRegistry registry) {
        this.registry = registry;
    }

    public String contentType() {
        return writer.getContentType();
    }

    /** UTF-8. */
    public synchronized byte[] text() {
        if (!prepared) {
            // Loaded by the first who asks: nobody may.
            addJvm();
            prepared = true;
        } else if (System.nanoTime() - madeAt < FRESH.toNanos()) {
            return last.clone();
        }
        ByteArrayOutputStream text = new ByteArrayOutputStream();
        try {
            writer.write(text, registry.scrape());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        last = text.toByteArray();
        madeAt = System.nanoTime();
        return last.clone();
    }

    private void addJvm() {
        JvmMemoryMetrics.builder().register(registry);
        JvmGarbageCollectorMetrics.builder().register(registry);
        JvmThreadsMetrics.builder().register(registry);
        JvmBufferPoolMetrics.builder().register(registry);
        JvmRuntimeInfoMetric.builder().register(registry);
        ProcessMetrics.builder().register(registry);
    }
}
