package dev.writ.server.telemetry;

import java.util.Optional;

/**
 * What is told to whom.
 *
 * @param metricsToken what opens {@code /metrics} besides the token of the API, and nothing else
 * @param toolNames how many tools of third parties, and how many models, metrics name before they say {@code other}
 * @param otlp empty where nothing leaves this machine by itself
 */
public record TelemetrySettings(
        MetricsAccess metrics, Optional<String> metricsToken, int toolNames, Optional<OtlpSettings> otlp) {
    /** Who may read {@code /metrics}. */
    public enum MetricsAccess {
        /** Whoever reaches the loopback address, as with the health checks. */
        OPEN,
        /** Whoever has a token. */
        TOKEN,
        /** Nobody; nothing is counted. */
        OFF
    }

    /** Whether anything is told at all. */
    boolean tellsAnything() {
        return metrics != MetricsAccess.OFF || otlp.isPresent();
    }
}
