package dev.writ.server.api;

import dev.writ.FailureCode;
import dev.writ.Json;
import dev.writ.WritException;
import dev.writ.tool.ToolPin;
import java.util.Set;
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
                    if (!shown.offered().equals(expected)) {
                        throw new WritException(
                                FailureCode.CONFLICT,
                                "The tool '" + name + "' offers another definition than the one that was looked at.",
                                "Look at it again with `writ tools pin NAME`.");
                    }
                    parts.registry().accept(name, ApiParts.ACTOR);
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
        return json;
    }
}
