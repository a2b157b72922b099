package dev.writ.server.api;

import dev.writ.Failure;
import dev.writ.Json;
import dev.writ.agent.context.StepTools;
import dev.writ.event.Event;
import dev.writ.permission.AssignmentView;
import dev.writ.tool.ToolUsage;
import java.util.List;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/** The tools of a step as the API shows them. */
final class StepJson {
    private StepJson() {}

    static ObjectNode of(StepTools step) {
        ObjectNode json = Json.object()
                .put("step", step.step())
                .put("at", step.at().toString())
                .put("state", step.state().id())
                .put("known", step.known());
        ArrayNode available = json.putArray("available");
        for (StepTools.Available one : step.available()) {
            available
                    .addObject()
                    .put("function", one.function())
                    .put("tool", one.tool())
                    .put("third_party", one.thirdParty())
                    .put("by", one.by())
                    .put("grant", one.grant())
                    .put("added", one.added());
        }
        json.set("removed", Json.array(step.removed()));
        json.set("granted", grants(step.granted()));
        json.set("ended", grants(step.ended()));
        ArrayNode calls = json.putArray("calls");
        step.calls().forEach(call -> calls.add(of(call)));
        ArrayNode refused = json.putArray("refused");
        step.refused().forEach(event -> refused.add(of(event)));
        return json;
    }

    private static ArrayNode grants(List<AssignmentView> grants) {
        ArrayNode list = Json.array();
        grants.forEach(grant -> list.add(GrantJson.of(grant)));
        return list;
    }

    private static ObjectNode of(ToolUsage call) {
        return Json.object()
                .put("call", call.call())
                .put("tool", call.tool())
                .put("operation", call.operation())
                .put("outcome", call.outcome())
                .put("authority", call.authority())
                .put("grant", call.assignment())
                .put("rule", call.rule())
                .put("sentence", call.failure().map(Failure::message).orElse(""));
    }

    private static ObjectNode of(Event refused) {
        return Json.object()
                .put("tool", refused.data().path("tool").asString(""))
                .put(
                        "rule",
                        refused.data()
                                .path("rule")
                                .asString(refused.data().path("code").asString("")))
                .put("reason", refused.data().path("reason").asString(""));
    }
}
