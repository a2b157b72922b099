package dev.writ.server.api;

import dev.writ.FailureCode;
import dev.writ.Json;
import dev.writ.WritException;
import dev.writ.label.Flow;
import dev.writ.label.Source;
import dev.writ.permission.BasePermission;
import dev.writ.permission.ScopeJson;
import dev.writ.tool.OperationSpec;
import dev.writ.tool.RegisteredTool;
import java.util.Locale;
import java.util.Set;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/**
 * {@code /toolbox} and {@code /base-permissions}: the tools as their servers offer them now, those of third parties too,
 * and what agents may use of them without any grant.
 */
final class ToolboxRoutes implements Routes {
    private final ApiParts parts;

    ToolboxRoutes(ApiParts parts) {
        this.parts = parts;
    }

    @Override
    public void addTo(Api api) {
        api.get("/toolbox", request -> list())
                .get("/toolbox/{name}", request -> full(offered(request.path("name"))))
                .post("/toolbox/{name}/deactivate", request -> {
                    request.body(Set.of());
                    parts.registry()
                            .deactivate(offered(request.path("name")).spec().name(), request.actor());
                    return full(offered(request.path("name")));
                })
                .get("/base-permissions", this::basePermissions);
    }

    private JsonNode list() {
        ArrayNode list = Json.array();
        parts.registry().tools().stream()
                .filter(tool -> !tool.spec().name().equals(OperationSpec.CORE))
                .forEach(tool -> list.add(summary(tool)));
        return list;
    }

    private RegisteredTool offered(String name) {
        return parts.registry()
                .tool(name)
                .filter(tool -> !tool.spec().name().equals(OperationSpec.CORE))
                .orElseThrow(() -> new WritException(
                        FailureCode.NOT_FOUND,
                        "No server offers a tool of this name.",
                        "List the servers and their tools with `writ servers ls`."));
    }

    private ObjectNode summary(RegisteredTool tool) {
        return Json.object()
                .put("name", tool.spec().name())
                .put("summary", tool.spec().description())
                .put("server", tool.server().name())
                .put("third_party", tool.server().thirdParty())
                .put("level", word(tool.spec().level()))
                .put("status", parts.registry().status(tool.spec().name()).id());
    }

    private ObjectNode full(RegisteredTool tool) {
        ObjectNode json = summary(tool)
                .put("default_seconds", tool.spec().defaultDuration().toSeconds());
        json.set("alternatives", Json.array(tool.spec().alternatives()));
        ArrayNode operations = json.putArray("operations");
        tool.operations().forEach(operation -> operations.add(operation(operation)));
        return json;
    }

    private static ObjectNode operation(OperationSpec operation) {
        Flow flow = operation.flow();
        ObjectNode json = Json.object()
                .put("name", operation.name())
                .put("description", operation.description())
                .put("effect", word(operation.effect()))
                .put("changes", flow.changes())
                .put("sends", flow.sends())
                .put("reads", reads(flow.reads()));
        json.set("arguments", operation.inputSchema());
        return json;
    }

    private static String reads(Source source) {
        return switch (source) {
            case OWN -> "own";
            case KEPT -> "kept";
            case WORLD -> "world";
        };
    }

    private JsonNode basePermissions(ApiRequest request) {
        String agent = request.query("agent");
        String tool = request.query("tool");
        ArrayNode list = Json.array();
        for (BasePermission permission : parts.permissions().basePermissions()) {
            boolean wanted = agent.isEmpty() || permission.agent().equals(agent);
            if (wanted && (tool.isEmpty() || permission.tool().equals(tool))) {
                ObjectNode json =
                        list.addObject().put("agent", permission.agent()).put("tool", permission.tool());
                json.set(
                        "operations",
                        Json.array(permission.operations().stream().sorted().toList()));
                json.set("scope", ScopeJson.write(permission.scope()));
            }
        }
        return list;
    }

    private static String word(Enum<?> value) {
        return value.name().toLowerCase(Locale.ROOT);
    }
}
