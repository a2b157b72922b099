package dev.writ.server.api;

import dev.writ.FailureCode;
import dev.writ.Json;
import dev.writ.WritException;
import dev.writ.account.Role;
import dev.writ.event.EventFilter;
import dev.writ.permission.Allow;
import dev.writ.runtime.Submission;
import dev.writ.task.Budget;
import dev.writ.task.Conversation;
import dev.writ.task.Task;
import dev.writ.task.TaskFilter;
import dev.writ.task.TaskState;
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
        api.create("/tasks", request -> TaskJson.of(parts.engine().submit(submission(request))))
                .get("/tasks", this::list)
                .get("/tasks/{id}", request -> TaskJson.of(parts.tasks().get(request.path("id"))))
                .get("/tasks/{id}/tree", this::tree)
                .get("/tasks/{id}/request", this::request)
                .get("/tasks/{id}/log", this::log)
                .get("/tasks/{id}/messages", this::messages)
                .get("/tasks/{id}/report", request -> report.of(parts.tasks().get(request.path("id"))))
                .post("/tasks/{id}/cancel", request -> {
                    String reason = request.body(Set.of("reason")).text("reason", "the user cancelled it");
                    int cancelled = parts.steering().cancel(request.path("id"), request.actor(), reason);
                    return Json.object().put("cancelled", cancelled);
                })
                .post("/tasks/{id}/pause", request -> {
                    request.body(Set.of());
                    parts.steering().pause(request.path("id"), request.actor());
                    return TaskJson.of(parts.tasks().get(request.path("id")));
                })
                .post("/tasks/{id}/resume", request -> {
                    request.body(Set.of());
                    parts.steering().resume(request.path("id"), request.actor());
                    return TaskJson.of(parts.tasks().get(request.path("id")));
                })
                .post("/tasks/{id}/step", request -> {
                    request.body(Set.of());
                    parts.steering().step(request.path("id"), request.actor());
                    return TaskJson.of(parts.tasks().get(request.path("id")));
                })
                .post("/tasks/{id}/reply", request -> {
                    String text = request.body(Set.of("text")).words("text", "Send {\"text\": \"…\"}.");
                    parts.steering().reply(request.path("id"), text, request.actor());
                    return TaskJson.of(parts.tasks().get(request.path("id")));
                });
    }

    /** What may be granted without asking is an approval, given beforehand. */
    private static Submission submission(ApiRequest request) {
        ApiBody body = request.body(SUBMISSION);
        Set<Allow> allowed = SubmissionFields.allowed(body.texts("allow"));
        if (!allowed.isEmpty()) {
            request.caller().need(Role.APPROVER);
        }
        return new Submission(
                body.words("request", "Say in 'request' what you want."),
                body.text("process", Submission.PLAIN_PROCESS),
                body.text("agent", ""),
                body.object("parameters").orElseGet(Json::object),
                SubmissionFields.workspace(body.text("workspace", "")),
                allowed,
                body.object("budget").map(TaskRoutes::budget).orElse(Budget.DEFAULT),
                body.seconds("approval_timeout_seconds", Submission.DEFAULT_APPROVAL_TIMEOUT),
                body.flag("step", false),
                body.number("priority", 0),
                body.text("key", ""),
                request.actor());
    }

    /** The usual budget, with what the request says instead. */
    private static Budget budget(ObjectNode said) {
        ObjectNode merged = (ObjectNode) Json.tree(Budget.DEFAULT);
        said.propertyNames().forEach(name -> {
            if (!merged.has(name)) {
                throw new WritException(
                        FailureCode.INVALID_ARGUMENTS,
                        "There is no budget limit '" + name + "'.",
                        "Known are: " + merged.propertyNames() + ".");
            }
            if (!said.path(name).isIntegralNumber() || said.path(name).asDouble() < 0) {
                throw new WritException(
                        FailureCode.INVALID_ARGUMENTS,
                        "The budget limit '" + name + "' must be a whole number, at least 0.",
                        "Leave it out for the usual one, " + merged.path(name) + ".");
            }
            merged.set(name, said.path(name));
        });
        return Json.convert(merged, Budget.class);
    }

    private JsonNode list(ApiRequest request) {
        TaskFilter filter = new TaskFilter(
                state(request.query("state")),
                request.query("tree"),
                request.query("agent"),
                request.query("roots").equals("true"),
                request.limit(100));
        ArrayNode list = Json.array();
        parts.tasks().list(filter).forEach(task -> list.add(TaskJson.of(task)));
        return list;
    }

    private static String state(String word) {
        return word.isEmpty() ? "" : TaskState.parse(word).id();
    }

    private JsonNode tree(ApiRequest request) {
        Task task = parts.tasks().get(request.path("id"));
        ArrayNode list = Json.array();
        parts.tasks().list(TaskFilter.ofTree(task.tree())).reversed().forEach(one -> list.add(TaskJson.of(one)));
        return list;
    }

    private JsonNode request(ApiRequest request) {
        return RequestJson.of(
                parts.trees().get(parts.tasks().get(request.path("id")).tree()));
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
