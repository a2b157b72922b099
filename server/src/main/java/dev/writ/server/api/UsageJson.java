package dev.writ.server.api;

import dev.writ.Json;
import dev.writ.insight.activity.Activity;
import dev.writ.insight.activity.Stage;
import dev.writ.insight.activity.UsageReport;
import dev.writ.insight.activity.UsageReport.Line;
import java.util.List;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/** A usage report as the API shows it. */
final class UsageJson {
    private UsageJson() {}

    static ObjectNode of(UsageReport report) {
        ObjectNode json = TallyJson.period(Json.object(), report.period());
        json.set("total", TallyJson.addTimes(TallyJson.counts(report.calls()), report.calls()));
        json.set("tools", lines(report, report.tools(), Stage.TOOL));
        json.set("agents", lines(report, report.agents(), Stage.TOOL));
        json.set("operations", lines(report, report.operations(), Stage.TOOL));
        json.set("models", models(report));
        json.set("grants", grants(report));
        json.set("prediction", prediction(report.prediction()));
        ArrayNode recommendations = json.putArray("recommendations");
        report.recommendations()
                .forEach(one -> recommendations
                        .addObject()
                        .put("kind", one.kind())
                        .put("agent", one.agent())
                        .put("tool", one.subject())
                        .put("operation", one.detail())
                        .put("sentence", one.sentence()));
        return json;
    }

    private static ArrayNode lines(UsageReport report, List<Line> lines, Stage stage) {
        ArrayNode list = Json.array();
        for (Line line : lines) {
            ObjectNode json = Json.object()
                    .put("agent", line.agent())
                    .put("tool", line.subject())
                    .put("operation", line.detail());
            json.setAll(TallyJson.counts(line.tally()));
            TallyJson.addTimes(json, line.tally());
            json.put(
                    "events",
                    TallyJson.events(
                            new Activity(stage, line.agent(), line.subject(), line.detail()), report.period()));
            list.add(json);
        }
        return list;
    }

    private static ArrayNode models(UsageReport report) {
        ArrayNode list = Json.array();
        for (Line line : report.models()) {
            ObjectNode json = Json.object().put("agent", line.agent()).put("model", line.subject());
            json.setAll(TallyJson.counts(line.tally()));
            json.remove(List.of("denied", "bytes"));
            json.put("tokens", line.tally().tokens())
                    .put("cost_micros", line.tally().costMicros());
            TallyJson.addTimes(json, line.tally());
            json.put(
                    "events",
                    TallyJson.events(new Activity(Stage.MODEL, line.agent(), line.subject(), ""), report.period()));
            list.add(json);
        }
        return list;
    }

    private static ArrayNode grants(UsageReport report) {
        ArrayNode list = Json.array();
        report.grants()
                .forEach(use -> list.addObject()
                        .put("agent", use.agent())
                        .put("tool", use.tool())
                        .put("ended", use.ended())
                        .put("unused", use.unused())
                        .put("predicted", use.predicted())
                        .put("predicted_used", use.predictedUsed())
                        .put("requested", use.requested())
                        .put("requested_used", use.requestedUsed())
                        .put("live", use.live())
                        .put("live_unused", use.liveUnused())
                        .put(
                                "events",
                                TallyJson.events(
                                        new Activity(Stage.GRANT, use.agent(), use.tool(), ""), report.period())));
        return list;
    }

    private static ObjectNode prediction(UsageReport.Prediction prediction) {
        return Json.object()
                .put("predicted", prediction.predicted())
                .put("predicted_used", prediction.predictedUsed())
                .put("requested_used", prediction.requestedUsed())
                .put("precision", prediction.precision())
                .put("recall", prediction.recall());
    }
}
