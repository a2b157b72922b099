package dev.writ.server.api;

import dev.writ.FailureCode;
import dev.writ.WritException;
import dev.writ.server.telemetry.MetricsPage;
import dev.writ.server.telemetry.Telemetry;
import io.helidon.http.HeaderNames;
import io.helidon.http.Method;
import io.helidon.webserver.http.ServerRequest;
import io.helidon.webserver.http.ServerResponse;
import java.util.List;

/** What those ask who watch over Writ: whether it answers, whether it takes work, and its numbers. */
final class WatchRoutes implements Routes {
    static final String ALIVE = "/healthz";
    static final String READY = "/readyz";
    static final String METRICS = "/metrics";

    private final Telemetry telemetry;

    WatchRoutes(Telemetry telemetry) {
        this.telemetry = telemetry;
    }

    @Override
    public void addTo(Api api) {
        api.route(Method.GET, ALIVE, (request, response) -> response.send("ok"))
                .route(Method.GET, READY, this::ready)
                .route(Method.GET, METRICS, this::metrics);
    }

    private void ready(ServerRequest request, ServerResponse response) {
        List<String> obstacles = telemetry.readiness().obstacles();
        if (!obstacles.isEmpty()) {
            throw new WritException(
                    FailureCode.UNAVAILABLE, String.join(" ", obstacles), "Send nothing here until this says ready.");
        }
        response.send("ready");
    }

    private void metrics(ServerRequest request, ServerResponse response) {
        MetricsPage page = telemetry
                .metrics()
                .orElseThrow(() -> new WritException(
                        FailureCode.NOT_FOUND,
                        "There is nothing at " + METRICS + ".",
                        "The setting telemetry.metrics switches it on."));
        response.header(HeaderNames.CONTENT_TYPE, page.contentType());
        response.send(page.text());
    }
}
