package dev.writ.server.api;

import dev.writ.FailureCode;
import dev.writ.WritException;
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
 * its own), come from no other web page, and know the token.
 */
final class Guard implements Filter {
    private static final Set<String> OWN_NAMES = Set.of("127.0.0.1", "localhost", "[::1]");
    private static final Set<String> OPEN = Set.of("/healthz", "/readyz");
    private static final String BEARER = "Bearer ";

    private final byte[] token;

    Guard(String token) {
        this.token = token.getBytes(StandardCharsets.UTF_8);
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
        if (!OPEN.contains(request.path().path()) && !hasToken(request)) {
            throw new WritException(
                    FailureCode.UNAUTHENTICATED,
                    "The request carries no valid token.",
                    "Send 'Authorization: Bearer TOKEN' with the token of server.json in the data folder.");
        }
        chain.proceed();
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
