package dev.writ.server.api;

import dev.writ.Failure;
import dev.writ.FailureCode;
import dev.writ.IdSource;
import dev.writ.WritException;
import dev.writ.account.SavedFilters;
import dev.writ.server.mcp.McpEndpoints;
import dev.writ.server.openid.OpenIdLogIn;
import dev.writ.server.telemetry.Telemetry;
import dev.writ.server.web.Pages;
import dev.writ.server.web.WebAccess;
import io.helidon.webserver.WebServer;
import io.helidon.webserver.http.HttpRouting;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.time.Duration;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.SortedSet;
import java.util.TreeMap;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/** The HTTP server, on the loopback address only. */
public final class ApiServer implements AutoCloseable {
    private static final Logger LOG = System.getLogger(ApiServer.class.getName());
    private static final Duration PATIENCE = Duration.ofSeconds(20);
    private static final String HOST = "127.0.0.1";
    static final String PREFIX = "/api/v1";
    /** Beyond what a route reads, a body is still taken in, for the caller to see why it is refused; beyond this it is cut. */
    private static final long LARGEST_BODY = 8 << 20;

    /** Bytes that wait in the kernel for one client; of itself it would take megabytes for each that does not read. */
    private static final int SEND_BUFFER = 256 << 10;

    private final WebServer server;
    private final Map<String, SortedSet<String>> routes;

    private ApiServer(WebServer server, Map<String, SortedSet<String>> routes) {
        this.server = server;
        this.routes = routes;
    }

    /** Loads the HTTP library, which takes as long as opening the store and can be done beside it. */
    public static void load() {
        WebServer.builder().host(HOST).shutdownHook(false).build();
    }

    /**
     * Starts to serve.
     *
     * @param port 0 for any free one
     * @throws WritException with {@code port_in_use}
     */
    public static ApiServer start(int port, FrontDoor door, ApiParts parts, McpEndpoints mcp, IdSource ids) {
        checkFree(port);
        ClientMistakes.areNotLogged();
        Problems problems = new Problems(ids);
        Map<String, SortedSet<String>> known = new TreeMap<>();
        Addresses addresses = new Addresses(door.publicAddress());
        HttpRouting.Builder routing = HttpRouting.builder()
                .addFilter(new Guard(
                        door.token(),
                        door.access().sessions(),
                        parts.accounts(),
                        parts.telemetry().settings(),
                        addresses))
                .error(Throwable.class, problems::answer)
                .register(rules -> watched(Api.open(rules, problems), parts.telemetry()))
                .register(PREFIX, rules -> {
                    Api api = Api.guarded(rules, problems);
                    routes(parts, door.access(), addresses, ids).forEach(routes -> routes.addTo(api));
                    api.refuseOtherMethods();
                    known.putAll(api.routes());
                });
        mcp.addTo(routing);
        door.provider().ifPresent(provider -> new LogInRoutes(provider, door.access(), addresses).addTo(routing));
        new Pages(door.provider().map(OpenIdLogIn::name)).addTo(routing);
        routing.any(problems::notFound);
        WebServer server = WebServer.builder()
                .host(HOST)
                .port(port)
                .maxPayloadSize(LARGEST_BODY)
                .connectionOptions(options -> options.socketSendBufferSize(SEND_BUFFER))
                .directHandlers(Problems.beforeRouting())
                .shutdownHook(false)
                .routing(routing)
                .build();
        try {
            if (!isDone(server::start)) {
                throw new WritException(
                        FailureCode.UNAVAILABLE,
                        "The HTTP server did not start within " + PATIENCE.toSeconds() + " seconds.",
                        "See what else the machine is doing, and start Writ again.");
            }
        } catch (UncheckedIOException | IllegalStateException e) {
            throw inUse(port, e);
        }
        // The library says nothing but in its log when it cannot listen.
        if (!server.isRunning()) {
            throw inUse(port, new IllegalStateException("the server did not start"));
        }
        return new ApiServer(server, known);
    }

    private static void checkFree(int port) {
        try (ServerSocket probe = new ServerSocket()) {
            probe.setReuseAddress(true);
            probe.bind(new InetSocketAddress(InetAddress.getLoopbackAddress(), port));
        } catch (IOException e) {
            throw inUse(port, e);
        }
    }

    private static WritException inUse(int port, Exception cause) {
        return new WritException(
                Failure.of(
                        FailureCode.PORT_IN_USE,
                        "Port " + port + " on " + HOST + " is in use.",
                        "Choose another one with --port, or 0 for any free one."),
                cause);
    }

    private static List<Routes> routes(ApiParts parts, WebAccess access, Addresses addresses, IdSource ids) {
        return List.of(
                new TaskRoutes(parts),
                new StepRoutes(parts),
                new BreakpointRoutes(parts),
                new ForkRoutes(parts),
                new RetryRoutes(parts),
                new ApprovalRoutes(parts),
                new ReachRoutes(parts),
                new GrantRoutes(parts),
                new RuleRoutes(parts.rules()),
                new WhyRoutes(parts),
                new PolicyRoutes(parts),
                new ToolRoutes(parts),
                new ToolboxRoutes(parts),
                new ServerRoutes(parts),
                new EntityRoutes(parts),
                new EventRoutes(parts),
                new TokenRoutes(parts),
                new AccountRoutes(parts.accounts()),
                new FilterRoutes(new SavedFilters(parts.database(), parts.events(), parts.clock(), ids)),
                new InsightRoutes(parts),
                new SecurityRoutes(parts),
                new ImprovementRoutes(parts),
                new IncidentRoutes(parts),
                new ComplianceRoutes(parts),
                new AuditRoutes(parts),
                new AuditProofRoutes(parts),
                new InboxRoutes(parts),
                new LiveStream(parts.events(), parts.telemetry().streams()),
                new SystemRoutes(parts),
                new SessionRoutes(access, parts.events(), addresses));
    }

    private static void watched(Api api, Telemetry telemetry) {
        new WatchRoutes(telemetry).addTo(api);
        api.refuseOtherMethods();
    }

    /** What it answers to below its prefix: methods by path. */
    public Map<String, SortedSet<String>> routes() {
        return Collections.unmodifiableMap(routes);
    }

    /** For instance {@code http://127.0.0.1:8420}. */
    public String url() {
        return "http://" + HOST + ":" + port();
    }

    /** On which it listens. */
    public int port() {
        return server.port();
    }

    @Override
    public void close() {
        if (!isDone(server::stop)) {
            LOG.log(Level.WARNING, "The HTTP server does not end; it is left behind.");
        }
    }

    /** The library waits without limit, in both, for threads of its own. */
    private static boolean isDone(Runnable step) {
        CompletableFuture<Void> done = CompletableFuture.runAsync(
                step, each -> Thread.ofPlatform().daemon().name("writ-http").start(each));
        try {
            done.get(PATIENCE.toMillis(), TimeUnit.MILLISECONDS);
            return true;
        } catch (TimeoutException e) {
            return false;
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return false;
        } catch (ExecutionException e) {
            throw e.getCause() instanceof RuntimeException cause ? cause : new IllegalStateException(e.getCause());
        }
    }
}
