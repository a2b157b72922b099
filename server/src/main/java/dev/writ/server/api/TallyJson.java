package dev.writ.server.api;

import dev.writ.Json;
import dev.writ.insight.Period;
import dev.writ.insight.activity.Activity;
import dev.writ.insight.activity.Durations;
import dev.writ.insight.activity.Tally;
import dev.writ.insight.activity.TimedEvent;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import tools.jackson.databind.node.ObjectNode;

/** Counts and times as the API shows them, each with the request that lists the events behind it. */
final class TallyJson {
    private TallyJson() {}

    static ObjectNode counts(Tally tally) {
        return Json.object()
                .put("calls", tally.calls())
                .put("succeeded", tally.succeeded())
                .put("failed", tally.failed())
                .put("denied", tally.denied())
                .put("success_rate", tally.successRate())
                .put("bytes", tally.bytes());
    }

    static ObjectNode times(Tally tally) {
        return addTimes(Json.object(), tally);
    }

    static ObjectNode addTimes(ObjectNode json, Tally tally) {
        Durations durations = tally.durations();
        return json.put("timed", durations.size())
                .put("total_micros", micros(tally.totalNanos()))
                .put("p50_micros", micros(durations.quantile(0.5)))
                .put("p95_micros", micros(durations.quantile(0.95)))
                .put("p99_micros", micros(durations.quantile(0.99)))
                .put("longest_micros", micros(durations.longest()));
    }

    /** Path of the events behind a number. */
    static String events(Activity activity, Period period) {
        StringBuilder path =
                new StringBuilder("/api/v1/timings?stage=" + activity.stage().id());
        append(path, "agent", activity.agent());
        append(path, "subject", activity.subject());
        append(path, "detail", activity.detail());
        append(path, "from", period.from().toString());
        append(path, "until", period.until().toString());
        return path.toString();
    }

    private static void append(StringBuilder path, String name, String value) {
        if (!value.isEmpty()) {
            path.append('&').append(name).append('=').append(URLEncoder.encode(value, StandardCharsets.UTF_8));
        }
    }

    static ObjectNode event(TimedEvent event) {
        return Json.object()
                .put("seq", event.seq())
                .put("at", event.at().toString())
                .put("type", event.type())
                .put("entity", event.entity())
                .put("task", event.task())
                .put("agent", event.activity().agent())
                .put("subject", event.activity().subject())
                .put("detail", event.activity().detail())
                .put("outcome", event.outcome())
                .put("micros", micros(event.nanos()));
    }

    /** Thousandths of a millisecond; permission checks need what is behind the point. */
    static double micros(long nanos) {
        return nanos / 1_000.0;
    }

    static ObjectNode period(ObjectNode json, Period period) {
        return json.put("from", period.from().toString())
                .put("until", period.until().toString());
    }
}
