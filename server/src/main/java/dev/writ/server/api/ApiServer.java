package dev.writ.server.api;

import dev.writ.Failure;
import dev.writ.FailureCode;
import dev.writ.IdSource;
import dev.writ.WritException;
import io.helidon.webserver.WebServer;
import io.helidon.webserver.http.HttpRouting;
import java.io.UncheckedIOException;
import java.util.List;

/** The HTTP server, on the loopback address only. */
public final class ApiServer implements AutoCloseable {
    private static final String HOST = "127.0.0.1";
    private static final String PREFIX = "/api/v1";
    private static final long LARGEST_BODY = 1 << 20;

    private final WebServer server;

    private ApiServer(WebServer server) {
        this.server = server;
    }

    /**
     * Starts to serve.
     *
     * @param port 0 for any free one
     * @throws WritException with {@code port_in_use}
     */
    public static ApiServer start(int port, String token, ApiParts parts, IdSource ids) {
        Problems problems = new Problems(ids);
        HttpRouting.Builder routing = HttpRouting.builder()
                .addFilter(new Guard(token))
                .error(Throwable.class, problems::answer)
                .get("/healthz", (request, response) -> response.send("ok"))
                .get("/readyz", (request, response) -> response.send("ready"))
                .register(PREFIX, rules -> {
                    Api api = new Api(rules);
                    routes(parts).forEach(routes -> routes.addTo(api));
                    new LiveStream(parts.events()).addTo(rules);
                })
                .any(problems::notFound);
        WebServer server = WebServer.builder()
                .host(HOST)
                .port(port)
                .maxPayloadSize(LARGEST_BODY)
                .shutdownHook(false)
                .routing(routing)
                .build();
        try {
            return new ApiServer(server.start());
        } catch (UncheckedIOException | IllegalStateException e) {
            throw new WritException(
                    Failure.of(
                            FailureCode.PORT_IN_USE,
                            "Port " + port + " on " + HOST + " is in use.",
                            "Choose another one with --port, or 0 for any free one."),
                    e);
        }
    }

    private static List<Routes> routes(ApiParts parts) {
        return List.of(
                new TaskRoutes(parts),
                new ApprovalRoutes(parts),
                new GrantRoutes(parts),
                new EntityRoutes(parts),
                new EventRoutes(parts),
                new InboxRoutes(parts),
                new SystemRoutes(parts));
    }

    /** For instance {@code http://127.0.0.1:8420}. */
    public String url() {
        return "http://" + HOST + ":" + server.port();
    }

    @Override
    public void close() {
        server.stop();
    }
}
