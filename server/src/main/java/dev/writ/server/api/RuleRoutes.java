package dev.writ.server.api;

import dev.writ.Json;
import dev.writ.permission.ScopeJson;
import dev.writ.permission.StandingRule;
import dev.writ.permission.StandingRules;
import java.util.Set;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/** {@code /rules}: answers that people gave beforehand. */
final class RuleRoutes implements Routes {
    private final StandingRules rules;

    RuleRoutes(StandingRules rules) {
        this.rules = rules;
    }

    @Override
    public void addTo(Api api) {
        api.get("/rules", this::list).post("/rules/{id}/end", request -> {
            request.body(Set.of());
            return json(rules.end(request.path("id"), request.actor()));
        });
    }

    private JsonNode list(ApiRequest request) {
        ArrayNode list = Json.array();
        rules.list(!request.query("state").equals("all"), request.limit(200)).forEach(rule -> list.add(json(rule)));
        return list;
    }

    static ObjectNode json(StandingRule rule) {
        ObjectNode json = Json.object()
                .put("id", rule.id())
                .put("approval", rule.approval())
                .put("agent", rule.agent())
                .put("workspace", rule.workspace())
                .put("tool", rule.proposal().tool());
        json.set(
                "operations",
                Json.array(rule.proposal().operations().stream().sorted().toList()));
        json.set("scope", ScopeJson.write(rule.proposal().scope()));
        return json.put("duration_seconds", rule.proposal().duration().toSeconds())
                .put("created_by", rule.createdBy())
                .put("created_at", rule.createdAt().toString())
                .put("expires_at", rule.expiresAt().toString())
                .put("ended_at", rule.endedAt().map(Object::toString).orElse(""))
                .put("ended_by", rule.endedBy());
    }
}
