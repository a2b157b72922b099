package dev.writ.mcp.http;

import io.helidon.http.HeaderNames;
import io.helidon.webserver.http.ServerRequest;
import java.net.URI;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;

/**
 * The names under which the server may be spoken to, so that no web page reaches it through a name of its own (DNS
 * rebinding): the host of the request must be one of them, and so must its origin where it has one.
 */
public record TrustedHosts(Set<String> names) {
    public static final TrustedHosts LOOPBACK = new TrustedHosts(Set.of("127.0.0.1", "localhost", "[::1]"));

    public TrustedHosts {
        names = Set.copyOf(names);
    }

    boolean trusts(ServerRequest request) {
        List<String> origins = HeaderRules.values(request, HeaderNames.ORIGIN);
        String host = HeaderRules.single(request, HeaderNames.HOST).orElse("");
        return isTrusted(host)
                && origins.size() <= 1
                && origins.stream()
                        .allMatch(origin ->
                                authority(origin).filter(this::isTrusted).isPresent());
    }

    private boolean isTrusted(String host) {
        return names.contains(host.toLowerCase(Locale.ROOT).replaceFirst(":[0-9]{1,5}$", ""));
    }

    private static Optional<String> authority(String origin) {
        try {
            URI uri = URI.create(origin);
            boolean web = "http".equals(uri.getScheme()) || "https".equals(uri.getScheme());
            boolean bare = uri.getRawPath() == null || uri.getRawPath().isEmpty();
            return web && bare ? Optional.ofNullable(uri.getRawAuthority()) : Optional.empty();
        } catch (IllegalArgumentException e) {
            return Optional.empty();
        }
    }
}
