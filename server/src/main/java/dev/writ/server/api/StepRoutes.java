package dev.writ.server.api;

import dev.writ.Json;
import dev.writ.agent.context.StepTools;
import dev.writ.task.Task;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ArrayNode;

/** {@code /tasks/{id}/context} and {@code /tasks/{id}/steps}: what an agent saw, and what it could and did call. */
final class StepRoutes implements Routes {
    private final ApiParts parts;

    StepRoutes(ApiParts parts) {
        this.parts = parts;
    }

    @Override
    public void addTo(Api api) {
        api.get("/tasks/{id}/context", this::context).get("/tasks/{id}/steps", this::steps);
    }

    private JsonNode context(ApiRequest request) {
        Task task = parts.tasks().get(request.path("id"));
        int step = (int) request.number("step", 0, 1, Integer.MAX_VALUE);
        return ContextJson.of(
                step == 0
                        ? parts.inspection().contexts().latest(task)
                        : parts.inspection().contexts().at(task, step));
    }

    private JsonNode steps(ApiRequest request) {
        Task task = parts.tasks().get(request.path("id"));
        ArrayNode list = Json.array();
        for (StepTools step : parts.inspection().steps().of(task)) {
            list.add(StepJson.of(step));
        }
        return list;
    }
}
