package dev.writ.server.api;

import dev.writ.insight.compliance.ComplianceReport;
import dev.writ.insight.compliance.ComplianceReports;
import dev.writ.insight.compliance.SignedReport;
import java.time.Duration;
import tools.jackson.databind.JsonNode;

/** {@code /compliance}: what is on record about a period, signed, and the key to check it with. */
final class ComplianceRoutes implements Routes {
    private static final Duration A_MONTH = Duration.ofDays(30);

    private static final Duration FRESH = Duration.ofMinutes(10);

    private final ApiParts parts;
    private final ComplianceReports reports;

    ComplianceRoutes(ApiParts parts) {
        this.parts = parts;
        this.reports = new ComplianceReports(
                parts.database(),
                parts.clock(),
                parts.anomalies(),
                parts.suspensions(),
                () -> parts.audit().verifiedWithin(FRESH));
    }

    @Override
    public void addTo(Api api) {
        api.get("/compliance", this::report)
                .get(
                        "/compliance/key",
                        request -> parts.reportKey().get().publicKey().toJson());
    }

    private JsonNode report(ApiRequest request) {
        ComplianceReport report = reports.of(
                ApiPeriod.of(request, A_MONTH, parts.clock().instant()),
                parts.sandbox().get());
        String version = parts.system().get().path("version").asString();
        return SignedReport.sign(
                        ComplianceJson.of(report, version), parts.reportKey().get())
                .toJson();
    }
}
