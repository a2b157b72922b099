package dev.writ.mcp.server;

import dev.writ.mcp.ClientCapabilities;
import dev.writ.mcp.TraceContext;
import java.util.Optional;
import tools.jackson.databind.node.ObjectNode;

/**
 * The call of a tool that goes on as a task: all that is needed to make it again.
 *
 * @param client what can be asked of the client
 * @param answers what the client had answered before the task began
 * @param trace where the call stands in the trace of its client
 */
public record TaskCall(
        Caller caller,
        ClientCapabilities client,
        String tool,
        ObjectNode arguments,
        Answers answers,
        Optional<TraceContext> trace) {}
