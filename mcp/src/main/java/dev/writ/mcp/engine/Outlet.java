package dev.writ.mcp.engine;

import tools.jackson.databind.node.ObjectNode;

/** Takes what the server says to the client while one request is being worked on, in order. Never blocks for long. */
@FunctionalInterface
public interface Outlet {
    /** Once the client no longer listens, nothing happens. */
    void send(ObjectNode message);
}
