package dev.writ.mcp.client;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/**
 * What a tool answered. Nothing in it is to be trusted.
 *
 * @param content its parts, each with a {@code type}
 * @param structured the answer for programs, where there is one
 * @param failed whether the server says that the call went wrong
 */
public record CallResult(List<ObjectNode> content, Optional<JsonNode> structured, boolean failed) {
    public CallResult {
        content = List.copyOf(content);
    }

    /** @throws ServerFailure for what is no result of a call */
    static CallResult read(ObjectNode result) {
        switch (result.path("resultType").asString("complete")) {
            case "complete" -> {
                // As it is.
            }
            case "input_required" ->
                throw new ServerFailure(
                        ServerFailure.Kind.REFUSED,
                        "It wants to ask something before it answers, which it may not here.");
            default -> throw ServerFailure.malformed("It answered a call with something that was not asked for.");
        }
        if (!result.path("content").isArray()) {
            throw ServerFailure.malformed("It answered a call without content.");
        }
        List<ObjectNode> content = new ArrayList<>();
        for (JsonNode part : result.path("content")) {
            if (!(part instanceof ObjectNode object) || !object.path("type").isString()) {
                throw ServerFailure.malformed("It answered a call with content that has no type.");
            }
            content.add(object);
        }
        return new CallResult(
                content,
                Optional.ofNullable(result.get("structuredContent")),
                result.path("isError").asBoolean(false));
    }
}
