package dev.writ.mcp.server;

import java.util.List;

/** Reads a resource; its thread is interrupted when the caller no longer waits. */
@FunctionalInterface
public interface ResourceReader {
    Outcome<List<ResourceContents>> read(String uri, Exchange exchange) throws InterruptedException;
}
