package dev.writ.mcp.rpc;

import dev.writ.mcp.json.StrictJson;
import java.util.Optional;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/** Messages to be sent, as JSON. */
public final class Rpc {
    private Rpc() {}

    public static ObjectNode result(RequestId id, JsonNode result) {
        ObjectNode message = message();
        message.set("id", id.json());
        message.set("result", result);
        return message;
    }

    /** An error that belongs to no request has no id. */
    public static ObjectNode error(Optional<RequestId> id, RpcError error) {
        ObjectNode message = message();
        id.ifPresent(known -> message.set("id", known.json()));
        message.set("error", error.json());
        return message;
    }

    public static ObjectNode notification(String method, ObjectNode params) {
        ObjectNode message = message().put("method", method);
        message.set("params", params);
        return message;
    }

    public static ObjectNode request(RequestId id, String method, ObjectNode params) {
        ObjectNode message = message();
        message.set("id", id.json());
        message.put("method", method);
        message.set("params", params);
        return message;
    }

    private static ObjectNode message() {
        return StrictJson.object().put("jsonrpc", "2.0");
    }
}
