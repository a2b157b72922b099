package dev.writ.server.api;

import dev.writ.Json;
import dev.writ.insight.Period;
import dev.writ.insight.activity.Activity;
import dev.writ.insight.activity.Grain;
import dev.writ.insight.activity.PerformanceReport;
import dev.writ.insight.activity.PerformanceReport.StageTimes;
import dev.writ.insight.activity.Stage;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/** A performance report as the API shows it. */
final class PerformanceJson {
    private PerformanceJson() {}

    static ObjectNode of(PerformanceReport report, String agent) {
        ObjectNode json = TallyJson.period(Json.object(), report.period());
        report.bottleneck().ifPresent(bottleneck -> {
            Activity activity = bottleneck.activity();
            json.putObject("bottleneck")
                    .put("stage", activity.stage().id())
                    .put("subject", activity.subject())
                    .put("detail", activity.detail())
                    .put("share", bottleneck.share())
                    .put("sentence", bottleneck.sentence())
                    .put("events", TallyJson.events(by(activity, agent), report.period()));
        });
        json.put("retries", report.retries());
        ArrayNode stages = json.putArray("stages");
        report.stages().forEach(stage -> stages.add(stage(stage, agent, report.period())));
        return json;
    }

    private static ObjectNode stage(StageTimes times, String agent, Period period) {
        Stage stage = times.figures().stage();
        ObjectNode json = Json.object()
                .put("stage", stage.id())
                .put("title", stage.title())
                .put("work", stage.isWork());
        TallyJson.addTimes(json, times.total());
        json.set("before", TallyJson.times(times.before()));
        json.put("events", TallyJson.events(new Activity(stage, agent, "", ""), period));
        ArrayNode slowest = json.putArray("slowest");
        times.slowest().forEach(share -> {
            ObjectNode one = slowest.addObject()
                    .put("subject", share.activity().subject())
                    .put("detail", share.activity().detail())
                    .put("share", share.share());
            TallyJson.addTimes(one, share.tally());
            one.put("events", TallyJson.events(by(share.activity(), agent), period));
        });
        json.put("grain", times.figures().grain().id());
        ArrayNode series = json.putArray("series");
        times.figures().series().forEach((at, tally) -> {
            Period bar = new Period(at, end(at, times.figures().grain()));
            ObjectNode one = series.addObject().put("at", at.toString());
            TallyJson.addTimes(one, tally);
            one.put("events", TallyJson.events(new Activity(stage, agent, "", ""), bar));
        });
        return json;
    }

    private static Activity by(Activity activity, String agent) {
        return new Activity(activity.stage(), agent, activity.subject(), activity.detail());
    }

    private static Instant end(Instant at, Grain grain) {
        return at.plus(1, grain == Grain.HOUR ? ChronoUnit.HOURS : ChronoUnit.DAYS);
    }
}
