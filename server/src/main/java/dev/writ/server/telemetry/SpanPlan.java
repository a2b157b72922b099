package dev.writ.server.telemetry;

import io.opentelemetry.api.common.Attributes;
import io.opentelemetry.api.trace.SpanKind;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/**
 * A span that is over.
 *
 * @param parent id of the span above it in the same trace; empty at the top
 * @param failure why it failed, in one word; empty where it did not
 * @param marks what happened within it
 * @param linked a span of another trace that it belongs to
 */
record SpanPlan(
        String trace,
        String id,
        String parent,
        String name,
        SpanKind kind,
        Instant start,
        Instant end,
        Attributes attributes,
        String failure,
        List<Mark> marks,
        Optional<Place> linked) {
    /** Something at one moment. */
    record Mark(Instant at, String name, Attributes attributes) {}

    /** Another span. */
    record Place(String trace, String span) {}

    /** A span inside Writ, without failure, marks or link. */
    static SpanPlan of(String trace, String id, String parent, String name, Instant start, Instant end) {
        return new SpanPlan(
                trace,
                id,
                parent,
                name,
                SpanKind.INTERNAL,
                start,
                end,
                Attributes.empty(),
                "",
                List.of(),
                Optional.empty());
    }

    SpanPlan of(SpanKind kind) {
        return new SpanPlan(trace, id, parent, name, kind, start, end, attributes, failure, marks, linked);
    }

    SpanPlan with(Attributes attributes) {
        return new SpanPlan(trace, id, parent, name, kind, start, end, attributes, failure, marks, linked);
    }

    SpanPlan failed(String failure) {
        return new SpanPlan(trace, id, parent, name, kind, start, end, attributes, failure, marks, linked);
    }

    SpanPlan marked(List<Mark> marks) {
        return new SpanPlan(trace, id, parent, name, kind, start, end, attributes, failure, marks, linked);
    }

    SpanPlan linkedTo(String otherTrace, String otherSpan) {
        return new SpanPlan(
                trace,
                id,
                parent,
                name,
                kind,
                start,
                end,
                attributes,
                failure,
                marks,
                Optional.of(new Place(otherTrace, otherSpan)));
    }
}
