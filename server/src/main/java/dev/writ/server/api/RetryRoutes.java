package dev.writ.server.api;

import dev.writ.Json;
import dev.writ.agent.Retries;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ArrayNode;

/** {@code /retries}: model calls that are being tried again now. */
final class RetryRoutes implements Routes {
    private final Retries retries;

    RetryRoutes(ApiParts parts) {
        this.retries = new Retries(parts.database());
    }

    @Override
    public void addTo(Api api) {
        api.get("/retries", this::list);
    }

    private JsonNode list(ApiRequest request) {
        ArrayNode list = Json.array();
        for (Retries.Current one : retries.now(request.query("tree"))) {
            list.addObject()
                    .put("tree", one.tree())
                    .put("task", one.task())
                    .put("agent", one.agent())
                    .put("model", one.model())
                    .put("attempt", one.attempt())
                    .put("attempts", one.attempts())
                    .put("reason", one.reason())
                    .put("message", one.message())
                    .put("failed_at", one.failedAt().toString())
                    .put("next_at", one.nextAt().toString());
        }
        return list;
    }
}
