package dev.writ.server.telemetry;

import java.net.URI;
import java.time.Duration;
import java.util.Map;

/**
 * Where traces and metrics are sent.
 *
 * @param endpoint the collector's address, to which {@code /v1/traces} and {@code /v1/metrics} are added
 * @param sample the part of all requests whose traces are sent, above 0 and up to 1
 * @param content whether arguments, results and what agents say are sent along, without the secrets of known forms
 * @param every how often metrics are sent
 */
public record OtlpSettings(
        URI endpoint, Map<String, String> headers, String serviceName, double sample, boolean content, Duration every) {
    public OtlpSettings {
        headers = Map.copyOf(headers);
    }

    /** The collector's address for one signal. */
    String endpoint(String signal) {
        return endpoint.toString().replaceAll("/+$", "") + "/v1/" + signal;
    }

    /** Values of headers may be secrets. */
    @Override
    public String toString() {
        return "OtlpSettings[endpoint=" + endpoint + ", headers=" + headers.keySet() + "]";
    }
}
