package dev.writ.mcp.engine;

import dev.writ.mcp.Revision;
import dev.writ.mcp.TraceContext;
import dev.writ.mcp.json.StrictJson;
import dev.writ.mcp.rpc.Message;
import dev.writ.mcp.rpc.RpcError;
import dev.writ.mcp.rpc.RpcException;
import dev.writ.mcp.server.Answers;
import dev.writ.mcp.server.InputRequest;
import dev.writ.mcp.server.LongWork;
import dev.writ.mcp.server.TaskCall;
import dev.writ.mcp.server.TaskStage;
import dev.writ.mcp.server.TaskState;
import dev.writ.mcp.server.Tasks;
import java.util.Map;
import java.util.Optional;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/**
 * The experimental tasks of revision 2025-11-25 (SEP-1686): a client says with a call that it wants it made as a task. What
 * the task needs to know is asked while the client waits for the result. There are no lists of tasks, and no notifications.
 */
final class LegacyTasks {
    private static final String RELATED = "io.modelcontextprotocol/related-task";

    private final Tasks tasks;
    private final Changes changes;

    LegacyTasks(Tasks tasks, Changes changes) {
        this.tasks = tasks;
        this.changes = changes;
    }

    static boolean spokenIn(Session session) {
        return session.revision() == Revision.V2025_11_25;
    }

    static ObjectNode capability() {
        ObjectNode capability = StrictJson.object();
        capability.putObject("cancel");
        capability.putObject("requests").putObject("tools").putObject("call");
        return capability;
    }

    /** A list of tools in which each says that it can be called as a task. */
    static ObjectNode declaredIn(ObjectNode list) {
        ArrayNode declared = StrictJson.object().putArray("tools");
        for (JsonNode tool : list.path("tools")) {
            ObjectNode copy = StrictJson.object().setAll((ObjectNode) tool);
            copy.putObject("execution").put("taskSupport", "optional");
            declared.add(copy);
        }
        list.set("tools", declared);
        return list;
    }

    static boolean isWanted(Message.Request request) {
        return request.method().equals("tools/call")
                && request.params().path("task").isObject();
    }

    ObjectNode begin(Session session, Message.Request request, LongWork<ObjectNode> work) {
        ObjectNode arguments =
                request.params().path("arguments") instanceof ObjectNode given ? given : StrictJson.object();
        TaskCall call = new TaskCall(
                session.caller(),
                session.client(),
                Methods.text(request.params(), "name"),
                arguments,
                Answers.NONE,
                TraceContext.read(request.meta()));
        ObjectNode result = StrictJson.object();
        result.set("task", json(tasks.begin(call, work)));
        return result;
    }

    /** @throws RpcException for an error that is the answer, {@code methodNotFound} among them */
    ObjectNode answer(Session session, Message.Request request, Outlet outlet) throws InterruptedException {
        return switch (request.method()) {
            case "tasks/get" -> json(found(session, request));
            case "tasks/cancel" -> cancelled(session, request);
            case "tasks/result" -> result(session, request, outlet);
            default -> throw RpcException.methodNotFound(request.method());
        };
    }

    private TaskState found(Session session, Message.Request request) {
        String id = Methods.text(request.params(), "taskId");
        return tasks.find(session.caller(), id).orElseThrow(() -> TaskMethods.unknown(id));
    }

    private ObjectNode cancelled(Session session, Message.Request request) {
        TaskState before = found(session, request);
        if (before.stage().isLast()) {
            throw RpcException.invalidParams("The task has ended: it is " + status(before.stage()) + ".");
        }
        tasks.cancel(session.caller(), before.id());
        return json(found(session, request));
    }

    /** Waits for the end of a task, and meanwhile asks the client what the task asks. */
    private ObjectNode result(Session session, Message.Request request, Outlet outlet) throws InterruptedException {
        String id = found(session, request).id();
        try (Subscription news = changes.subscribe(session.caller(), new Change.Task(id)::equals)) {
            while (true) {
                switch (found(session, request).stage()) {
                    case TaskStage.Working _ -> {
                        if (news.take().isEmpty()) {
                            throw RpcException.of(RpcError.INTERNAL, "The server stops; the task ends with it.");
                        }
                    }
                    case TaskStage.NeedsInput(Map<String, InputRequest> asked) -> {
                        for (Map.Entry<String, InputRequest> one : asked.entrySet()) {
                            JsonNode answer = session.ask(related(one.getValue(), id), outlet);
                            tasks.answer(session.caller(), id, Map.of(one.getKey(), answer));
                        }
                    }
                    case TaskStage.Completed(ObjectNode result) -> {
                        ObjectNode own = result.deepCopy();
                        own.withObject("_meta").set(RELATED, reference(id));
                        return own;
                    }
                    case TaskStage.Failed(RpcError error) -> throw RpcException.of(error);
                    case TaskStage.Cancelled() -> throw RpcException.invalidParams("The task was cancelled.");
                }
            }
        }
    }

    private static InputRequest related(InputRequest request, String id) {
        ObjectNode params = request.params().deepCopy();
        params.withObject("_meta").set(RELATED, reference(id));
        return new InputRequest(request.method(), params, request.capability());
    }

    private static ObjectNode reference(String id) {
        return StrictJson.object().put("taskId", id);
    }

    private static ObjectNode json(TaskState state) {
        ObjectNode task = StrictJson.object().put("taskId", state.id()).put("status", status(state.stage()));
        message(state.stage()).ifPresent(message -> task.put("statusMessage", message));
        return task.put("createdAt", state.created().toString())
                .put("lastUpdatedAt", state.changed().toString())
                .put("ttl", state.keptFor().toMillis())
                .put("pollInterval", state.askEvery().toMillis());
    }

    /** In this revision a tool that failed is a failed task. */
    private static String status(TaskStage stage) {
        return failedTool(stage).isPresent() ? "failed" : stage.text();
    }

    private static Optional<String> message(TaskStage stage) {
        return switch (stage) {
            case TaskStage.Working(String message) -> Optional.of(message).filter(words -> !words.isEmpty());
            case TaskStage.Failed(RpcError error) -> Optional.of(error.message());
            case TaskStage.Completed _ -> failedTool(stage);
            case TaskStage.NeedsInput _ -> Optional.empty();
            case TaskStage.Cancelled() -> Optional.empty();
        };
    }

    private static Optional<String> failedTool(TaskStage stage) {
        return stage instanceof TaskStage.Completed(ObjectNode result)
                        && result.path("isError").asBoolean(false)
                ? Optional.of(result.path("content").path(0).path("text").asString("The tool failed."))
                : Optional.empty();
    }
}
