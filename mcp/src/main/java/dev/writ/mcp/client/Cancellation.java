package dev.writ.mcp.client;

import dev.writ.mcp.json.StrictJson;
import dev.writ.mcp.rpc.RequestId;
import dev.writ.mcp.rpc.Rpc;
import tools.jackson.databind.node.ObjectNode;

/** The notification that nobody waits for an answer any more. */
final class Cancellation {
    private Cancellation() {}

    static ObjectNode of(RequestId id) {
        ObjectNode params = StrictJson.object().put("reason", "Nobody waits for the answer any more.");
        params.set("requestId", id.json());
        return Rpc.notification("notifications/cancelled", params);
    }
}
