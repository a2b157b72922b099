package dev.writ.label;

import java.util.List;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * E-mail and web addresses in the one form in which they are compared. Letters of hosts and mail addresses count as the same
 * in either case, everything after the host does not. Only ASCII: of addresses in other scripts two may look alike.
 */
final class Address {
    private static final Pattern MAIL =
            Pattern.compile("(?:mailto:)?([A-Za-z0-9._%+'-]{1,64}@[A-Za-z0-9-]+(?:\\.[A-Za-z0-9-]+)+)");
    private static final Pattern WEB = Pattern.compile(
            "(?:(https?)://)?([A-Za-z0-9-]+(?:\\.[A-Za-z0-9-]+)+(?::[0-9]{1,5})?)((?:[/?#][!-~]*)?)",
            Pattern.CASE_INSENSITIVE);

    private static final String TLS_PORT = ":443";
    private static final String PLAIN_PORT = ":80";

    private Address() {}

    /** Whether a value says by itself that it is an address, whatever its argument is called. */
    static boolean isUnmistakable(String value) {
        return MAIL.matcher(value).matches() || value.contains("://") || value.regionMatches(true, 0, "www.", 0, 4);
    }

    /**
     * The hosts, each with a port, that a web address leads to: one, or two where neither scheme nor port is written; none
     * for anything else.
     */
    static List<String> hosts(String text) {
        Matcher web = WEB.matcher(text);
        if (!web.matches()) {
            return List.of();
        }
        String host = PlainText.lower(web.group(2));
        if (host.contains(":")) {
            return List.of(host);
        }
        String scheme = web.group(1);
        if (scheme == null) {
            return List.of(host + TLS_PORT, host + PLAIN_PORT);
        }
        return List.of(host + (scheme.equalsIgnoreCase("http") ? PLAIN_PORT : TLS_PORT));
    }

    /** A host as an identity argument writes it, with its port. */
    static String host(String value) {
        String host = PlainText.lower(value);
        return host.contains(":") ? host : host + TLS_PORT;
    }

    /**
     * The form in which it is compared; empty for anything that is not plainly an address. A web address loses its scheme
     * where that is one of the two usual ones, and a path that is just {@code /}.
     */
    static Optional<String> canonical(String value) {
        Matcher mail = MAIL.matcher(value);
        if (mail.matches()) {
            return Optional.of(PlainText.lower(mail.group(1)));
        }
        Matcher web = WEB.matcher(value);
        if (web.matches()) {
            String rest = web.group(3).equals("/") ? "" : web.group(3);
            return Optional.of(PlainText.lower(web.group(2)) + rest);
        }
        return Optional.empty();
    }
}
