package dev.writ.server.api;

import dev.writ.FailureCode;
import dev.writ.WritException;
import dev.writ.account.Accounts;
import dev.writ.account.Role;
import dev.writ.server.mcp.McpEndpoints;
import dev.writ.server.telemetry.TelemetrySettings;
import dev.writ.server.web.Pages;
import dev.writ.server.web.Sessions;
import io.helidon.http.HeaderName;
import io.helidon.http.HeaderNames;
import io.helidon.webserver.http.Filter;
import io.helidon.webserver.http.FilterChain;
import io.helidon.webserver.http.RoutingRequest;
import io.helidon.webserver.http.RoutingResponse;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.util.Optional;
import java.util.Set;

/**
 * Who may speak to the API: callers that name this machine, or the public address, as the host (so that no web page reaches it through a name of
 * its own), come from no other web page, and show a token, or are browsers that are logged in. What they
 * may do is said by their role: see {@link Rights}. The endpoints for MCP clients look at tokens themselves. A browser's cookie counts only for the pages of this very server, and changes
 * nothing without the key that those pages have.
 */
final class Guard implements Filter {
    private static final Set<String> OPEN = Set.of(WatchRoutes.ALIVE, WatchRoutes.READY);
    private static final Set<String> READING = Set.of("GET", "HEAD");
    private static final String LOG_IN = ApiServer.PREFIX + "/session";
    static final HeaderName WRITE_KEY = HeaderNames.create("X-Writ-Key");
    private static final HeaderName FETCH_SITE = HeaderNames.create("Sec-Fetch-Site");
    private static final String BEARER = "Bearer ";
    private static final String OWNER = Sessions.OWNER;

    private final byte[] token;
    private final Sessions sessions;
    private final Accounts accounts;
    private final TelemetrySettings telemetry;
    private final Addresses addresses;

    /** @param token of the person who runs the server */
    Guard(String token, Sessions sessions, Accounts accounts, TelemetrySettings telemetry, Addresses addresses) {
        this.addresses = addresses;
        this.token = token.getBytes(StandardCharsets.UTF_8);
        this.sessions = sessions;
        this.accounts = accounts;
        this.telemetry = telemetry;
    }

    @Override
    public void filter(FilterChain chain, RoutingRequest request, RoutingResponse response) {
        response.header(HeaderNames.CACHE_CONTROL, "no-store");
        response.header(HeaderNames.create("X-Content-Type-Options"), "nosniff");
        response.header(HeaderNames.create("Content-Security-Policy"), "default-src 'none'; frame-ancestors 'none'");
        String host = header(request, HeaderNames.HOST).orElse("");
        if (!addresses.isOwn(host)) {
            throw new WritException(
                    FailureCode.DENIED,
                    "The request names another host than this machine.",
                    "Use 127.0.0.1 or localhost in the address.");
        }
        Optional<String> origin = header(request, HeaderNames.ORIGIN);
        if (origin.isPresent() && !addresses.isOwnOrigin(origin.get())) {
            throw new WritException(
                    FailureCode.DENIED,
                    "The request comes from a page of another origin.",
                    "Use the writ command or the address that `writ serve` prints.");
        }
        String path = request.path().path();
        boolean open = OPEN.contains(path)
                || McpEndpoints.serves(path)
                || Pages.serves(path)
                || LogInRoutes.serves(path)
                || mayReadMetrics(request, path);
        if (!open) {
            String method = request.prologue().method().text();
            if (path.equals(LOG_IN) && !READING.contains(method)) {
                checkOwnPage(request);
            } else {
                request.context()
                        .register(withToken(request).orElseGet(() -> inBrowser(request, READING.contains(method))));
            }
        }
        chain.proceed();
    }

    private Caller inBrowser(RoutingRequest request, boolean reading) {
        Sessions.Session session = request.headers()
                .cookies()
                .first(Caller.cookieName(request))
                .flatMap(sessions::find)
                .orElseThrow(() -> new WritException(
                        FailureCode.UNAUTHENTICATED,
                        "The request carries no valid token.",
                        "Send 'Authorization: Bearer TOKEN' with the token of server.json in the data folder; in a"
                                + " browser, log in with the link that `writ open` prints."));
        checkOwnPage(request);
        if (!reading && !session.mayWrite(header(request, WRITE_KEY).orElse(""))) {
            throw new WritException(
                    FailureCode.DENIED,
                    "The request would change something, and lacks the key of this session.",
                    "Use the pages of this server, or send the token in place of the cookie.");
        }
        return person(session.person())
                .map(caller -> new Caller(
                        caller.name(),
                        caller.role(),
                        Optional.of(session),
                        () -> sessions.isOpen(session) && caller.isWelcome().getAsBoolean()))
                .orElseThrow(() -> new WritException(
                        FailureCode.UNAUTHENTICATED,
                        "The person of this session may no longer come in.",
                        "Ask an administrator of this Writ."));
    }

    /** Whoever runs the server may do everything; others what their role says at this moment. */
    private Optional<Caller> person(String name) {
        if (name.equals(OWNER)) {
            return Optional.of(new Caller(OWNER, Role.ADMINISTRATOR, Optional.empty(), () -> true));
        }
        return accounts.findOpen(name)
                .map(account -> new Caller(
                        name,
                        account.role(),
                        Optional.empty(),
                        () -> accounts.findOpen(name).isPresent()));
    }

    /** Another port of this machine is another page, although browsers send it the same cookies. */
    private void checkOwnPage(RoutingRequest request) {
        String own = addresses.origin(header(request, HeaderNames.HOST).orElse(""));
        boolean foreign = header(request, HeaderNames.ORIGIN)
                        .filter(origin -> !origin.equals(own))
                        .isPresent()
                || header(request, FETCH_SITE)
                        .filter(site -> !site.equals("same-origin"))
                        .isPresent();
        if (foreign) {
            throw new WritException(
                    FailureCode.DENIED,
                    "The request comes from a page of another origin.",
                    "Use the pages of this server.");
        }
    }

    private Optional<Caller> withToken(RoutingRequest request) {
        String secret = bearer(request);
        if (isSame(secret, token)) {
            return person(OWNER);
        }
        return accounts.authenticate(secret).flatMap(account -> person(account.name()));
    }

    private boolean mayReadMetrics(RoutingRequest request, String path) {
        return path.equals(WatchRoutes.METRICS)
                && switch (telemetry.metrics()) {
                    case OPEN, OFF -> true;
                    case TOKEN ->
                        telemetry
                                .metricsToken()
                                .filter(known -> isSame(bearer(request), known.getBytes(StandardCharsets.UTF_8)))
                                .isPresent();
                };
    }

    /** Empty where none is sent. */
    private static String bearer(RoutingRequest request) {
        String sent = header(request, HeaderNames.AUTHORIZATION).orElse("");
        return sent.startsWith(BEARER) ? sent.substring(BEARER.length()).strip() : "";
    }

    private static boolean isSame(String secret, byte[] known) {
        return MessageDigest.isEqual(secret.getBytes(StandardCharsets.UTF_8), known);
    }

    private static Optional<String> header(RoutingRequest request, HeaderName name) {
        return request.headers().first(name);
    }
}
