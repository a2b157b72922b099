package dev.writ.mcp;

import java.util.Optional;
import java.util.regex.Pattern;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/**
 * The place of a call in a distributed trace (W3C Trace Context), as requests carry it in {@code _meta} (SEP-414). What the
 * other side sends is not trusted: only what has exactly the form of the standard is taken. Baggage, which may hold
 * anything, is neither read nor passed on.
 *
 * @param parent {@code traceparent}: version, trace id, span id and flags
 * @param state {@code tracestate}; empty where there is none
 */
public record TraceContext(String parent, String state) {
    private static final String PARENT = "traceparent";
    private static final String STATE = "tracestate";
    private static final Pattern PARENT_FORM =
            Pattern.compile("00-(?!0{32})[0-9a-f]{32}-(?!0{16})[0-9a-f]{16}-[0-9a-f]{2}");
    /** Section 3.3.1.5: what is longer may be dropped. */
    private static final Pattern STATE_FORM = Pattern.compile("[ -~]{1,512}");

    private static final int TRACE_AT = 3;
    private static final int SPAN_AT = 36;
    private static final int FLAGS_AT = 53;

    /** @throws IllegalArgumentException for what does not have the form of the standard */
    public TraceContext {
        if (!PARENT_FORM.matcher(parent).matches()) {
            throw new IllegalArgumentException("this is no traceparent of version 00");
        }
        if (!state.isEmpty() && !STATE_FORM.matcher(state).matches()) {
            throw new IllegalArgumentException("this is no tracestate");
        }
    }

    /** That of a span of one's own. */
    public static TraceContext of(String trace, String span, boolean sampled) {
        return new TraceContext("00-" + trace + "-" + span + (sampled ? "-01" : "-00"), "");
    }

    /** What a request says in its {@code _meta}; empty where it says nothing, or nothing that has the form. */
    public static Optional<TraceContext> read(ObjectNode meta) {
        JsonNode parent = meta.path(PARENT);
        if (!parent.isString() || !PARENT_FORM.matcher(parent.stringValue()).matches()) {
            return Optional.empty();
        }
        JsonNode state = meta.path(STATE);
        boolean usable =
                state.isString() && STATE_FORM.matcher(state.stringValue()).matches();
        return Optional.of(new TraceContext(parent.stringValue(), usable ? state.stringValue() : ""));
    }

    /** Adds it to the {@code _meta} of a request. */
    public void addTo(ObjectNode meta) {
        meta.put(PARENT, parent);
        if (!state.isEmpty()) {
            meta.put(STATE, state);
        }
    }

    /** The same trace with another span as the parent of what follows. */
    public TraceContext under(String span) {
        return new TraceContext(parent.substring(0, SPAN_AT) + span + parent.substring(FLAGS_AT - 1), state);
    }

    /** 32 hexadecimal digits. */
    public String trace() {
        return parent.substring(TRACE_AT, SPAN_AT - 1);
    }

    /** 16 hexadecimal digits. */
    public String span() {
        return parent.substring(SPAN_AT, FLAGS_AT - 1);
    }

    /** Whether who made it records the trace. */
    public boolean sampled() {
        return (Integer.parseInt(parent.substring(FLAGS_AT), 16) & 1) == 1;
    }
}
