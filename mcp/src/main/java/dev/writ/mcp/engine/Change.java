package dev.writ.mcp.engine;

import dev.writ.mcp.json.StrictJson;
import dev.writ.mcp.rpc.Rpc;
import tools.jackson.databind.node.ObjectNode;

/** Something that clients may want to hear of. */
public sealed interface Change {
    record Tools() implements Change {}

    record Prompts() implements Change {}

    record Resources() implements Change {}

    /** What a resource holds is no longer the same. */
    record Updated(String uri) implements Change {}

    /** A task has come further. */
    record Task(String id) implements Change {}

    /** @param params to which the change adds what it has to say */
    default ObjectNode notification(ObjectNode params) {
        return switch (this) {
            case Tools() -> Rpc.notification("notifications/tools/list_changed", params);
            case Prompts() -> Rpc.notification("notifications/prompts/list_changed", params);
            case Resources() -> Rpc.notification("notifications/resources/list_changed", params);
            case Updated(String uri) -> Rpc.notification("notifications/resources/updated", params.put("uri", uri));
            case Task(String id) -> Rpc.notification("notifications/tasks", params.put("taskId", id));
        };
    }

    default ObjectNode notification() {
        return notification(StrictJson.object());
    }
}
