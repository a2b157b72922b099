package dev.writ.server.openid;

import java.net.URI;
import java.util.Optional;
import java.util.regex.Pattern;

/** Addresses at which a provider may be spoken to: over TLS, or inside this machine. */
final class Address {
    private static final Pattern LOOPBACK = Pattern.compile("localhost|127(\\.[0-9]{1,3}){3}|\\[::1\\]");

    private Address() {}

    /** The address, where it is an absolute https one, or an http one of this machine, without user, query or fragment. */
    static Optional<URI> safe(String text) {
        return safeWithQuery(text).filter(uri -> uri.getRawQuery() == null);
    }

    /** As {@link #safe}, but it may have a query, as the one that browsers are sent to (RFC 6749, section 3.1). */
    static Optional<URI> safeWithQuery(String text) {
        try {
            URI uri = URI.create(text);
            boolean plain = uri.getHost() != null && uri.getRawUserInfo() == null && uri.getRawFragment() == null;
            return plain && ("https".equals(uri.getScheme()) || isInside(uri)) ? Optional.of(uri) : Optional.empty();
        } catch (IllegalArgumentException e) {
            return Optional.empty();
        }
    }

    /** Whether it is spoken to without TLS, inside this machine. */
    static boolean isInside(URI uri) {
        return "http".equals(uri.getScheme()) && LOOPBACK.matcher(uri.getHost()).matches();
    }
}
