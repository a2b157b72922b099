package dev.writ.server.api;

import dev.writ.Failure;
import dev.writ.FailureCode;
import dev.writ.Json;
import dev.writ.WritException;
import dev.writ.tool.Availability;
import dev.writ.tool.OperationSpec;
import dev.writ.tool.RegisteredTool;
import dev.writ.tool.ToolRegistry;
import dev.writ.tool.ToolServer;
import dev.writ.tool.thirdparty.ServerSettings;
import dev.writ.tool.thirdparty.ServerState;
import dev.writ.tool.thirdparty.ServerStatus;
import dev.writ.tool.thirdparty.ThirdPartyServers;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/** {@code /servers}: the tool servers, and starting, stopping and restarting those of third parties. */
final class ServerRoutes implements Routes {
    private final ToolRegistry registry;
    private final ThirdPartyServers thirdParties;

    ServerRoutes(ApiParts parts) {
        this.registry = parts.registry();
        this.thirdParties = parts.thirdParties();
    }

    /** Something done with the server of a name. */
    @FunctionalInterface
    private interface Act {
        void on(String server) throws InterruptedException;
    }

    @Override
    public void addTo(Api api) {
        api.get("/servers", request -> list())
                .get("/servers/{name}", request -> full(request.path("name")))
                .get(
                        "/servers/{name}/log",
                        request -> Json.object().set("lines", Json.array(thirdParties.log(request.path("name")))))
                .post("/servers/{name}/start", request -> after(request, thirdParties::start))
                .post("/servers/{name}/stop", request -> after(request, thirdParties::stop))
                .post("/servers/{name}/restart", request -> after(request, thirdParties::restart));
    }

    private JsonNode list() {
        ArrayNode list = Json.array();
        own().forEach((server, tools) -> list.add(own(server, tools)));
        thirdParties.list().forEach(listed -> list.add(summary(listed)));
        return list;
    }

    private JsonNode full(String name) {
        for (Map.Entry<ToolServer, List<String>> server : own().entrySet()) {
            if (server.getKey().name().equals(name)) {
                return own(server.getKey(), server.getValue());
            }
        }
        return thirdParties.list().stream()
                .filter(listed -> listed.status().settings().name().equals(name))
                .findFirst()
                .map(this::details)
                .orElseThrow(() -> new WritException(
                        FailureCode.NOT_FOUND, "There is no server of this name.", "List the servers to see them."));
    }

    private JsonNode after(ApiRequest request, Act act) {
        try {
            act.on(request.path("name"));
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new WritException(
                    FailureCode.UNAVAILABLE, "Writ ends, so this was broken off.", "Ask again when it runs.");
        }
        return full(request.path("name"));
    }

    private Map<ToolServer, List<String>> own() {
        Map<ToolServer, List<String>> servers = new LinkedHashMap<>();
        registry.tools().stream()
                .filter(tool ->
                        !tool.server().thirdParty() && !tool.server().name().equals(OperationSpec.CORE))
                .forEach(tool -> servers.computeIfAbsent(tool.server(), server -> new ArrayList<>())
                        .add(tool.spec().name()));
        return servers;
    }

    private static ObjectNode own(ToolServer server, List<String> tools) {
        ObjectNode json = Json.object().put("name", server.name()).put("kind", "built in");
        switch (server.availability()) {
            case Availability.Ready ignored -> json.put("state", "ready").put("detail", "");
            case Availability.Missing missing ->
                json.put("state", "missing").put("detail", missing.reason() + " " + missing.hint());
        }
        json.set("tools", Json.array(tools));
        return json;
    }

    private static ObjectNode summary(ThirdPartyServers.Listed listed) {
        ServerStatus status = listed.status();
        ObjectNode json = Json.object()
                .put("name", status.settings().name())
                .put("kind", kind(status.settings()))
                .put("state", status.state().id())
                .put("since", status.since().toString())
                .put("calls", status.calls())
                .put("under_way", status.underWay())
                .put(
                        "detail",
                        status.state() == ServerState.RESTING
                                ? status.lastFailure().map(Failure::message).orElse("")
                                : status.description());
        json.set(
                "tools",
                Json.array(
                        listed.tools().stream().map(tool -> tool.spec().name()).toList()));
        return json;
    }

    private static String kind(ServerSettings settings) {
        return switch (settings.transport()) {
            case ServerSettings.Program ignored -> "program";
            case ServerSettings.Remote ignored -> "remote";
        };
    }

    private ObjectNode details(ThirdPartyServers.Listed listed) {
        ServerSettings settings = listed.status().settings();
        ObjectNode json = summary(listed)
                .put("failures", listed.status().failures())
                .put("level", settings.level().name().toLowerCase(Locale.ROOT))
                .put("idle_seconds", settings.idle().toSeconds());
        switch (settings.transport()) {
            case ServerSettings.Program program -> {
                json.set("command", Json.array(program.command()));
                json.set("reads", texts(program.read()));
                json.set("writes", texts(program.write()));
                json.set("hosts", texts(program.hosts()));
            }
            case ServerSettings.Remote remote ->
                json.put("url", remote.address().toString());
        }
        ArrayNode tools = json.putArray("tools");
        for (RegisteredTool tool : listed.tools()) {
            tools.addObject()
                    .put("name", tool.spec().name())
                    .put("status", registry.status(tool.spec().name()).id())
                    .put("level", tool.spec().level().name().toLowerCase(Locale.ROOT));
        }
        ArrayNode refused = json.putArray("refused");
        listed.refusals()
                .forEach(refusal -> refused.addObject()
                        .put("name", refusal.tool())
                        .put("reason", refusal.failure().message()));
        return json;
    }

    private static ArrayNode texts(List<?> things) {
        return Json.array(things.stream().map(Object::toString).toList());
    }
}
