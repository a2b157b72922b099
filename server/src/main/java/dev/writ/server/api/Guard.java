package dev.writ.server.api;

import dev.writ.FailureCode;
import dev.writ.WritException;
import dev.writ.server.mcp.McpEndpoints;
import dev.writ.server.web.Pages;
import dev.writ.server.web.Sessions;
import io.helidon.http.HeaderName;
import io.helidon.http.HeaderNames;
import io.helidon.webserver.http.Filter;
import io.helidon.webserver.http.FilterChain;
import io.helidon.webserver.http.RoutingRequest;
import io.helidon.webserver.http.RoutingResponse;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;

/**
 * Who may speak to the API: callers that name this machine as the host (so that no web page reaches it through a name of
 * its own), come from no other web page, and know the token, or are browsers that are logged in; the endpoints for MCP
 * clients look at tokens themselves. A browser's cookie counts only for the pages of this very server, and changes
 * nothing without the key that those pages have.
 */
final class Guard implements Filter {
    private static final Set<String> OWN_NAMES = Set.of("127.0.0.1", "localhost", "[::1]");
    private static final Set<String> OPEN = Set.of("/healthz", "/readyz");
    private static final Set<String> READING = Set.of("GET", "HEAD");
    private static final String LOG_IN = ApiServer.PREFIX + "/session";
    private static final HeaderName WRITE_KEY = HeaderNames.create("X-Writ-Key");
    private static final HeaderName FETCH_SITE = HeaderNames.create("Sec-Fetch-Site");
    private static final String BEARER = "Bearer ";

    private final byte[] token;
    private final Sessions sessions;

    Guard(String token, Sessions sessions) {
        this.token = token.getBytes(StandardCharsets.UTF_8);
        this.sessions = sessions;
    }

    @Override
    public void filter(FilterChain chain, RoutingRequest request, RoutingResponse response) {
        response.header(HeaderNames.CACHE_CONTROL, "no-store");
        response.header(HeaderNames.create("X-Content-Type-Options"), "nosniff");
        response.header(HeaderNames.create("Content-Security-Policy"), "default-src 'none'; frame-ancestors 'none'");
        String host = header(request, HeaderNames.HOST).orElse("");
        if (!isOwn(host)) {
            throw new WritException(
                    FailureCode.DENIED,
                    "The request names another host than this machine.",
                    "Use 127.0.0.1 or localhost in the address.");
        }
        Optional<String> origin = header(request, HeaderNames.ORIGIN);
        if (origin.isPresent() && !isOwnOrigin(origin.get())) {
            throw new WritException(
                    FailureCode.DENIED,
                    "The request comes from a page of another origin.",
                    "Use the writ command or the address that `writ serve` prints.");
        }
        String path = request.path().path();
        boolean open = OPEN.contains(path) || McpEndpoints.serves(path) || Pages.serves(path);
        if (!open && !hasToken(request)) {
            checkBrowser(request, path);
        }
        chain.proceed();
    }

    private void checkBrowser(RoutingRequest request, String path) {
        boolean reading = READING.contains(request.prologue().method().text());
        if (path.equals(LOG_IN) && !reading) {
            checkOwnPage(request);
            return;
        }
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
        request.context().register(new Caller(session, () -> sessions.isOpen(session)));
    }

    /** Another port of this machine is another page, although browsers send it the same cookies. */
    private static void checkOwnPage(RoutingRequest request) {
        String own = "http://" + header(request, HeaderNames.HOST).orElse("");
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

    private boolean hasToken(RoutingRequest request) {
        String sent = header(request, HeaderNames.AUTHORIZATION).orElse("");
        return sent.startsWith(BEARER)
                && MessageDigest.isEqual(
                        sent.substring(BEARER.length()).strip().getBytes(StandardCharsets.UTF_8), token);
    }

    private static boolean isOwn(String host) {
        String name = host.toLowerCase(Locale.ROOT).replaceFirst(":[0-9]{1,5}$", "");
        return OWN_NAMES.contains(name);
    }

    private static boolean isOwnOrigin(String origin) {
        try {
            URI uri = URI.create(origin);
            return "http".equals(uri.getScheme()) && uri.getAuthority() != null && isOwn(uri.getAuthority());
        } catch (IllegalArgumentException e) {
            return false;
        }
    }

    private static Optional<String> header(RoutingRequest request, HeaderName name) {
        return request.headers().first(name);
    }
}
