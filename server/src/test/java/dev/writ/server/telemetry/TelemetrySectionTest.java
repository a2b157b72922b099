package dev.writ.server.telemetry;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import dev.writ.Json;
import dev.writ.WritException;
import dev.writ.server.telemetry.TelemetrySettings.MetricsAccess;
import java.time.Duration;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The section {@code telemetry} of the settings file, and the variables of OpenTelemetry above it. */
class TelemetrySectionTest {
    private static TelemetrySettings read(String json, Map<String, String> environment) {
        return TelemetrySection.read(Json.parse(json), environment);
    }

    @Test
    void without_it_metrics_are_open_and_nothing_is_sent() {
        TelemetrySettings settings = TelemetrySection.read(Json.object().path("telemetry"), Map.of());
        assertThat(settings.metrics()).isEqualTo(MetricsAccess.OPEN);
        assertThat(settings.otlp()).isEmpty();
        assertThat(settings.toolNames()).isEqualTo(20);
    }

    @Test
    void all_of_it_is_read() {
        TelemetrySettings settings = read("""
                {"metrics": "token", "metrics_token": "${SCRAPE}", "tool_names": 5,
                 "otlp": {"endpoint": "https://otel.example.org", "headers": {"Authorization": "Bearer ${KEY}"},
                          "service_name": "writ-ci", "sample": 0.25, "content": true, "every": "30s"}}""", Map.of("SCRAPE", "0123456789abcdef", "KEY", "secret"));
        assertThat(settings.metricsToken()).contains("0123456789abcdef");
        OtlpSettings otlp = settings.otlp().orElseThrow();
        assertThat(otlp.endpoint("traces")).isEqualTo("https://otel.example.org/v1/traces");
        assertThat(otlp.headers()).containsEntry("Authorization", "Bearer secret");
        assertThat(otlp.serviceName()).isEqualTo("writ-ci");
        assertThat(otlp.sample()).isEqualTo(0.25);
        assertThat(otlp.content()).isTrue();
        assertThat(otlp.every()).isEqualTo(Duration.ofSeconds(30));
        assertThat(otlp.toString()).doesNotContain("secret");
    }

    @Test
    void the_variables_of_open_telemetry_stand_above_the_file() {
        OtlpSettings otlp = read(
                        "{\"otlp\": {\"endpoint\": \"http://127.0.0.1:1\"}}",
                        Map.of(
                                "OTEL_EXPORTER_OTLP_ENDPOINT", "http://127.0.0.1:4318/",
                                "OTEL_EXPORTER_OTLP_HEADERS", "api-key=a%20b, other=c=d",
                                "OTEL_SERVICE_NAME", "mine"))
                .otlp()
                .orElseThrow();
        assertThat(otlp.endpoint("metrics")).isEqualTo("http://127.0.0.1:4318/v1/metrics");
        assertThat(otlp.headers()).containsEntry("api-key", "a b").containsEntry("other", "c=d");
        assertThat(otlp.serviceName()).isEqualTo("mine");
        assertThat(read("{\"otlp\": {\"endpoint\": \"http://127.0.0.1:1\"}}", Map.of("OTEL_SDK_DISABLED", "true"))
                        .otlp())
                .isEmpty();
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            value = {
                "{\"metric\": \"open\"}|telemetry.metric is not a known key",
                "{\"metrics\": \"on\"}|telemetry.metrics is no way to read them",
                "{\"metrics\": false}|telemetry.metrics must be text",
                "{\"metrics_token\": \"short\"}|telemetry.metrics_token is too short",
                "{\"metrics_token\": \"${NOT_THERE}\"}|refers to the variable NOT_THERE",
                "{\"tool_names\": 201}|telemetry.tool_names is out of range",
                "{\"otlp\": {\"url\": \"x\"}}|telemetry.otlp.url is not a known key",
                "{\"otlp\": {\"endpoint\": \"127.0.0.1:4318\"}}|telemetry.otlp.endpoint is no address of a collector",
                "{\"otlp\": {\"endpoint\": \"http://ada:pw@host\"}}|telemetry.otlp.endpoint is no address of a collector",
                "{\"otlp\": {\"endpoint\": \"http://host\", \"content\": true}}|in the clear",
                "{\"otlp\": {\"endpoint\": \"http://host\", \"sample\": 0}}|telemetry.otlp.sample is no part",
                "{\"otlp\": {\"endpoint\": \"http://host\", \"every\": \"0s\"}}|",
            })
    void mistakes_are_named(String json, String words) {
        assertThatExceptionOfType(WritException.class)
                .isThrownBy(() -> read(json, Map.of()))
                .withMessageContaining(words == null ? "" : words);
    }

    @Test
    void a_list_of_headers_that_is_none_is_a_mistake() {
        assertThatExceptionOfType(WritException.class)
                .isThrownBy(() -> read(
                        "{}",
                        Map.of(
                                "OTEL_EXPORTER_OTLP_ENDPOINT",
                                "http://127.0.0.1:4318",
                                "OTEL_EXPORTER_OTLP_HEADERS",
                                "nothing")))
                .withMessageContaining("OTEL_EXPORTER_OTLP_HEADERS");
    }
}
