package dev.writ.mcp.rpc;

import dev.writ.mcp.json.StrictJson;
import java.util.Optional;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/** The error of a response, with the codes of JSON-RPC and of the MCP specification. */
public record RpcError(int code, String message, Optional<JsonNode> data) {
    public static final int PARSE = -32700;
    public static final int INVALID_REQUEST = -32600;
    public static final int METHOD_NOT_FOUND = -32601;
    public static final int INVALID_PARAMS = -32602;
    public static final int INTERNAL = -32603;
    /** Legacy era only. */
    public static final int RESOURCE_NOT_FOUND = -32002;
    /** Modern era only. */
    public static final int HEADER_MISMATCH = -32020;
    /** Modern era only. */
    public static final int MISSING_CLIENT_CAPABILITY = -32021;
    /** Modern era only. */
    public static final int UNSUPPORTED_VERSION = -32022;

    public static RpcError of(int code, String message) {
        return new RpcError(code, message, Optional.empty());
    }

    static RpcError read(ObjectNode object) {
        return new RpcError(
                object.path("code").asInt(INTERNAL),
                object.path("message").asString(""),
                Optional.ofNullable(object.get("data")));
    }

    public ObjectNode json() {
        ObjectNode error = StrictJson.object().put("code", code).put("message", message);
        data.ifPresent(value -> error.set("data", value));
        return error;
    }
}
