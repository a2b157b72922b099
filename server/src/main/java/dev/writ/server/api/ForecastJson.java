package dev.writ.server.api;

import dev.writ.Json;
import dev.writ.agent.AgentDefinition;
import dev.writ.permission.BasePermission;
import dev.writ.permission.Scope;
import dev.writ.permission.ScopeJson;
import dev.writ.process.Forecast;
import dev.writ.runtime.Submission;
import java.util.Locale;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/** What would probably become of a request, as the API shows it. */
final class ForecastJson {
    private ForecastJson() {}

    static ObjectNode of(Forecast forecast, Submission submission, String model) {
        ObjectNode json = Json.object()
                .put("process", forecast.process())
                .put("planned", forecast.planned())
                .put("understood", forecast.understood())
                .put("model", model);
        json.set("budget", Json.tree(submission.budget()));
        ArrayNode agents = json.putArray("agents");
        forecast.agents().forEach(agent -> agents.add(of(agent)));
        ArrayNode expected = json.putArray("expected");
        forecast.expected().forEach(one -> expected.add(of(one)));
        ArrayNode tools = json.putArray("tools");
        forecast.tools().forEach(tool -> tools.add(of(tool)));
        return json;
    }

    private static ObjectNode of(AgentDefinition agent) {
        ObjectNode json = Json.object().put("name", agent.name()).put("purpose", agent.purpose());
        ArrayNode always = json.putArray("always");
        for (BasePermission base : agent.basePermissions()) {
            always.addObject().put("tool", base.tool()).set("scope", ScopeJson.write(base.scope()));
        }
        return json;
    }

    private static ObjectNode of(Forecast.Expected one) {
        ObjectNode json = Json.object().put("tool", one.proposal().tool());
        json.set(
                "operations",
                Json.array(one.proposal().operations().stream().sorted().toList()));
        json.set("scope", ScopeJson.write(one.proposal().scope()));
        return json.put("reason", one.proposal().reason())
                .put("at_start", one.atStart())
                .put("outcome", one.outcome().id())
                .put("sentence", one.sentence());
    }

    private static ObjectNode of(Forecast.ToolStanding tool) {
        String standing = tool.suspended()
                ? "suspended"
                : tool.outside() ? "outside" : tool.automatic().isEmpty() ? "person" : "automatic";
        ObjectNode json = Json.object()
                .put("tool", tool.tool())
                .put("level", tool.level().name().toLowerCase(Locale.ROOT))
                .put("standing", standing)
                .put("person", tool.person());
        ArrayNode automatic = json.putArray("automatic");
        for (Scope scope : tool.automatic()) {
            automatic.add(ScopeJson.write(scope));
        }
        return json;
    }
}
