package dev.writ.server.telemetry;

import static dev.writ.server.telemetry.TelemetryNames.AGENT_NAME;
import static dev.writ.server.telemetry.TelemetryNames.CHAT;
import static dev.writ.server.telemetry.TelemetryNames.ERROR_TYPE;
import static dev.writ.server.telemetry.TelemetryNames.MCP_METHOD;
import static dev.writ.server.telemetry.TelemetryNames.NETWORK_TRANSPORT;
import static dev.writ.server.telemetry.TelemetryNames.OPERATION;
import static dev.writ.server.telemetry.TelemetryNames.PROVIDER;
import static dev.writ.server.telemetry.TelemetryNames.REQUEST_MODEL;
import static dev.writ.server.telemetry.TelemetryNames.TOKEN_TYPE;
import static dev.writ.server.telemetry.TelemetryNames.TOOLS_CALL;
import static dev.writ.server.telemetry.TelemetryNames.TOOL_NAME;
import static dev.writ.server.telemetry.TelemetryNames.WORKFLOW_NAME;

import dev.writ.event.Event;
import io.opentelemetry.api.common.Attributes;
import io.opentelemetry.api.common.AttributesBuilder;
import io.opentelemetry.api.metrics.DoubleHistogram;
import io.opentelemetry.api.metrics.LongHistogram;
import io.opentelemetry.api.metrics.Meter;
import java.util.List;

/** The metrics that the conventions for generative AI and MCP know, with the buckets they ask for. */
final class GenAiMetrics implements EventSink {
    private static final List<Double> MODEL_SECONDS =
            List.of(.01, .02, .04, .08, .16, .32, .64, 1.28, 2.56, 5.12, 10.24, 20.48, 40.96, 81.92);
    private static final List<Double> CALL_SECONDS =
            List.of(.01, .02, .05, .1, .2, .5, 1.0, 2.0, 5.0, 10.0, 30.0, 60.0, 120.0, 300.0);
    private static final List<Long> TOKENS = List.of(
            1L,
            4L,
            16L,
            64L,
            256L,
            1_024L,
            4_096L,
            16_384L,
            65_536L,
            262_144L,
            1_048_576L,
            4_194_304L,
            16_777_216L,
            67_108_864L);
    private static final List<Long> MODEL_CALLS = List.of(1L, 2L, 4L, 8L, 16L, 32L, 64L, 128L, 256L);

    private final McpCalls mcp;
    private final BoundedNames tools;
    private final BoundedNames models;
    private final BoundedNames agents = BoundedNames.of(100);
    private final BoundedNames processes = BoundedNames.of(100);
    private final String provider;
    private final DoubleHistogram modelDurations;
    private final LongHistogram tokens;
    private final DoubleHistogram toolDurations;
    private final DoubleHistogram agentDurations;
    private final LongHistogram agentModelCalls;
    private final DoubleHistogram workflowDurations;
    private final DoubleHistogram clientDurations;
    private final DoubleHistogram serverDurations;

    GenAiMetrics(Meter meter, McpCalls mcp, BoundedNames tools, BoundedNames models, String provider) {
        this.mcp = mcp;
        this.tools = tools;
        this.models = models;
        this.provider = provider;
        this.modelDurations = seconds(meter, TelemetryNames.CLIENT_DURATION, MODEL_SECONDS);
        this.tokens = number(meter, TelemetryNames.TOKEN_USAGE, "{token}", TOKENS);
        this.toolDurations = seconds(meter, TelemetryNames.TOOL_DURATION, CALL_SECONDS);
        this.agentDurations = seconds(meter, TelemetryNames.AGENT_DURATION, CALL_SECONDS);
        this.agentModelCalls = number(meter, TelemetryNames.AGENT_MODEL_CALLS, "{call}", MODEL_CALLS);
        this.workflowDurations = seconds(meter, TelemetryNames.WORKFLOW_DURATION, CALL_SECONDS);
        this.clientDurations = seconds(meter, TelemetryNames.MCP_CLIENT_DURATION, CALL_SECONDS);
        this.serverDurations = seconds(meter, TelemetryNames.MCP_SERVER_DURATION, CALL_SECONDS);
    }

    private static DoubleHistogram seconds(Meter meter, String name, List<Double> bounds) {
        return meter.histogramBuilder(name)
                .setUnit("s")
                .setExplicitBucketBoundariesAdvice(bounds)
                .build();
    }

    private static LongHistogram number(Meter meter, String name, String unit, List<Long> bounds) {
        return meter.histogramBuilder(name)
                .ofLongs()
                .setUnit(unit)
                .setExplicitBucketBoundariesAdvice(bounds)
                .build();
    }

    @Override
    public void take(Event event) {
        switch (event.type()) {
            case "model.called" -> model(event);
            case "tool.succeeded" -> call(event, "");
            case "tool.failed" -> call(event, text(event, "code"));
            case "tool.denied" -> call(event, "denied");
            case "task.completed" -> task(event, "");
            case "task.failed" -> task(event, text(event, "code"));
            case "task.cancelled" -> task(event, "cancelled");
            default -> {
                // The conventions know nothing of it.
            }
        }
    }

    private void model(Event event) {
        AttributesBuilder attributes = Attributes.builder()
                .put(OPERATION, CHAT)
                .put(PROVIDER, provider)
                .put(REQUEST_MODEL, models.of(text(event, "model")));
        if (event.outcome().equals("succeeded")) {
            tokens(event, attributes.build(), "input");
            tokens(event, attributes.build(), "output");
        }
        modelDurations.record(
                seconds(event), with(attributes, event.outcome().equals("failed") ? text(event, "code") : ""));
    }

    private void tokens(Event event, Attributes attributes, String type) {
        tokens.record(
                event.data().path(type + "_tokens").asLong(0),
                attributes.toBuilder().put(TOKEN_TYPE, type).build());
    }

    private void call(Event event, String failure) {
        String tool = tools.of(text(event, "tool"));
        toolDurations.record(seconds(event), with(Attributes.builder().put(TOOL_NAME, tool), failure));
        boolean toServer = mcp.isToServer(event);
        if (toServer || McpCalls.isFromClient(event)) {
            Attributes attributes = with(
                    Attributes.builder()
                            .put(MCP_METHOD, TOOLS_CALL)
                            .put(TOOL_NAME, tool)
                            .put(NETWORK_TRANSPORT, mcp.transport(event)),
                    failure);
            (toServer ? clientDurations : serverDurations).record(seconds(event), attributes);
        }
    }

    private void task(Event event, String failure) {
        String agent = text(event, "agent");
        if (!agent.isEmpty()) {
            Attributes attributes = with(Attributes.builder().put(AGENT_NAME, agents.of(agent)), failure);
            agentDurations.record(seconds(event), attributes);
            agentModelCalls.record(event.data().path("turns").asLong(0), attributes);
        }
        if (event.task().equals(event.tree()) || agent.isEmpty()) {
            workflowDurations.record(
                    seconds(event),
                    with(Attributes.builder().put(WORKFLOW_NAME, processes.of(text(event, "process"))), failure));
        }
    }

    private static Attributes with(AttributesBuilder attributes, String failure) {
        return failure.isEmpty()
                ? attributes.build()
                : attributes.put(ERROR_TYPE, failure).build();
    }

    private static double seconds(Event event) {
        return Math.max(0, event.duration().toNanos() / 1e9);
    }

    private static String text(Event event, String name) {
        return event.data().path(name).asString("");
    }
}
