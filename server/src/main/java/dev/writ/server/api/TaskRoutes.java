package dev.writ.server.api;

import dev.writ.Json;
import dev.writ.event.EventFilter;
import dev.writ.permission.Ceiling;
import dev.writ.process.breakpoint.BreakpointTarget;
import dev.writ.runtime.Submission;
import dev.writ.task.Budget;
import dev.writ.task.Conversation;
import dev.writ.task.Task;
import dev.writ.task.TaskFilter;
import dev.writ.task.TaskState;
import java.util.List;
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
            "breakpoints",
            "key");

    private final ApiParts parts;
    private final TaskReport report;

    TaskRoutes(ApiParts parts) {
        this.parts = parts;
        this.report = new TaskReport(parts);
    }

    @Override
    public void addTo(Api api) {
        api.create("/tasks", this::submit)
                .post("/tasks/preflight", this::preflight)
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

    /** What would become of a submission, found out by the same checks; nothing is written. */
    private JsonNode preflight(ApiRequest request) {
        ApiBody body = request.body(SUBMISSION);
        breakpoints(body);
        Submission submission = submission(request, body);
        Ceiling ceiling = parts.engine().ceiling(submission);
        return ForecastJson.of(
                parts.inspection()
                        .preflight()
                        .of(
                                submission.request(),
                                submission.process(),
                                submission.agent(),
                                submission.workspace().map(Object::toString).orElse(""),
                                ceiling),
                submission,
                parts.model());
    }

    private List<BreakpointTarget> breakpoints(ApiBody body) {
        return body.texts("breakpoints").stream()
                .map(text -> BreakpointTarget.parse(text, parts.registry()))
                .toList();
    }

    private JsonNode submit(ApiRequest request) {
        ApiBody body = request.body(SUBMISSION);
        List<BreakpointTarget> targets = breakpoints(body);
        return TaskJson.of(parts.engine()
                .submit(
                        submission(request, body),
                        (transaction, task) -> targets.forEach(target -> parts.inspection()
                                .breakpoints()
                                .set(transaction, task.tree(), target, request.actor()))));
    }

    private static Submission submission(ApiRequest request, ApiBody body) {
        return new Submission(
                body.words("request", "Say in 'request' what you want."),
                body.text("process", Submission.PLAIN_PROCESS),
                body.text("agent", ""),
                body.object("parameters").orElseGet(Json::object),
                SubmissionFields.workspace(body.text("workspace", "")),
                SubmissionFields.allowed(request, body),
                body.object("budget")
                        .map(said -> SubmissionFields.budget(said, Budget.DEFAULT))
                        .orElse(Budget.DEFAULT),
                body.seconds("approval_timeout_seconds", Submission.DEFAULT_APPROVAL_TIMEOUT),
                body.flag("step", false),
                body.number("priority", 0),
                body.text("key", ""),
                request.actor());
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
        String tree = parts.tasks().get(request.path("id")).tree();
        return OriginJson.addTo(
                RequestJson.of(parts.trees().get(tree)),
                parts.inspection().origins().of(tree),
                parts.inspection().origins().from(tree));
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
