package dev.writ.server.api;

import dev.writ.Json;
import dev.writ.insight.Period;
import dev.writ.insight.activity.Activity;
import dev.writ.insight.activity.Stage;
import dev.writ.insight.activity.Tally;
import dev.writ.insight.anomaly.Anomaly;
import dev.writ.insight.anomaly.Finding;
import dev.writ.insight.anomaly.Reaction;
import dev.writ.insight.anomaly.SecurityReport;
import java.util.Comparator;
import java.util.Map;
import java.util.function.Function;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/** Security reports and anomalies as the API shows them. */
final class SecurityJson {
    private SecurityJson() {}

    static ObjectNode of(SecurityReport report, String agent) {
        ObjectNode json = TallyJson.period(Json.object(), report.period());
        json.put("denials", report.denials().total().denied());
        json.set("by_rule", groups(report, one -> new Activity(Stage.DENIAL, agent, "", one.detail())));
        json.set("by_agent", groups(report, one -> new Activity(Stage.DENIAL, one.agent(), "", "")));
        json.set("by_tool", groups(report, one -> new Activity(Stage.DENIAL, agent, one.subject(), "")));
        json.put("grain", report.denials().grain().id());
        ArrayNode series = json.putArray("series");
        report.denials()
                .series()
                .forEach((at, tally) ->
                        series.addObject().put("at", at.toString()).put("denials", tally.denied()));
        ArrayNode edges = json.putArray("edges");
        report.edges()
                .forEach(edge -> edges.addObject()
                        .put("agent", edge.agent())
                        .put("tool", edge.tool())
                        .put("operation", edge.operation())
                        .put("rule", edge.rule())
                        .put("target", edge.target())
                        .put("denials", edge.denials())
                        .put("call", edge.call()));
        json.put("edges_of_newest", report.looked());
        ObjectNode open = json.putObject("open_anomalies");
        report.open().forEach((kind, count) -> open.put(kind.id(), count));
        ArrayNode anomalies = json.putArray("anomalies");
        report.anomalies().forEach(anomaly -> anomalies.add(of(anomaly)));
        ArrayNode suspensions = json.putArray("suspensions");
        report.suspensions()
                .forEach(one -> suspensions
                        .addObject()
                        .put("kind", one.kind())
                        .put("subject", one.subject())
                        .put("anomaly", one.cause())
                        .put("since", one.since().toString()));
        return json;
    }

    private static ArrayNode groups(SecurityReport report, Function<Activity, Activity> key) {
        ArrayNode list = Json.array();
        Period period = report.period();
        report.denials().by(key).entrySet().stream()
                .sorted(Comparator.comparingLong((Map.Entry<Activity, Tally> entry) ->
                                entry.getValue().denied())
                        .reversed())
                .forEach(entry -> list.addObject()
                        .put("agent", entry.getKey().agent())
                        .put("tool", entry.getKey().subject())
                        .put("rule", entry.getKey().detail())
                        .put("denials", entry.getValue().denied())
                        .put("events", TallyJson.events(entry.getKey(), period)));
        return list;
    }

    static ObjectNode of(Anomaly anomaly) {
        Finding finding = anomaly.finding();
        ObjectNode json = Json.object()
                .put("id", anomaly.id())
                .put("kind", finding.kind().id())
                .put("pattern", finding.pattern())
                .put("state", anomaly.state())
                .put("detected_at", anomaly.detectedAt().toString())
                .put("agent", finding.subject().agent())
                .put("tool", finding.subject().tool())
                .put("operation", finding.subject().operation())
                .put("task", finding.subject().task())
                .put("tree", finding.subject().tree())
                .put("grant", finding.subject().assignment())
                .put("explanation", finding.explanation())
                .put("measured", finding.measured());
        TallyJson.period(json, finding.period());
        json.set("figures", finding.figures());
        ArrayNode evidence = json.putArray("evidence");
        finding.evidence().forEach(evidence::add);
        ArrayNode reactions = json.putArray("reactions");
        anomaly.reactions().stream().map(Reaction::id).sorted().forEach(reactions::add);
        json.put("feedback", anomaly.feedback()).put("note", anomaly.note()).put("resolved_by", anomaly.endedBy());
        anomaly.endedAt().ifPresent(at -> json.put("resolved_at", at.toString()));
        return json;
    }
}
