package dev.writ.tool.thirdparty;

import dev.writ.mcp.TraceContext;
import dev.writ.tool.CallContext;
import java.util.Optional;

/** What a server is told of the trace that a call is part of. Safe for use by many threads. */
@FunctionalInterface
public interface CallTraces {
    /** Says nothing. */
    CallTraces NONE = context -> Optional.empty();

    /** Empty where the call is part of none. */
    Optional<TraceContext> of(CallContext context);
}
