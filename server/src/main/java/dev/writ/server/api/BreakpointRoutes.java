package dev.writ.server.api;

import dev.writ.FailureCode;
import dev.writ.Json;
import dev.writ.WritException;
import dev.writ.process.breakpoint.Breakpoint;
import dev.writ.process.breakpoint.BreakpointHit;
import dev.writ.process.breakpoint.BreakpointTarget;
import dev.writ.task.Task;
import dev.writ.tool.OperationSpec;
import dev.writ.tool.RegisteredTool;
import java.time.Instant;
import java.util.Set;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/** {@code /tasks/{id}/breakpoints}: before which calls the tasks of a request are held. */
final class BreakpointRoutes implements Routes {
    private static final int MOST_HITS = 100;

    private final ApiParts parts;

    BreakpointRoutes(ApiParts parts) {
        this.parts = parts;
    }

    @Override
    public void addTo(Api api) {
        api.get("/tasks/{id}/breakpoints", request -> list(tree(request)))
                .create("/tasks/{id}/breakpoints", this::set)
                .delete("/tasks/{id}/breakpoints/{breakpoint}", request -> {
                    String tree = tree(request);
                    parts.inspection().breakpoints().remove(tree, request.path("breakpoint"), request.actor());
                    return list(tree);
                });
    }

    private String tree(ApiRequest request) {
        return parts.tasks().get(request.path("id")).tree();
    }

    private JsonNode set(ApiRequest request) {
        String before = request.body(Set.of("before"))
                .words("before", "Name a tool, an operation such as file_edit.write_file, or level:elevated.");
        BreakpointTarget target = BreakpointTarget.parse(before, parts.registry());
        String tree = tree(request);
        Breakpoint made = parts.database().write(transaction -> {
            Task root = parts.tasks().get(transaction.handle(), tree);
            if (root.state().isFinal()) {
                throw new WritException(
                        FailureCode.ILLEGAL_TRANSITION,
                        "The request has ended, so nothing of it can be held.",
                        "Hand it in again with `breakpoints`.");
            }
            return parts.inspection().breakpoints().set(transaction, tree, target, request.actor());
        });
        return of(made);
    }

    private JsonNode list(String tree) {
        ObjectNode json = Json.object();
        ArrayNode breakpoints = json.putArray("breakpoints");
        parts.inspection().breakpoints().of(tree).forEach(one -> breakpoints.add(of(one)));
        ArrayNode hits = json.putArray("hits");
        parts.inspection().hits().of(tree, MOST_HITS).forEach(hit -> hits.add(of(hit)));
        ArrayNode offered = json.putArray("offered");
        for (RegisteredTool tool : parts.registry().tools()) {
            if (!tool.spec().name().equals(OperationSpec.CORE)) {
                offered.add(tool.spec().name());
            }
            tool.operations().forEach(operation -> offered.add(operation.id()));
        }
        return json;
    }

    private static ObjectNode of(Breakpoint breakpoint) {
        return Json.object()
                .put("id", breakpoint.id())
                .put("tree", breakpoint.tree())
                .put("before", breakpoint.target().text())
                .put("created_by", breakpoint.createdBy())
                .put("created_at", breakpoint.createdAt().toString());
    }

    private static ObjectNode of(BreakpointHit hit) {
        return Json.object()
                .put("breakpoint", hit.breakpoint())
                .put("before", hit.target())
                .put("task", hit.task())
                .put("call", hit.call())
                .put("function", hit.function())
                .put("arguments", hit.arguments())
                .put("at", hit.at().toString())
                .put("passed_at", hit.passedAt().map(Instant::toString).orElse(""))
                .put("passed_by", hit.passedBy());
    }
}
