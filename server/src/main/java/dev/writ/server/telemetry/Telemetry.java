package dev.writ.server.telemetry;

import dev.writ.event.EventLog;
import dev.writ.model.Models;
import dev.writ.runtime.Engine;
import dev.writ.store.Database;
import dev.writ.task.TaskStore;
import dev.writ.tool.OperationSpec;
import dev.writ.tool.ToolRegistry;
import dev.writ.tool.UsageRecords;
import dev.writ.tool.thirdparty.ServerSettings;
import dev.writ.tool.thirdparty.ServerState;
import dev.writ.tool.thirdparty.ThirdPartyServers;
import io.prometheus.metrics.model.registry.PrometheusRegistry;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Collectors;

/** All that tells of Writ's work, put together by constructors. */
public final class Telemetry implements AutoCloseable {
    private static final String VERSION = "0.1.0";

    private final TelemetrySettings settings;
    private final Parts parts;
    private final AtomicInteger streams = new AtomicInteger();
    private final Optional<Otlp> otlp;
    private final Optional<MetricsPage> metrics;
    private final EventTail tail;
    private final Readiness readiness;

    /** What it tells of. */
    public record Parts(
            Database database,
            EventLog events,
            TaskStore tasks,
            ToolRegistry registry,
            ThirdPartyServers thirdParties,
            Models models,
            Engine engine,
            TraceBook traces,
            InstantSource clock) {}

    public Telemetry(TelemetrySettings settings, Parts parts) {
        this.settings = settings;
        this.parts = parts;
        this.otlp = settings.otlp().map(sent -> new Otlp(sent, VERSION));
        BoundedNames tools = toolNames();
        BoundedNames models = BoundedNames.of(settings.toolNames());
        List<EventSink> sinks = new ArrayList<>();
        Optional<PrometheusRegistry> registry = settings.metrics() == TelemetrySettings.MetricsAccess.OFF
                ? Optional.empty()
                : Optional.of(new PrometheusRegistry());
        registry.ifPresent(one -> sinks.add(new EventMetrics(one, parts.events, tools, models)));
        settings.otlp().ifPresent(sent -> sinks.addAll(sending(sent, tools, models)));
        this.tail = new EventTail(parts.events, parts.clock, sinks);
        registry.ifPresent(one -> addState(one, tools));
        this.metrics = registry.map(MetricsPage::new);
        this.readiness =
                new Readiness(new StoreProbe(parts.database::checkWritable), parts.engine::isRunning, tail::lag);
    }

    private BoundedNames toolNames() {
        Set<String> own = grantable();
        return new BoundedNames(
                name -> own.contains(name) || name.equals(OperationSpec.CORE),
                name -> parts.registry.tool(name).isPresent(),
                settings.toolNames());
    }

    /** Writ's own tools that can be granted. */
    private Set<String> grantable() {
        return parts.registry.tools().stream()
                .filter(tool -> !tool.server().thirdParty())
                .map(tool -> tool.spec().name())
                .filter(name -> !name.equals(OperationSpec.CORE))
                .collect(Collectors.toUnmodifiableSet());
    }

    private List<EventSink> sending(OtlpSettings sent, BoundedNames tools, BoundedNames models) {
        Otlp exporter = otlp.orElseThrow();
        SpanWriter spans = exporter.spans();
        McpCalls mcp = new McpCalls(parts.registry, programs());
        String provider = TelemetryNames.provider(parts.models.provider());
        return List.of(
                new ModelSpans(spans, parts.events, provider, sent),
                new CallSpans(spans, mcp, new UsageRecords(parts.database), parts.traces, sent),
                new TaskSpans(
                        spans,
                        parts.tasks,
                        new GrantMarks(
                                parts.events, name -> parts.registry.tool(name).isPresent(), sent.content()),
                        parts.traces,
                        sent.sample()),
                new GenAiMetrics(exporter.meter(), mcp, tools, models, provider));
    }

    private Set<String> programs() {
        return parts.thirdParties.list().stream()
                .map(listed -> listed.status().settings())
                .filter(server -> server.transport() instanceof ServerSettings.Program)
                .map(ServerSettings::name)
                .collect(Collectors.toUnmodifiableSet());
    }

    private void addState(PrometheusRegistry registry, BoundedNames tools) {
        new StateMetrics(registry, parts.database, parts.clock)
                .version(VERSION)
                .grants(tools, grantable())
                .openTasks()
                .approvals()
                .servers(this::serverStates)
                .gauge(
                        "writ_event_lag_seconds",
                        "Age of the oldest event not yet counted.",
                        () -> tail.lag().toMillis() / 1e3)
                .gauge("writ_stream_clients", "Open live streams of events.", streams::get)
                .counter(
                        "writ_telemetry_lost",
                        "What the collector did not take: spans, and reports of metrics.",
                        "signal",
                        () -> otlp.map(sent -> sent.lost().counts()).orElse(Map.of("spans", 0L, "metrics", 0L)));
    }

    private Map<ServerState, Integer> serverStates() {
        Map<ServerState, Integer> states = new EnumMap<>(ServerState.class);
        parts.thirdParties.list().forEach(listed -> states.merge(listed.status().state(), 1, Integer::sum));
        return states;
    }

    public TelemetrySettings settings() {
        return settings;
    }

    /** Whether Writ takes work. */
    public Readiness readiness() {
        return readiness;
    }

    /** The page of numbers; empty where it is switched off. */
    public Optional<MetricsPage> metrics() {
        return metrics;
    }

    /** How many follow the events live, to be kept by who serves them. */
    public AtomicInteger streams() {
        return streams;
    }

    /** Begins to follow the events, from where they stand. */
    public void start() {
        if (settings.tellsAnything()) {
            tail.start();
        }
    }

    /** Tells what has happened until now, for four seconds at most. */
    @Override
    public void close() {
        tail.close();
        otlp.ifPresent(Otlp::close);
    }
}
