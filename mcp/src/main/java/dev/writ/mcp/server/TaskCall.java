package dev.writ.mcp.server;

import dev.writ.mcp.ClientCapabilities;
import tools.jackson.databind.node.ObjectNode;

/**
 * The call of a tool that goes on as a task: all that is needed to make it again.
 *
 * @param client what can be asked of the client
 * @param answers what the client had answered before the task began
 */
public record TaskCall(Caller caller, ClientCapabilities client, String tool, ObjectNode arguments, Answers answers) {}
