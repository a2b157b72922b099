package dev.writ.server.telemetry;

import io.opentelemetry.api.common.Attributes;
import io.opentelemetry.api.metrics.Meter;
import io.opentelemetry.api.trace.Tracer;
import io.opentelemetry.exporter.otlp.http.metrics.OtlpHttpMetricExporter;
import io.opentelemetry.exporter.otlp.http.trace.OtlpHttpSpanExporter;
import io.opentelemetry.sdk.common.CompletableResultCode;
import io.opentelemetry.sdk.metrics.SdkMeterProvider;
import io.opentelemetry.sdk.metrics.export.PeriodicMetricReader;
import io.opentelemetry.sdk.resources.Resource;
import io.opentelemetry.sdk.trace.SdkTracerProvider;
import io.opentelemetry.sdk.trace.export.BatchSpanProcessor;
import io.opentelemetry.sdk.trace.samplers.Sampler;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.logging.Level;
import java.util.logging.Logger;

/**
 * Sends traces and metrics to a collector, by OTLP over HTTP. It has threads of its own and keeps nobody waiting: what does
 * not fit into its queue, and what the collector does not take, is lost and counted.
 */
final class Otlp implements AutoCloseable {
    // Held on to, since the library forgets the levels of loggers that nobody holds.
    private static final Logger LIBRARY = Logger.getLogger("io.opentelemetry");

    private static final int AT_ONCE = 512;
    private static final Duration GATHERING = Duration.ofSeconds(1);
    private static final Duration PATIENCE = Duration.ofSeconds(10);
    private static final Duration TO_CONNECT = Duration.ofSeconds(3);
    private static final Duration LAST_WORDS = Duration.ofSeconds(2);

    private final Lost lost;
    private final CountedSpans queue;
    private final PlannedIds ids = new PlannedIds();
    private final SdkTracerProvider traces;
    private final SdkMeterProvider metrics;

    Otlp(OtlpSettings settings, String version) {
        // What it says of each failure is counted, and said once.
        LIBRARY.setLevel(Level.OFF);
        this.lost = new Lost(settings.endpoint().toString());
        Resource resource = Resource.getDefault()
                .merge(Resource.create(Attributes.of(
                        TelemetryNames.SERVICE_NAME, settings.serviceName(), TelemetryNames.SERVICE_VERSION, version)));
        this.queue = new CountedSpans(
                OtlpHttpSpanExporter.builder()
                        .setEndpoint(settings.endpoint("traces"))
                        .setHeaders(settings::headers)
                        .setConnectTimeout(TO_CONNECT)
                        .setTimeout(PATIENCE)
                        .build(),
                lost);
        this.traces = SdkTracerProvider.builder()
                .setResource(resource)
                .setIdGenerator(ids)
                .setSampler(Sampler.alwaysOn())
                .addSpanProcessor(BatchSpanProcessor.builder(queue)
                        .setMaxQueueSize(CountedSpans.MOST)
                        .setMaxExportBatchSize(AT_ONCE)
                        .setScheduleDelay(GATHERING)
                        .setExporterTimeout(PATIENCE)
                        .build())
                .build();
        this.metrics = SdkMeterProvider.builder()
                .setResource(resource)
                .registerMetricReader(PeriodicMetricReader.builder(new CountedReports(
                                OtlpHttpMetricExporter.builder()
                                        .setEndpoint(settings.endpoint("metrics"))
                                        .setHeaders(settings::headers)
                                        .setConnectTimeout(TO_CONNECT)
                                        .setTimeout(PATIENCE)
                                        .build(),
                                lost))
                        .setInterval(settings.every())
                        .build())
                .build();
    }

    SpanWriter spans() {
        Tracer tracer = traces.tracerBuilder(TelemetryNames.SCOPE)
                .setSchemaUrl(TelemetryNames.SCHEMA)
                .build();
        return new SpanWriter(tracer, ids, queue);
    }

    Meter meter() {
        return metrics.meterBuilder(TelemetryNames.SCOPE)
                .setSchemaUrl(TelemetryNames.SCHEMA)
                .build();
    }

    Lost lost() {
        return lost;
    }

    /** Sends what waits, for two seconds at most. */
    @Override
    public void close() {
        CompletableResultCode _ = CompletableResultCode.ofAll(List.of(traces.shutdown(), metrics.shutdown()))
                .join(LAST_WORDS.toMillis(), TimeUnit.MILLISECONDS);
    }
}
