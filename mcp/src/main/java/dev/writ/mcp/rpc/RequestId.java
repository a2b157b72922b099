package dev.writ.mcp.rpc;

import java.util.Optional;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.JsonNodeFactory;

/** The id of a request: a text or a whole number, never null (MCP is stricter here than JSON-RPC). */
public record RequestId(JsonNode json) {
    private static final int LONGEST = 256;

    public static RequestId of(long number) {
        return new RequestId(JsonNodeFactory.instance.numberNode(number));
    }

    public static RequestId of(String text) {
        return new RequestId(JsonNodeFactory.instance.stringNode(text));
    }

    /** Empty where the value cannot be an id. */
    public static Optional<RequestId> read(JsonNode value) {
        boolean text = value.isString() && value.stringValue().length() <= LONGEST;
        boolean number = value.isIntegralNumber() && value.canConvertToLong();
        return text || number
                ? Optional.of(new RequestId(number ? of(value.longValue()).json : value))
                : Optional.empty();
    }
}
