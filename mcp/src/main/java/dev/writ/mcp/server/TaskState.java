package dev.writ.mcp.server;

import dev.writ.mcp.json.StrictJson;
import java.time.Duration;
import java.time.Instant;
import tools.jackson.databind.node.ObjectNode;

/**
 * What a client is told of a task.
 *
 * @param keptFor how long after its creation it can be asked for
 * @param askEvery how often a client should look at it
 */
public record TaskState(
        String id, Instant created, Instant changed, Duration keptFor, Duration askEvery, TaskStage stage) {
    /** What is said when the task is created: nothing of what only {@link #detailed()} may hold. */
    public ObjectNode summary() {
        ObjectNode task = StrictJson.object().put("taskId", id).put("status", stage.text());
        switch (stage) {
            case TaskStage.Working(String message) when !message.isEmpty() -> task.put("statusMessage", message);
            case TaskStage.Failed failed ->
                task.put("statusMessage", failed.error().message());
            case TaskStage.Working working -> {}
            case TaskStage.NeedsInput needs -> {}
            case TaskStage.Completed completed -> {}
            case TaskStage.Cancelled() -> {}
        }
        return task.put("createdAt", created.toString())
                .put("lastUpdatedAt", changed.toString())
                .put("ttlMs", keptFor.toMillis())
                .put("pollIntervalMs", askEvery.toMillis());
    }

    /** All there is to know: with the result, the error, or what the client is asked. */
    public ObjectNode detailed() {
        ObjectNode task = summary();
        switch (stage) {
            case TaskStage.NeedsInput needs -> {
                ObjectNode requests = task.putObject("inputRequests");
                needs.requests().forEach((key, request) -> requests.set(key, request.json()));
            }
            case TaskStage.Completed completed -> task.set("result", completed.result());
            case TaskStage.Failed failed -> task.set("error", failed.error().json());
            case TaskStage.Working working -> {}
            case TaskStage.Cancelled() -> {}
        }
        return task;
    }
}
