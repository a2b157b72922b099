package dev.writ.server.api;

import dev.writ.Json;
import dev.writ.insight.activity.Rollups;
import dev.writ.insight.anomaly.AnomalyKind;
import dev.writ.insight.anomaly.SecurityReports;
import java.time.Duration;
import java.util.Set;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ArrayNode;

/** {@code /security} and {@code /anomalies}: what was refused, and what was out of the ordinary. */
final class SecurityRoutes implements Routes {
    private static final Duration A_WEEK = Duration.ofDays(7);

    private final ApiParts parts;
    private final Rollups rollups;
    private final SecurityReports reports;

    SecurityRoutes(ApiParts parts) {
        this.parts = parts;
        this.rollups = new Rollups(parts.database());
        this.reports = new SecurityReports(parts.database(), parts.anomalies(), parts.suspensions());
    }

    @Override
    public void addTo(Api api) {
        api.get("/security", this::security)
                .get("/anomalies", this::list)
                .get(
                        "/anomalies/{id}",
                        request -> SecurityJson.of(parts.anomalies().get(request.path("id"))))
                .post("/anomalies/{id}/feedback", this::feedback)
                .post("/anomalies/{id}/resolve", this::resolve);
    }

    private JsonNode security(ApiRequest request) {
        Rollups.Standing standing = rollups.advance(2);
        String agent = request.query("agent");
        return SecurityJson.of(
                        reports.of(ApiPeriod.of(request, A_WEEK, parts.clock().instant()), agent, request.limit(50)),
                        agent)
                .put("events_behind", standing.behind());
    }

    private JsonNode list(ApiRequest request) {
        String kind = request.query("kind");
        ArrayNode list = Json.array();
        parts.anomalies()
                .list(
                        request.query("state"),
                        kind.isEmpty() ? "" : AnomalyKind.parse(kind).id(),
                        request.query("agent"),
                        // What was raised in this very millisecond counts, too.
                        ApiPeriod.of(request, A_WEEK, parts.clock().instant().plusMillis(1)),
                        request.limit(100))
                .forEach(anomaly -> list.add(SecurityJson.of(anomaly)));
        return list;
    }

    private JsonNode feedback(ApiRequest request) {
        String verdict = request.body(Set.of("verdict"))
                .words("verdict", "Send {\"verdict\": \"expected\"} or {\"verdict\": \"unexpected\"}.");
        return SecurityJson.of(parts.anomalies().feedback(request.path("id"), verdict, request.actor()));
    }

    private JsonNode resolve(ApiRequest request) {
        String note = request.body(Set.of("note")).text("note", "");
        return SecurityJson.of(parts.anomalies().resolve(request.path("id"), note, request.actor()));
    }
}
