package dev.writ.server.api;

import dev.writ.Json;
import dev.writ.entity.DefinitionVersion;
import dev.writ.improvement.Experiment;
import dev.writ.improvement.effect.Effect;
import dev.writ.improvement.effect.Effects;
import dev.writ.improvement.effect.Marker;
import dev.writ.improvement.effect.Pair;
import dev.writ.improvement.effect.Sample;
import dev.writ.improvement.gate.Measure;
import dev.writ.improvement.gate.Outcome;
import java.util.List;
import java.util.Optional;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/** Experiments as the API shows them. What is not known is left out, never zero. */
final class ImprovementJson {
    private ImprovementJson() {}

    static ObjectNode summary(Experiment experiment, Effects effects) {
        ObjectNode json = Json.object()
                .put("id", experiment.id())
                .put("kind", experiment.proposal().kind().id())
                .put("name", experiment.proposal().entity())
                .put("entity", experiment.entity())
                .put("incumbent", experiment.incumbent())
                .put("candidate", experiment.candidate())
                .put("stage", experiment.stage().id())
                .put("state", experiment.state().id())
                .put("reason", experiment.reason())
                .put("opportunity", experiment.proposal().opportunity())
                .put("hypothesis", experiment.proposal().hypothesis())
                .put("expected_effect", experiment.proposal().expectedEffect())
                .put("proposed_by", experiment.proposal().proposedBy())
                .put("pairs", effects.whole());
        Effect score = effects.of(Measure.SCORE);
        if (score.before().count() > 0) {
            json.put("score_before", score.before().mean());
        }
        if (score.after().count() > 0) {
            json.put("score_after", score.after().mean());
        }
        json.put("created_at", experiment.createdAt().toString())
                .put("updated_at", experiment.updatedAt().toString());
        experiment.endedAt().ifPresent(at -> json.put("ended_at", at.toString()));
        return json;
    }

    static ArrayNode versions(List<DefinitionVersion> versions) {
        ArrayNode list = Json.array();
        versions.forEach(version -> list.addObject()
                .put("version", version.version())
                .put("author", version.author())
                .put("reason", version.reason())
                .put("created_at", version.createdAt().toString()));
        return list;
    }

    /** All stages together, then each of them. */
    static ArrayNode effects(Effects effects) {
        ArrayNode list = Json.array();
        list.add(effects("all", effects));
        effects.stages().forEach(stage -> list.add(effects(stage.id(), effects.in(stage))));
        return list;
    }

    private static ObjectNode effects(String stage, Effects effects) {
        ObjectNode json = Json.object().put("stage", stage).put("pairs", effects.whole());
        ArrayNode measures = json.putArray("measures");
        effects.all().forEach(effect -> {
            ObjectNode one = measures.addObject()
                    .put("id", effect.measure().id())
                    .put("better", effect.measure().isMoreBetter() ? "more" : "less")
                    .put("reading", effect.reading().name().toLowerCase(java.util.Locale.ROOT));
            set(one, "before", effect.before());
            set(one, "after", effect.after());
            set(one, "difference", effect.difference());
        });
        return json;
    }

    private static void set(ObjectNode json, String name, Sample sample) {
        if (sample.count() > 0) {
            json.set(name, sample(sample));
        }
    }

    private static ObjectNode sample(Sample sample) {
        ObjectNode json = Json.object().put("count", sample.count()).put("mean", sample.mean());
        if (sample.count() > 1) {
            json.put("deviation", sample.deviation());
        }
        sample.interval().ifPresent(interval -> json.put("low", interval.low()).put("high", interval.high()));
        return json;
    }

    static ArrayNode pairs(Effects effects) {
        ArrayNode list = Json.array();
        for (Pair pair : effects.pairs()) {
            ObjectNode json = list.addObject().put("stage", pair.stage().id()).put("pair", pair.number());
            outcome(json, "before", pair.before());
            outcome(json, "after", pair.after());
        }
        return list;
    }

    private static void outcome(ObjectNode json, String name, Optional<Outcome> outcome) {
        outcome.ifPresent(one -> {
            ObjectNode side = json.putObject(name).put("tree", one.tree());
            for (Measure measure : Measure.values()) {
                side.put(measure.id(), measure.of(one));
            }
        });
    }

    static ArrayNode steps(Effects effects) {
        ArrayNode list = Json.array();
        for (Effects.Step step : effects.steps()) {
            list.add(sample(step.difference()).put("stage", step.stage().id()).put("pairs", step.pairs()));
        }
        return list;
    }

    static ObjectNode evidence(Evidence evidence) {
        ObjectNode json = Json.object().put("keep_at", evidence.keepAt()).put("drop_at", evidence.dropAt());
        ArrayNode looks = json.putArray("looks");
        evidence.looks()
                .forEach(look -> looks.addObject()
                        .put("stage", look.stage().id())
                        .put("pairs", look.pairs())
                        .put("gain", look.gain())
                        .put("harm", look.harm()));
        ArrayNode guardrails = json.putArray("guardrails");
        evidence.guardrails()
                .forEach(one -> guardrails
                        .addObject()
                        .put("name", one.name())
                        .put("rule", one.rule())
                        .put("wealth", one.wealth())
                        .put("broken_at", one.brokenAt())
                        .put("state", one.state().id()));
        return json;
    }

    static ObjectNode marker(Marker marker) {
        return Json.object()
                .put("at", marker.at().toString())
                .put("type", marker.kind().id())
                .put("sentence", marker.sentence())
                .put("kind", marker.of().id())
                .put("name", marker.name())
                .put("version", marker.version())
                .put("experiment", marker.experiment())
                .put("by", marker.by());
    }
}
