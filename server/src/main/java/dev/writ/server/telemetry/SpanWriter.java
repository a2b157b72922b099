package dev.writ.server.telemetry;

import io.opentelemetry.api.trace.Span;
import io.opentelemetry.api.trace.SpanBuilder;
import io.opentelemetry.api.trace.SpanContext;
import io.opentelemetry.api.trace.StatusCode;
import io.opentelemetry.api.trace.TraceFlags;
import io.opentelemetry.api.trace.TraceState;
import io.opentelemetry.api.trace.Tracer;
import io.opentelemetry.context.Context;

/** Writes spans that are over. For one thread. */
final class SpanWriter {
    private final Tracer tracer;
    private final PlannedIds ids;
    private final CountedSpans queue;

    SpanWriter(Tracer tracer, PlannedIds ids, CountedSpans queue) {
        this.tracer = tracer;
        this.ids = ids;
        this.queue = queue;
    }

    /** Has the span sent some time; where too many wait already, it is lost. */
    void write(SpanPlan plan) {
        ids.plan(plan.trace(), plan.id());
        SpanBuilder builder = tracer.spanBuilder(plan.name())
                .setSpanKind(plan.kind())
                .setStartTimestamp(plan.start())
                .setAllAttributes(plan.attributes())
                .setParent(
                        plan.parent().isEmpty()
                                ? Context.root()
                                : Context.root().with(Span.wrap(place(plan.trace(), plan.parent()))));
        plan.linked().ifPresent(other -> builder.addLink(place(other.trace(), other.span())));
        Span span = builder.startSpan();
        plan.marks().forEach(mark -> span.addEvent(mark.name(), mark.attributes(), mark.at()));
        if (!plan.failure().isEmpty()) {
            span.setAttribute(TelemetryNames.ERROR_TYPE, plan.failure()).setStatus(StatusCode.ERROR);
        }
        if (queue.enter()) {
            span.end(plan.end());
        }
    }

    private static SpanContext place(String trace, String span) {
        return SpanContext.createFromRemoteParent(trace, span, TraceFlags.getSampled(), TraceState.getDefault());
    }
}
