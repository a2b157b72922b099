package dev.writ.server.telemetry;

import static dev.writ.server.telemetry.TelemetryNames.AGENT_NAME;
import static dev.writ.server.telemetry.TelemetryNames.AUTHORITY;
import static dev.writ.server.telemetry.TelemetryNames.CHECK_NANOS;
import static dev.writ.server.telemetry.TelemetryNames.CONVERSATION;
import static dev.writ.server.telemetry.TelemetryNames.EXECUTE_TOOL;
import static dev.writ.server.telemetry.TelemetryNames.GRANT;
import static dev.writ.server.telemetry.TelemetryNames.MCP_METHOD;
import static dev.writ.server.telemetry.TelemetryNames.NETWORK_TRANSPORT;
import static dev.writ.server.telemetry.TelemetryNames.OPERATION;
import static dev.writ.server.telemetry.TelemetryNames.RULE;
import static dev.writ.server.telemetry.TelemetryNames.TASK;
import static dev.writ.server.telemetry.TelemetryNames.TOOLS_CALL;
import static dev.writ.server.telemetry.TelemetryNames.TOOL_ARGUMENTS;
import static dev.writ.server.telemetry.TelemetryNames.TOOL_CALL;
import static dev.writ.server.telemetry.TelemetryNames.TOOL_NAME;
import static dev.writ.server.telemetry.TelemetryNames.TOOL_RESULT;
import static dev.writ.server.telemetry.TelemetryNames.TOOL_TYPE;

import dev.writ.Json;
import dev.writ.event.Event;
import dev.writ.mcp.TraceContext;
import dev.writ.tool.UsageRecords;
import io.opentelemetry.api.common.Attributes;
import io.opentelemetry.api.common.AttributesBuilder;
import io.opentelemetry.api.trace.SpanKind;
import java.util.Optional;

/**
 * An {@code execute_tool} span for each call at the gateway. A call to or from outside over MCP is the same span, with what
 * MCP adds. One that came with a trace of its client is part of that trace, and linked to the task it was made for.
 */
final class CallSpans implements EventSink {
    private final SpanWriter spans;
    private final McpCalls mcp;
    private final UsageRecords records;
    private final TraceBook traces;
    private final OtlpSettings settings;

    CallSpans(SpanWriter spans, McpCalls mcp, UsageRecords records, TraceBook traces, OtlpSettings settings) {
        this.spans = spans;
        this.mcp = mcp;
        this.records = records;
        this.traces = traces;
        this.settings = settings;
    }

    @Override
    public void take(Event event) {
        switch (event.type()) {
            case "tool.succeeded" -> write(event, "");
            case "tool.failed" -> write(event, event.data().path("code").asString("failed"));
            case "tool.denied" -> write(event, "denied");
            default -> {
                // No call ended.
            }
        }
    }

    private void write(Event event, String failure) {
        Optional<TraceContext> client = traces.incoming(event.entity());
        String own = TraceIds.trace(event.tree());
        boolean sampled = client.map(TraceContext::sampled).orElseGet(() -> TraceIds.isSampled(own, settings.sample()));
        if (!sampled) {
            return;
        }
        String task = TraceIds.task(event.task());
        SpanPlan plan = SpanPlan.of(
                        client.map(TraceContext::trace).orElse(own),
                        TraceIds.call(event.entity()),
                        client.map(TraceContext::span).orElse(task),
                        EXECUTE_TOOL + " " + McpCalls.operation(event),
                        event.at().minus(event.duration()),
                        event.at())
                .of(kind(event))
                .with(attributes(event))
                .failed(failure);
        spans.write(client.isPresent() ? plan.linkedTo(own, task) : plan);
    }

    private SpanKind kind(Event event) {
        if (mcp.isToServer(event)) {
            return SpanKind.CLIENT;
        }
        return McpCalls.isFromClient(event) ? SpanKind.SERVER : SpanKind.INTERNAL;
    }

    private Attributes attributes(Event event) {
        AttributesBuilder attributes = Attributes.builder()
                .put(OPERATION, EXECUTE_TOOL)
                .put(TOOL_NAME, McpCalls.operation(event))
                .put(TOOL_TYPE, "function")
                .put(TOOL_CALL, event.entity())
                .put(AGENT_NAME, text(event, "agent"))
                .put(CONVERSATION, event.tree())
                .put(TASK, event.task())
                .put(AUTHORITY, text(event, "authority"));
        put(attributes, GRANT, text(event, "assignment"));
        put(attributes, RULE, text(event, "rule"));
        long checked = event.data().path("check_nanos").asLong(0);
        if (checked > 0) {
            attributes.put(CHECK_NANOS, checked);
        }
        if (mcp.isToServer(event) || McpCalls.isFromClient(event)) {
            attributes.put(MCP_METHOD, TOOLS_CALL);
            attributes.put(NETWORK_TRANSPORT, mcp.transport(event));
        }
        if (settings.content()) {
            addContent(event, attributes);
        }
        return attributes.build();
    }

    /** As recorded, which is without secrets of known forms, and with long texts cut. */
    private void addContent(Event event, AttributesBuilder attributes) {
        records.find(event.entity()).ifPresent(call -> {
            attributes.put(TOOL_ARGUMENTS, Json.write(call.arguments()));
            put(attributes, TOOL_RESULT, call.summary());
        });
    }

    private static void put(
            AttributesBuilder attributes, io.opentelemetry.api.common.AttributeKey<String> key, String value) {
        if (!value.isEmpty()) {
            attributes.put(key, value);
        }
    }

    private static String text(Event event, String name) {
        return event.data().path(name).asString("");
    }
}
