package dev.writ.server.telemetry;

import io.opentelemetry.sdk.trace.IdGenerator;

/** Gives the next span the ids it is to have. For one thread. */
final class PlannedIds implements IdGenerator {
    private String trace = "";
    private String span = "";

    void plan(String trace, String span) {
        this.trace = trace;
        this.span = span;
    }

    @Override
    public String generateTraceId() {
        return trace;
    }

    @Override
    public String generateSpanId() {
        return span;
    }
}
