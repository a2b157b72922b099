package dev.writ.mcp.engine;

import dev.writ.mcp.ClientCapabilities;
import dev.writ.mcp.json.StrictJson;
import dev.writ.mcp.rpc.RpcException;
import dev.writ.mcp.server.Caller;
import dev.writ.mcp.server.TaskState;
import dev.writ.mcp.server.Tasks;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/** The methods of the tasks extension (SEP-2663). */
final class TaskMethods {
    private final Tasks tasks;

    TaskMethods(Tasks tasks) {
        this.tasks = tasks;
    }

    /** @throws RpcException for an error that is the answer, {@code methodNotFound} among them */
    ObjectNode answer(String method, ObjectNode params, Caller caller, ClientCapabilities client) {
        return switch (method) {
            case "tasks/get" -> {
                String id = id(params, client);
                yield found(tasks.find(caller, id), id).detailed();
            }
            case "tasks/update" -> {
                String id = id(params, client);
                yield acknowledged(tasks.answer(caller, id, answers(params)), id);
            }
            case "tasks/cancel" -> {
                String id = id(params, client);
                yield acknowledged(tasks.cancel(caller, id), id);
            }
            default -> throw RpcException.methodNotFound(method);
        };
    }

    private static String id(ObjectNode params, ClientCapabilities client) {
        MissingCapability.requireTasks(client);
        return Methods.text(params, "taskId");
    }

    private static Map<String, JsonNode> answers(ObjectNode params) {
        if (!(params.path("inputResponses") instanceof ObjectNode given)) {
            throw RpcException.invalidParams("'inputResponses' must be an object.");
        }
        Map<String, JsonNode> answers = new HashMap<>();
        given.propertyStream().forEach(answer -> answers.put(answer.getKey(), answer.getValue()));
        return answers;
    }

    private static ObjectNode acknowledged(boolean known, String id) {
        if (!known) {
            throw unknown(id);
        }
        return StrictJson.object();
    }

    private static TaskState found(Optional<TaskState> state, String id) {
        return state.orElseThrow(() -> unknown(id));
    }

    static RpcException unknown(String id) {
        return RpcException.invalidParams(
                "There is no task '" + id
                        + "'. It may have been kept for its time, or the server may have been started anew since; make the call again.");
    }
}
