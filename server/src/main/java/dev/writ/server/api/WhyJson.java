package dev.writ.server.api;

import dev.writ.Failure;
import dev.writ.Json;
import dev.writ.permission.Decision.Authority;
import dev.writ.permission.Explanation.Step;
import dev.writ.tool.ExplainedCall;
import dev.writ.tool.ExplainedCall.Answer;
import dev.writ.tool.ToolUsage;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/** An explanation as the API shows it. */
final class WhyJson {
    private WhyJson() {}

    static ObjectNode of(ExplainedCall explained) {
        ObjectNode json = Json.object()
                .put("task", explained.context().task())
                .put("agent", explained.context().agent())
                .put("operation", explained.tool() + "." + explained.operation());
        explained.recorded().ifPresent(record -> json.set("recorded", recorded(record)));
        json.set("touches", Json.array(explained.touches()));
        ArrayNode steps = json.putArray("steps");
        explained.steps().forEach(step -> steps.add(step(step)));
        json.setAll(answer(explained.answer()));
        return json;
    }

    private static ObjectNode recorded(ToolUsage record) {
        return Json.object()
                .put("call", record.call())
                .put("at", record.startedAt().toString())
                .put("outcome", record.outcome())
                .put("authority", record.authority())
                .put("grant", record.assignment())
                .put("rule", record.rule())
                .put("sentence", record.failure().map(Failure::message).orElse(record.summary()));
    }

    private static ObjectNode step(Step step) {
        return Json.object()
                .put("part", step.part().id())
                .put("name", step.name())
                .put("helps", step.helps())
                .put("sentence", step.sentence());
    }

    private static ObjectNode answer(Answer answer) {
        return switch (answer) {
            case Answer.Allowed allowed ->
                Json.object().put("decision", "allowed").put("by", by(allowed.by()));
            case Answer.Denied denied -> {
                ObjectNode json = Json.object()
                        .put("decision", "denied")
                        .put("rule", denied.decision().rule().id())
                        .put("sentence", denied.decision().sentence())
                        .put("hidden", denied.hidden());
                json.set("smallest_request", denied.decision().smallestRequest());
                yield json;
            }
            case Answer.Failed failed ->
                Json.object()
                        .put("decision", "failed")
                        .put("rule", failed.failure().code().id())
                        .put("sentence", failed.failure().message())
                        .put("hint", failed.failure().hint());
        };
    }

    private static String by(Authority authority) {
        return switch (authority) {
            case Authority.Core ignored -> "core toolkit";
            case Authority.Base base -> "base permission of " + base.agent();
            case Authority.Granted granted -> "grant " + granted.assignment();
        };
    }
}
