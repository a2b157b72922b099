package dev.writ.server.api;

import dev.writ.FailureCode;
import dev.writ.Json;
import dev.writ.WritException;
import dev.writ.event.EventFilter;
import dev.writ.permission.Allow;
import dev.writ.runtime.Submission;
import dev.writ.task.Budget;
import dev.writ.task.Conversation;
import dev.writ.task.Task;
import dev.writ.task.TaskFilter;
import java.nio.file.Path;
import java.util.EnumSet;
import java.util.Optional;
import java.util.Set;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/** {@code /tasks}: hand in requests, look at tasks, steer them. */
final class TaskRoutes implements Routes {
    private static final Set<String> SUBMISSION = Set.of(
            "request",
            "workspace",
            "allow",
            "approval_timeout_seconds",
            "agent",
            "process",
            "parameters",
            "step",
            "priority",
            "budget",
            "key");

    private final ApiParts parts;
    private final TaskReport report;

    TaskRoutes(ApiParts parts) {
        this.parts = parts;
        this.report = new TaskReport(parts);
    }

    @Override
    public void addTo(Api api) {
        api.create("/tasks", request -> TaskJson.of(parts.engine().submit(submission(request.body(SUBMISSION)))))
                .get("/tasks", this::list)
                .get("/tasks/{id}", request -> TaskJson.of(parts.tasks().get(request.path("id"))))
                .get("/tasks/{id}/tree", this::tree)
                .get("/tasks/{id}/log", this::log)
                .get("/tasks/{id}/messages", this::messages)
                .get("/tasks/{id}/report", request -> report.of(parts.tasks().get(request.path("id"))))
                .post("/tasks/{id}/cancel", request -> {
                    String reason = ApiRequest.text(request.body(Set.of("reason")), "reason", "the user cancelled it");
                    int cancelled = parts.steering().cancel(request.path("id"), ApiParts.ACTOR, reason);
                    return Json.object().put("cancelled", cancelled);
                })
                .post("/tasks/{id}/pause", request -> {
                    request.body(Set.of());
                    parts.steering().pause(request.path("id"), ApiParts.ACTOR);
                    return TaskJson.of(parts.tasks().get(request.path("id")));
                })
                .post("/tasks/{id}/resume", request -> {
                    request.body(Set.of());
                    parts.steering().resume(request.path("id"), ApiParts.ACTOR);
                    return TaskJson.of(parts.tasks().get(request.path("id")));
                })
                .post("/tasks/{id}/step", request -> {
                    request.body(Set.of());
                    parts.steering().step(request.path("id"), ApiParts.ACTOR);
                    return TaskJson.of(parts.tasks().get(request.path("id")));
                })
                .post("/tasks/{id}/reply", request -> {
                    String text = ApiRequest.text(request.body(Set.of("text")), "text", "");
                    if (text.isBlank()) {
                        throw new WritException(
                                FailureCode.INVALID_ARGUMENTS, "The reply is empty.", "Send {\"text\": \"…\"}.");
                    }
                    parts.steering().reply(request.path("id"), text, ApiParts.ACTOR);
                    return TaskJson.of(parts.tasks().get(request.path("id")));
                });
    }

    private static Submission submission(ObjectNode body) {
        String request = ApiRequest.text(body, "request", "");
        if (request.isBlank()) {
            throw new WritException(
                    FailureCode.INVALID_ARGUMENTS, "The request is empty.", "Say in 'request' what you want.");
        }
        String workspace = ApiRequest.text(body, "workspace", "");
        return new Submission(
                request,
                ApiRequest.text(body, "process", Submission.PLAIN_PROCESS),
                ApiRequest.text(body, "agent", ""),
                body.path("parameters") instanceof ObjectNode parameters ? parameters : Json.object(),
                workspace.isEmpty() ? Optional.empty() : Optional.of(Path.of(workspace)),
                allowed(body.path("allow")),
                body.has("budget") ? budget(body.path("budget")) : Budget.DEFAULT,
                ApiRequest.seconds(body, "approval_timeout_seconds", Submission.DEFAULT_APPROVAL_TIMEOUT),
                body.path("step").asBoolean(false),
                body.path("priority").asInt(0),
                ApiRequest.text(body, "key", ""),
                ApiParts.ACTOR);
    }

    private static Set<Allow> allowed(JsonNode words) {
        Set<Allow> allowed = EnumSet.noneOf(Allow.class);
        words.forEach(word -> allowed.add(Allow.parse(word.asString(""))));
        return allowed;
    }

    /** The usual budget, with what the request says instead. */
    private static Budget budget(JsonNode said) {
        ObjectNode merged = (ObjectNode) Json.tree(Budget.DEFAULT);
        said.propertyNames().forEach(name -> {
            if (!merged.has(name)) {
                throw new WritException(
                        FailureCode.INVALID_ARGUMENTS,
                        "There is no budget limit '" + name + "'.",
                        "Known are: " + merged.propertyNames() + ".");
            }
            merged.set(name, said.path(name));
        });
        return Json.convert(merged, Budget.class);
    }

    private JsonNode list(ApiRequest request) {
        TaskFilter filter = new TaskFilter(
                request.query("state"),
                request.query("tree"),
                request.query("agent"),
                request.query("roots").equals("true"),
                request.limit(100));
        ArrayNode list = Json.array();
        parts.tasks().list(filter).forEach(task -> list.add(TaskJson.of(task)));
        return list;
    }

    private JsonNode tree(ApiRequest request) {
        Task task = parts.tasks().get(request.path("id"));
        ArrayNode list = Json.array();
        parts.tasks().list(TaskFilter.ofTree(task.tree())).reversed().forEach(one -> list.add(TaskJson.of(one)));
        return list;
    }

    private JsonNode log(ApiRequest request) {
        Task task = parts.tasks().get(request.path("id"));
        return EventJson.list(parts.events()
                .find(EventFilter.all()
                        .inTree(task.tree())
                        .after(request.number("after", 0, 0, Long.MAX_VALUE))
                        .atMost(request.limit(1_000))));
    }

    private JsonNode messages(ApiRequest request) {
        Task task = parts.tasks().get(request.path("id"));
        ArrayNode list = Json.array();
        for (Conversation.Entry entry : parts.conversation().entries(task.id())) {
            ObjectNode json = list.addObject()
                    .put("position", entry.position())
                    .put("at", entry.at().toString())
                    .put("role", Conversation.role(entry.message()));
            json.setAll(Conversation.write(entry.message()));
        }
        return list;
    }
}
