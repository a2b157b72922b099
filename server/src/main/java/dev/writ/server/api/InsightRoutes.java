package dev.writ.server.api;

import dev.writ.Json;
import dev.writ.insight.activity.PerformanceReports;
import dev.writ.insight.activity.Rollups;
import dev.writ.insight.activity.Stage;
import dev.writ.insight.activity.TimedEvents;
import dev.writ.insight.activity.UsageReports;
import java.time.Duration;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/** {@code /usage}, {@code /performance} and {@code /timings}: what the event log adds up to. */
final class InsightRoutes implements Routes {
    private static final Duration A_DAY = Duration.ofDays(1);
    /** What is left to read after these is said in the answer. */
    private static final int TRANSACTIONS_BEFORE_AN_ANSWER = 2;

    private final ApiParts parts;
    private final Rollups rollups;
    private final UsageReports usage;
    private final PerformanceReports performance;
    private final TimedEvents timings;

    InsightRoutes(ApiParts parts) {
        this.parts = parts;
        this.rollups = new Rollups(parts.database());
        this.usage = new UsageReports(parts.database());
        this.performance = new PerformanceReports(parts.database());
        this.timings = new TimedEvents(parts.database());
    }

    @Override
    public void addTo(Api api) {
        api.get("/usage", this::usage).get("/performance", this::performance).get("/timings", this::timings);
    }

    private JsonNode usage(ApiRequest request) {
        Rollups.Standing standing = rollups.advance(TRANSACTIONS_BEFORE_AN_ANSWER);
        ObjectNode json = UsageJson.of(usage.of(
                ApiPeriod.of(request, A_DAY, parts.clock().instant()), request.query("agent"), request.query("tool")));
        return json.put("events_behind", standing.behind());
    }

    private JsonNode performance(ApiRequest request) {
        Rollups.Standing standing = rollups.advance(TRANSACTIONS_BEFORE_AN_ANSWER);
        String agent = request.query("agent");
        ObjectNode json = PerformanceJson.of(
                performance.of(ApiPeriod.of(request, A_DAY, parts.clock().instant()), agent, request.limit(20)), agent);
        return json.put("events_behind", standing.behind());
    }

    private JsonNode timings(ApiRequest request) {
        ArrayNode list = Json.array();
        timings.find(
                        new TimedEvents.Wanted(
                                Stage.parse(request.query("stage")),
                                request.query("agent"),
                                request.query("subject"),
                                request.query("detail"),
                                request.query("outcome"),
                                request.number("at_least_micros", 0, 0, Long.MAX_VALUE / 1_000) * 1_000,
                                ApiPeriod.of(request, A_DAY, parts.clock().instant())),
                        request.limit(100))
                .forEach(event -> list.add(TallyJson.event(event)));
        return list;
    }
}
