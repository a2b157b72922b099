package dev.writ.mcp.server;

import dev.writ.mcp.ClientCapabilities;
import dev.writ.mcp.TraceContext;
import java.util.Optional;
import tools.jackson.databind.JsonNode;

/** One request while it is being worked on. */
public interface Exchange {
    Caller caller();

    ClientCapabilities client();

    Answers answers();

    /** Where the request stands in the trace of its client; empty where the client does not say. */
    Optional<TraceContext> trace();

    /** Whether anybody is told how far the work is. */
    boolean wantsProgress();

    /**
     * Tells a client that wanted to know how far the work is.
     *
     * @param done more each time
     * @param total 0 where it is not known
     */
    void progress(double done, double total, String message);

    /**
     * What to do, once, if the client cancels the task that this call goes on as. A client that cancels its request, or
     * goes away, no longer waits, and that is all.
     */
    void onCancel(Runnable action);

    /** Tells a client that wanted log messages of this level. */
    void log(LogLevel level, JsonNode data);
}
