package dev.writ.server.telemetry;

import dev.writ.Json;
import dev.writ.Setting;
import dev.writ.WritException;
import dev.writ.permission.GrantDuration;
import dev.writ.server.telemetry.TelemetrySettings.MetricsAccess;
import java.net.InetAddress;
import java.net.URI;
import java.net.URISyntaxException;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/**
 * Reads {@code telemetry} of the settings file strictly. The variables that every OpenTelemetry program knows
 * ({@code OTEL_EXPORTER_OTLP_ENDPOINT}, {@code …_HEADERS}, {@code OTEL_SERVICE_NAME}, {@code OTEL_SDK_DISABLED}) stand above
 * it.
 */
public final class TelemetrySection {
    private static final int USUAL_TOOL_NAMES = 20;
    private static final int MOST_TOOL_NAMES = 200;
    private static final int SHORTEST_TOKEN = 16;
    private static final Duration USUAL_PAUSE = Duration.ofSeconds(60);
    private static final Duration SHORTEST_PAUSE = Duration.ofSeconds(1);
    private static final String ENDPOINT = "OTEL_EXPORTER_OTLP_ENDPOINT";
    private static final String HEADERS = "OTEL_EXPORTER_OTLP_HEADERS";

    private final Setting section;
    private final Map<String, String> environment;

    private TelemetrySection(Setting section, Map<String, String> environment) {
        this.section = section;
        this.environment = environment;
    }

    /**
     * @param telemetry the settings file's part {@code telemetry}, or missing
     * @throws WritException with {@code invalid_arguments} naming what is wrong
     */
    public static TelemetrySettings read(JsonNode telemetry, Map<String, String> environment) {
        ObjectNode empty = Json.object();
        return new TelemetrySection(
                        new Setting("telemetry", telemetry.isMissingNode() ? empty : telemetry), environment)
                .settings();
    }

    private TelemetrySettings settings() {
        section.object(Set.of("metrics", "metrics_token", "tool_names", "otlp"));
        return new TelemetrySettings(access(), metricsToken(), toolNames(), otlp());
    }

    private MetricsAccess access() {
        return switch (section.text("metrics", "open")) {
            case "open" -> MetricsAccess.OPEN;
            case "token" -> MetricsAccess.TOKEN;
            case "off" -> MetricsAccess.OFF;
            default -> throw section.at("metrics").wrong("is no way to read them", "Use open, token or off in quotes.");
        };
    }

    private Optional<String> metricsToken() {
        Optional<String> token = section.child("metrics_token")
                .map(setting -> setting.text(environment).strip());
        if (token.isPresent() && token.get().length() < SHORTEST_TOKEN) {
            throw section.at("metrics_token")
                    .wrong("is too short", "Use at least " + SHORTEST_TOKEN + " characters that nobody guesses.");
        }
        return token;
    }

    private int toolNames() {
        long names = section.whole("tool_names").orElse(USUAL_TOOL_NAMES);
        if (names < 0 || names > MOST_TOOL_NAMES) {
            throw section.at("tool_names").wrong("is out of range", "Use a number from 0 to " + MOST_TOOL_NAMES + ".");
        }
        return (int) names;
    }

    private Optional<OtlpSettings> otlp() {
        Setting otlp = section.child("otlp").orElseGet(() -> new Setting("telemetry.otlp", Json.object()));
        otlp.object(Set.of("endpoint", "headers", "service_name", "sample", "content", "every"));
        Optional<Setting> endpoint = variable(ENDPOINT).or(() -> otlp.child("endpoint"));
        if (endpoint.isEmpty()
                || variable("OTEL_SDK_DISABLED").filter(this::isTrue).isPresent()) {
            return Optional.empty();
        }
        URI address = address(endpoint.get());
        boolean content = otlp.truth("content");
        if (content && !isPrivate(address)) {
            throw otlp.at("content")
                    .wrong(
                            "would send what agents read and write in the clear",
                            "Use an https address of the collector, or one of this machine.");
        }
        return Optional.of(new OtlpSettings(
                address,
                headers(otlp),
                variable("OTEL_SERVICE_NAME").map(Setting::text).orElseGet(() -> otlp.text("service_name", "writ")),
                sample(otlp),
                content,
                pause(otlp)));
    }

    private boolean isTrue(Setting setting) {
        return setting.text().equalsIgnoreCase("true");
    }

    private Optional<Setting> variable(String name) {
        String value = environment.getOrDefault(name, "").strip();
        return value.isEmpty()
                ? Optional.empty()
                : Optional.of(new Setting(name, Json.object().put(name, value).path(name)));
    }

    private static URI address(Setting endpoint) {
        try {
            URI address = new URI(endpoint.text());
            boolean plain = address.getHost() != null && address.getUserInfo() == null && address.getQuery() == null;
            if (plain && Set.of("http", "https").contains(String.valueOf(address.getScheme()))) {
                return address;
            }
        } catch (URISyntaxException e) {
            throw noAddress(endpoint);
        }
        throw noAddress(endpoint);
    }

    private static WritException noAddress(Setting endpoint) {
        return endpoint.wrong(
                "is no address of a collector",
                "Give its http or https address without a user name, for instance http://127.0.0.1:4318.");
    }

    private static boolean isPrivate(URI address) {
        String host = address.getHost().replaceAll("[\\[\\]]", "");
        try {
            return address.getScheme().equals("https")
                    || host.equals("localhost")
                    || InetAddress.ofLiteral(host).isLoopbackAddress();
        } catch (IllegalArgumentException e) {
            return false;
        }
    }

    private Map<String, String> headers(Setting otlp) {
        Map<String, String> headers = new LinkedHashMap<>(otlp.textsByName("headers", environment));
        variable(HEADERS).ifPresent(all -> {
            for (String one : all.text().split(",", -1)) {
                String[] parts = one.split("=", 2);
                if (parts.length < 2 || parts[0].isBlank()) {
                    throw all.wrong("is no list of headers", "Write name=value,name=value.");
                }
                headers.put(parts[0].strip(), URLDecoder.decode(parts[1].strip(), StandardCharsets.UTF_8));
            }
        });
        return headers;
    }

    private static double sample(Setting otlp) {
        double sample = otlp.number("sample").orElse(1);
        if (sample <= 0 || sample > 1) {
            throw otlp.at("sample").wrong("is no part of all requests", "Use a number above 0 and up to 1.");
        }
        return sample;
    }

    private static Duration pause(Setting otlp) {
        Duration pause = otlp.child("every")
                .map(setting -> GrantDuration.parse(setting.text()))
                .orElse(USUAL_PAUSE);
        if (pause.compareTo(SHORTEST_PAUSE) < 0) {
            throw otlp.at("every").wrong("is too often", "Use at least 1s.");
        }
        return pause;
    }
}
