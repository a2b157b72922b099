package dev.writ.mcp.server;

import dev.writ.mcp.ClientCapabilities.Capability;
import dev.writ.mcp.json.StrictJson;
import tools.jackson.databind.node.ObjectNode;

/**
 * Something a client is asked for.
 *
 * @param capability what the client must have declared for it
 */
public record InputRequest(String method, ObjectNode params, Capability capability) {
    public static final String ELICIT = "elicitation/create";
    public static final String SAMPLE = "sampling/createMessage";
    public static final String LIST_ROOTS = "roots/list";

    /**
     * A form for the person behind the client.
     *
     * @param schema of an object with flat properties
     */
    public static InputRequest form(String message, ObjectNode schema) {
        ObjectNode params = StrictJson.object().put("mode", "form").put("message", message);
        params.set("requestedSchema", schema);
        return new InputRequest(ELICIT, params, Capability.ELICITATION_FORM);
    }

    /** An address for the person to open, for what the client itself must not see. */
    public static InputRequest page(String id, String message, String url) {
        ObjectNode params = StrictJson.object()
                .put("mode", "url")
                .put("elicitationId", id)
                .put("message", message)
                .put("url", url);
        return new InputRequest(ELICIT, params, Capability.ELICITATION_URL);
    }

    /** An answer of the client's model. */
    public static InputRequest sample(ObjectNode params) {
        return new InputRequest(SAMPLE, params, Capability.SAMPLING);
    }

    /** As a message holds it. */
    public ObjectNode json() {
        ObjectNode request = StrictJson.object().put("method", method);
        request.set("params", params);
        return request;
    }

    /** The folders the client works in. */
    public static InputRequest roots() {
        return new InputRequest(LIST_ROOTS, StrictJson.object(), Capability.ROOTS);
    }
}
