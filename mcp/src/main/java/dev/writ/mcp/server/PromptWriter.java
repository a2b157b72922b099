package dev.writ.mcp.server;

import java.util.List;
import java.util.Map;

/** Writes a prompt's messages; the arguments are there as far as they are required. */
@FunctionalInterface
public interface PromptWriter {
    Outcome<List<PromptMessage>> write(Map<String, String> arguments, Exchange exchange) throws InterruptedException;
}
