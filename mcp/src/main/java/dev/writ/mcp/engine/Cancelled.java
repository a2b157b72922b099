package dev.writ.mcp.engine;

import dev.writ.mcp.rpc.Message;
import dev.writ.mcp.rpc.RequestId;
import java.util.Optional;
import tools.jackson.databind.JsonNode;

/** {@code notifications/cancelled}. */
public final class Cancelled {
    private Cancelled() {}

    /** Which request is no longer wanted. */
    public static Optional<RequestId> request(Message.Notification notification) {
        JsonNode id = notification.params().path("requestId");
        return RequestId.read(id);
    }
}
