package dev.writ.server.api;

import dev.writ.Json;
import dev.writ.tool.ToolPin;
import java.util.Set;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/** {@code /tools/{name}/pin} and {@code …/accept}: which definition of a tool was accepted, and accepting another. */
final class ToolRoutes implements Routes {
    private final ApiParts parts;

    ToolRoutes(ApiParts parts) {
        this.parts = parts;
    }

    @Override
    public void addTo(Api api) {
        api.get("/tools/{name}/pin", request -> json(parts.registry().pin(request.path("name"))))
                .post("/tools/{name}/accept", request -> {
                    String name = request.path("name");
                    String expected = request.body(Set.of("definition"))
                            .words("definition", "Send the hash that is offered; see it with `writ tools pin NAME`.");
                    ToolPin shown = parts.registry().pin(name);
                    parts.registry().accept(name, expected, request.actor());
                    return json(shown)
                            .put("status", parts.registry().status(name).id());
                });
    }

    private static ObjectNode json(ToolPin pin) {
        ObjectNode json = Json.object()
                .put("tool", pin.tool())
                .put("status", pin.status().id())
                .put("accepted", pin.accepted())
                .put("offered", pin.offered());
        json.set("changes", Json.array(pin.changes()));
        ArrayNode differences = json.putArray("differences");
        pin.differences().forEach(change -> {
            ObjectNode difference = differences.addObject().put("part", change.part());
            change.before().ifPresent(text -> difference.put("before", text));
            change.now().ifPresent(text -> difference.put("now", text));
        });
        return json;
    }
}
