package dev.writ.server.telemetry;

import dev.writ.mcp.TraceContext;
import dev.writ.tool.CallContext;
import dev.writ.tool.thirdparty.CallTraces;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;

/**
 * Which calls over MCP came with a trace of their client, for the last ten thousand; and what the servers of third parties
 * are told: the client's own trace where there is one, else Writ's where Writ sends traces. Safe for use by many threads.
 */
public final class TraceBook implements CallTraces {
    private static final int MOST = 10_000;

    private final Optional<OtlpSettings> otlp;
    /** By the spans of the calls. */
    private final Map<String, TraceContext> incoming = new LinkedHashMap<>() {
        @Override
        protected boolean removeEldestEntry(Map.Entry<String, TraceContext> eldest) {
            return size() > MOST;
        }
    };

    /** @param otlp empty where Writ sends no traces of its own */
    public TraceBook(Optional<OtlpSettings> otlp) {
        this.otlp = otlp;
    }

    /** Notes that a call is part of its client's trace; to be told before the call is made. */
    public void came(String call, TraceContext trace) {
        synchronized (incoming) {
            incoming.put(TraceIds.call(call), trace);
        }
    }

    /** The client's trace that a call is part of. */
    Optional<TraceContext> incoming(String call) {
        return startedBy(TraceIds.call(call));
    }

    /** As {@link #incoming}, by the span of the call. */
    Optional<TraceContext> startedBy(String span) {
        synchronized (incoming) {
            return Optional.ofNullable(incoming.get(span));
        }
    }

    @Override
    public Optional<TraceContext> of(CallContext context) {
        Optional<TraceContext> theirs = incoming(context.callId());
        if (otlp.isEmpty()) {
            return theirs;
        }
        String span = TraceIds.call(context.callId());
        if (theirs.isPresent()) {
            // A span that is not sent would be a parent that nobody finds.
            return theirs.map(trace -> trace.sampled() ? trace.under(span) : trace);
        }
        String trace = TraceIds.trace(context.tree());
        return Optional.of(TraceContext.of(
                trace, span, TraceIds.isSampled(trace, otlp.get().sample())));
    }
}
