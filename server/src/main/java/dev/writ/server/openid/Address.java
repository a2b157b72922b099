package dev.writ.server.openid;

import java.net.URI;
import java.util.Optional;
import java.util.regex.Pattern;

/** Addresses that keys may be fetched from: over TLS, or inside this machine. */
final class Address {
    private static final Pattern LOOPBACK = Pattern.compile("localhost|127(\\.[0-9]{1,3}){3}|\\[::1\\]");

    private Address() {}

    /** The address, where it is an absolute https one, or an http one of this machine, without user, query or fragment. */
    static Optional<URI> safe(String text) {
        try {
            URI uri = URI.create(text);
            boolean plain = uri.getHost() != null
                    && uri.getRawUserInfo() == null
                    && uri.getRawQuery() == null
                    && uri.getRawFragment() == null;
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
