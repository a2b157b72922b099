package dev.writ.server.api;

import dev.writ.Json;
import dev.writ.task.Task;
import dev.writ.task.TaskResult;
import tools.jackson.databind.node.ObjectNode;

/** Tasks as the API shows them. */
final class TaskJson {
    private TaskJson() {}

    static ObjectNode of(Task task) {
        ObjectNode json = Json.object()
                .put("id", task.id())
                .put("tree", task.tree())
                .put("parent", task.parent())
                .put("delegated_by", task.delegatedBy())
                .put("title", task.title())
                .put("instruction", task.instruction())
                .put("process", task.process())
                .put("agent", task.agent())
                .put("state", task.state().id())
                .put("hold_reason", task.holdReason())
                .put("depth", task.depth())
                .put("priority", task.priority())
                .put("turns", task.turns())
                .put("step_mode", task.stepMode())
                .put("version", task.version())
                .put("created_at", task.createdAt().toString())
                .put("updated_at", task.updatedAt().toString())
                .put("finished_at", task.finishedAt().map(Object::toString).orElse(""));
        json.set("parameters", task.parameters());
        task.result()
                .map(TaskResult::toJson)
                .ifPresentOrElse(result -> json.set("result", result), () -> json.putNull("result"));
        task.failure()
                .ifPresentOrElse(
                        failure -> json.set(
                                "error",
                                Json.object()
                                        .put("code", failure.code().id())
                                        .put("message", failure.message())
                                        .put("hint", failure.hint())),
                        () -> json.putNull("error"));
        return json;
    }
}
