package dev.writ.server.api;

import dev.writ.FailureCode;
import dev.writ.Json;
import dev.writ.WritException;
import dev.writ.tool.message.InboxFilter;
import dev.writ.tool.message.MessageState;
import dev.writ.tool.message.UserMessage;
import java.util.Locale;
import java.util.Set;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/** {@code /inbox}: what agents said and asked. */
final class InboxRoutes implements Routes {
    private final ApiParts parts;

    InboxRoutes(ApiParts parts) {
        this.parts = parts;
    }

    @Override
    public void addTo(Api api) {
        api.get("/inbox", this::list)
                .get("/inbox/{id}", request -> json(parts.inbox().get(request.path("id"))))
                .post("/inbox/{id}/answer", request -> {
                    String text = request.body(Set.of("text")).words("text", "Send {\"text\": \"…\"}.");
                    return parts.database().write(transaction -> {
                        UserMessage answered =
                                parts.inbox().answer(transaction, request.path("id"), text, request.actor());
                        parts.engine().enqueue(transaction, answered.task());
                        return json(answered);
                    });
                });
    }

    private JsonNode list(ApiRequest request) {
        InboxFilter filter =
                InboxFilter.all().inTree(request.query("tree")).atMost((int) request.number("limit", 50, 1, 200));
        String state = request.query("state");
        ArrayNode list = Json.array();
        parts.inbox()
                .list(state.isEmpty() ? filter : filter.withState(state(state)))
                .forEach(message -> list.add(json(message)));
        return list;
    }

    private static MessageState state(String word) {
        try {
            return MessageState.valueOf(word.toUpperCase(Locale.ROOT));
        } catch (IllegalArgumentException e) {
            throw new WritException(
                    FailureCode.INVALID_ARGUMENTS,
                    "There is no message state '" + word + "'.",
                    "Use sent, asked, answered or expired.");
        }
    }

    private static ObjectNode json(UserMessage message) {
        ObjectNode json = Json.object()
                .put("id", message.id())
                .put("task", message.task())
                .put("tree", message.tree())
                .put("agent", message.agent())
                .put("type", message.type().name().toLowerCase(Locale.ROOT))
                .put("state", message.state().name().toLowerCase(Locale.ROOT))
                .put("text", message.text())
                .put("answer", message.answer())
                .put("created_at", message.createdAt().toString())
                .put("expires_at", message.expiresAt().map(Object::toString).orElse(""));
        json.set("content", message.content());
        return json;
    }
}
