package dev.writ.mcp.rpc;

import dev.writ.mcp.json.MalformedJson;
import dev.writ.mcp.json.StrictJson;
import java.util.Optional;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/** What one peer says to the other; JSON-RPC 2.0 without batches. */
public sealed interface Message {
    /** Wants an answer with the same id. */
    record Request(RequestId id, String method, ObjectNode params) implements Message {
        /** The fields of {@code _meta}; none where there is no such object. */
        public ObjectNode meta() {
            return metaOf(params);
        }
    }

    /** Wants none. */
    record Notification(String method, ObjectNode params) implements Message {}

    /** The answer to a request of ours: a result or an error, the other one is empty. */
    record Response(RequestId id, Optional<JsonNode> result, Optional<RpcError> error) implements Message {}

    /**
     * Reads one message.
     *
     * @throws RpcException with {@code -32700} for what is not JSON and {@code -32600} for what is no message
     */
    static Message read(byte[] utf8) {
        JsonNode value;
        try {
            value = StrictJson.parse(utf8);
        } catch (MalformedJson e) {
            throw RpcException.badRequest(RpcError.PARSE, "The message cannot be read: " + e.getMessage() + ".");
        }
        if (value.isArray()) {
            throw invalid("Batches are not accepted; send each message by itself.");
        }
        if (!(value instanceof ObjectNode object) || !isText(object.path("jsonrpc"), "2.0")) {
            throw invalid("The message is no JSON-RPC 2.0 object.");
        }
        boolean hasId = object.has("id");
        Optional<RequestId> id = RequestId.read(object.path("id"));
        if (hasId && id.isEmpty()) {
            throw invalid("The id must be a text of at most 256 characters or a whole number.");
        }
        if (object.has("method")) {
            return call(object, id);
        }
        return id.map(known -> response(object, known)).orElseThrow(() -> invalid("The message has no method."));
    }

    /** The id of a message that could not be read as a whole, where it has one. */
    static Optional<RequestId> idOf(byte[] utf8) {
        try {
            return RequestId.read(StrictJson.parse(utf8).path("id"));
        } catch (MalformedJson e) {
            return Optional.empty();
        }
    }

    private static Message call(ObjectNode object, Optional<RequestId> id) {
        JsonNode method = object.get("method");
        if (!method.isString() || object.has("result") || object.has("error")) {
            throw invalid("The method must be a text, beside neither result nor error.");
        }
        JsonNode params = object.path("params");
        if (!params.isMissingNode() && !params.isObject()) {
            throw invalid("The params must be an object.");
        }
        ObjectNode fields = params instanceof ObjectNode given ? given : StrictJson.object();
        String name = method.stringValue();
        return id.<Message>map(known -> new Request(known, name, fields))
                .orElseGet(() -> new Notification(name, fields));
    }

    private static Message response(ObjectNode object, RequestId id) {
        Optional<RpcError> error =
                object.get("error") instanceof ObjectNode given ? Optional.of(RpcError.read(given)) : Optional.empty();
        Optional<JsonNode> result = Optional.ofNullable(object.get("result"));
        if (error.isPresent() == result.isPresent()) {
            throw invalid("The message has no method, and not just one of result and error.");
        }
        return new Response(id, result, error);
    }

    private static ObjectNode metaOf(ObjectNode params) {
        return params.get("_meta") instanceof ObjectNode meta ? meta : StrictJson.object();
    }

    private static boolean isText(JsonNode node, String text) {
        return node.isString() && node.stringValue().equals(text);
    }

    private static RpcException invalid(String message) {
        return RpcException.badRequest(RpcError.INVALID_REQUEST, message);
    }
}
