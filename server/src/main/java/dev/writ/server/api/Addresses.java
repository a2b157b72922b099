package dev.writ.server.api;

import java.net.URI;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;

/** By which addresses browsers reach this server: names of this machine, and the public one where there is one. */
final class Addresses {
    private static final Set<String> OWN_NAMES = Set.of("127.0.0.1", "localhost", "[::1]");

    private final Optional<String> publicOrigin;
    private final Optional<String> publicHost;

    /** @param publicAddress without a path, for instance {@code https://writ.example.org} */
    Addresses(Optional<URI> publicAddress) {
        this.publicOrigin = publicAddress.map(uri -> uri.toString().toLowerCase(Locale.ROOT));
        this.publicHost = publicAddress.map(uri -> uri.getAuthority().toLowerCase(Locale.ROOT));
    }

    /** @param host as a request names it, with or without a port */
    boolean isOwn(String host) {
        String name = host.toLowerCase(Locale.ROOT);
        return OWN_NAMES.contains(name.replaceFirst(":[0-9]{1,5}$", "")) || isPublic(name);
    }

    boolean isOwnOrigin(String origin) {
        try {
            URI uri = URI.create(origin);
            return publicOrigin.filter(origin::equals).isPresent()
                    || "http".equals(uri.getScheme())
                            && uri.getAuthority() != null
                            && isOwn(uri.getAuthority())
                            && !isPublic(uri.getAuthority());
        } catch (IllegalArgumentException e) {
            return false;
        }
    }

    /** The origin of the pages that a browser sees which names this host, one of its own. */
    String origin(String host) {
        return isPublic(host) ? publicOrigin.orElseThrow() : "http://" + host;
    }

    /** Whether a browser that names this host speaks TLS, to the proxy. */
    boolean isSecure(String host) {
        return origin(host).startsWith("https:");
    }

    private boolean isPublic(String host) {
        return publicHost.filter(host.toLowerCase(Locale.ROOT)::equals).isPresent();
    }
}
