package dev.writ.mcp.server;

import tools.jackson.databind.node.ObjectNode;

/**
 * Runs a tool with arguments that fit its schema. Where it needs something from the client it says so and is called
 * again, from the beginning, with the answers; until then it changes nothing. Its thread is interrupted when the caller
 * no longer waits.
 */
@FunctionalInterface
public interface ToolHandler {
    Outcome<ToolResult> call(ObjectNode arguments, Exchange exchange) throws InterruptedException;
}
