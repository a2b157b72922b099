package dev.writ.server.telemetry;

import static dev.writ.server.telemetry.TelemetryNames.AGENT_NAME;
import static dev.writ.server.telemetry.TelemetryNames.CHAT;
import static dev.writ.server.telemetry.TelemetryNames.CONVERSATION;
import static dev.writ.server.telemetry.TelemetryNames.COST_MICROS;
import static dev.writ.server.telemetry.TelemetryNames.INPUT_TOKENS;
import static dev.writ.server.telemetry.TelemetryNames.OPERATION;
import static dev.writ.server.telemetry.TelemetryNames.OUTPUT_MESSAGES;
import static dev.writ.server.telemetry.TelemetryNames.OUTPUT_TOKENS;
import static dev.writ.server.telemetry.TelemetryNames.PROVIDER;
import static dev.writ.server.telemetry.TelemetryNames.REQUEST_MODEL;
import static dev.writ.server.telemetry.TelemetryNames.RESPONSE_MODEL;
import static dev.writ.server.telemetry.TelemetryNames.TASK;

import dev.writ.Json;
import dev.writ.Redacted;
import dev.writ.event.Event;
import dev.writ.event.EventFilter;
import dev.writ.event.EventLog;
import io.opentelemetry.api.common.Attributes;
import io.opentelemetry.api.common.AttributesBuilder;
import io.opentelemetry.api.trace.SpanKind;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/** A {@code chat} span for each call of a model. */
final class ModelSpans implements EventSink {
    private final SpanWriter spans;
    private final EventLog events;
    private final String provider;
    private final OtlpSettings settings;

    ModelSpans(SpanWriter spans, EventLog events, String provider, OtlpSettings settings) {
        this.spans = spans;
        this.events = events;
        this.provider = provider;
        this.settings = settings;
    }

    @Override
    public void take(Event event) {
        String trace = TraceIds.trace(event.tree());
        if (!event.type().equals("model.called") || !TraceIds.isSampled(trace, settings.sample())) {
            return;
        }
        String model = event.data().path("model").asString("");
        boolean failed = event.outcome().equals("failed");
        AttributesBuilder attributes = Attributes.builder()
                .put(OPERATION, CHAT)
                .put(PROVIDER, provider)
                .put(REQUEST_MODEL, model)
                .put(AGENT_NAME, event.data().path("agent").asString(""))
                .put(CONVERSATION, event.tree())
                .put(TASK, event.task());
        if (!failed) {
            attributes
                    .put(RESPONSE_MODEL, model)
                    .put(INPUT_TOKENS, event.data().path("input_tokens").asLong(0))
                    .put(OUTPUT_TOKENS, event.data().path("output_tokens").asLong(0))
                    .put(COST_MICROS, event.data().path("cost_micros").asLong(0));
            if (settings.content()) {
                attributes.put(OUTPUT_MESSAGES, said(event));
            }
        }
        spans.write(SpanPlan.of(
                        trace,
                        TraceIds.model(event.entity()),
                        TraceIds.task(event.task()),
                        CHAT + " " + model,
                        event.at().minus(event.duration()),
                        event.at())
                .of(SpanKind.CLIENT)
                .with(attributes.build())
                .failed(failed ? event.data().path("code").asString("failed") : ""));
    }

    /** What the model said, from the event that follows in the same transaction; in the form of the conventions. */
    private String said(Event called) {
        EventFilter next = EventFilter.all()
                .after(called.seq())
                .inTree(called.tree())
                .ofTask(called.task())
                .ofType("agent.turn")
                .atMost(1);
        String text = events.find(next).stream()
                .filter(turn -> turn.causedBy().equals(called.id()))
                .map(turn -> turn.data().path("text").asString(""))
                .findFirst()
                .orElse("");
        ArrayNode messages = Json.array();
        ObjectNode message = messages.addObject().put("role", "assistant");
        message.putArray("parts")
                .addObject()
                .put("type", "text")
                .put("content", Redacted.of(text).text());
        return Json.write(messages);
    }
}
