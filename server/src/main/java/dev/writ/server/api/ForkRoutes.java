package dev.writ.server.api;

import dev.writ.FailureCode;
import dev.writ.WritException;
import dev.writ.process.breakpoint.BreakpointTarget;
import dev.writ.runtime.ForkOrder;
import dev.writ.task.Task;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/** {@code /tasks/{id}/fork} and {@code …/replay}: new requests out of old ones. */
final class ForkRoutes implements Routes {
    private static final Set<String> ORDER =
            Set.of("step", "request", "messages", "allow", "budget", "hold", "breakpoints");

    private final ApiParts parts;

    ForkRoutes(ApiParts parts) {
        this.parts = parts;
    }

    @Override
    public void addTo(Api api) {
        api.create("/tasks/{id}/fork", this::fork).create("/tasks/{id}/replay", request -> {
            request.body(Set.of());
            SubmissionFields.checkMayAllow(request, parts.inspection().forks().allowed(request.path("id")));
            return TaskJson.of(parts.inspection().forks().replay(request.path("id"), request.actor()));
        });
    }

    private JsonNode fork(ApiRequest request) {
        ApiBody body = request.body(ORDER);
        Task source = parts.tasks().get(request.path("id"));
        List<BreakpointTarget> targets = body.texts("breakpoints").stream()
                .map(text -> BreakpointTarget.parse(text, parts.registry()))
                .toList();
        ForkOrder order = new ForkOrder(
                body.number("step"),
                body.has("request") ? Optional.of(body.text("request", "")) : Optional.empty(),
                body.object("messages").map(ForkRoutes::messages).orElse(Map.of()),
                SubmissionFields.allowed(request, body),
                body.object("budget")
                        .map(said -> SubmissionFields.budget(
                                said, parts.trees().get(source.tree()).budget())),
                body.flag("hold", false));
        return TaskJson.of(parts.inspection()
                .forks()
                .fork(
                        source.id(),
                        order,
                        request.actor(),
                        (transaction, task) -> targets.forEach(target -> parts.inspection()
                                .breakpoints()
                                .set(transaction, task.tree(), target, request.actor()))));
    }

    private static Map<Integer, String> messages(ObjectNode said) {
        Map<Integer, String> messages = new HashMap<>();
        said.properties().forEach(entry -> {
            if (!entry.getKey().matches("[0-9]{1,6}") || !entry.getValue().isString()) {
                throw new WritException(
                        FailureCode.INVALID_ARGUMENTS,
                        "The field 'messages' must name positions of messages, each with its new words.",
                        "For instance {\"5\": \"the green one\"}; positions are listed by /tasks/{id}/messages.");
            }
            messages.put(Integer.parseInt(entry.getKey()), entry.getValue().asString());
        });
        return messages;
    }
}
