package dev.writ.mcp.server;

import dev.writ.mcp.json.JsonSchema;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/** Whether an answer of a client has the form that was asked for; one that has not counts as none. */
public final class AnswerCheck {
    private AnswerCheck() {}

    public static boolean fits(String method, ObjectNode params, JsonNode answer) {
        if (!answer.isObject()) {
            return false;
        }
        return switch (method) {
            case InputRequest.ELICIT -> elicited(params, answer);
            case InputRequest.SAMPLE ->
                answer.path("role").isString()
                        && answer.path("model").isString()
                        && (answer.path("content").isObject()
                                || answer.path("content").isArray());
            case InputRequest.LIST_ROOTS -> answer.path("roots").isArray();
            default -> false;
        };
    }

    private static boolean elicited(ObjectNode params, JsonNode answer) {
        return switch (answer.path("action").asString("")) {
            case "decline", "cancel" -> true;
            case "accept" ->
                !(params.get("requestedSchema") instanceof ObjectNode schema)
                        || JsonSchema.compile(schema)
                                .firstMistake(answer.path("content"))
                                .isEmpty();
            default -> false;
        };
    }
}
