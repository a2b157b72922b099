package dev.writ.sandbox.network;

import dev.writ.WritException;
import dev.writ.permission.Host;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * The head of a request to a proxy (RFC 9112), read strictly: whatever two readers could take for two different things is
 * refused, since the one behind us might take it for the other.
 */
sealed interface RequestHead {
    /** Where it wants to go. */
    Host target();

    /** {@code CONNECT}: from now on the bytes go through as they are. */
    record Tunnel(Host target) implements RequestHead {}

    /**
     * One request for a page without TLS.
     *
     * @param text the head as it is sent on, with the target's own name and without what is meant for proxies
     */
    record Forward(Host target, String text, Body body) implements RequestHead {}

    /** What follows a head. */
    sealed interface Body {
        record Sized(long bytes) implements Body {}

        record Chunked() implements Body {}
    }

    int HTTP_PORT = 80;

    Pattern REQUEST_LINE = Pattern.compile("([A-Z]{1,20}) ([!-~]{1,8000}) HTTP/1\\.([01])");
    Pattern FIELD = Pattern.compile("([!#$%&'*+.^_`|~0-9A-Za-z-]+):[ \\t]*([\\t -~\\x80-\\xff]*?)[ \\t]*");
    Pattern ABSOLUTE = Pattern.compile("http://([^/?#@\\\\]+)([/?][^#]*)?", Pattern.CASE_INSENSITIVE);

    /** For this connection, or for proxies; they go no further (RFC 9110 7.6.1). */
    Set<String> NOT_PASSED_ON = Set.of(
            "host",
            "connection",
            "proxy-connection",
            "keep-alive",
            "proxy-authorization",
            "proxy-authenticate",
            "te",
            "trailer",
            "upgrade",
            "http2-settings");

    /** What says how a message is to be read may not be named as a thing of this connection alone. */
    Set<String> FRAMING = Set.of("host", "content-length", "transfer-encoding");

    /** @param text the lines, without the empty one at the end */
    static RequestHead parse(String text) throws Refused {
        String[] lines = text.split("\r\n", -1);
        Matcher request = REQUEST_LINE.matcher(lines[0]);
        if (!request.matches()) {
            throw Refused.malformed("its first line is not one of HTTP/1.1");
        }
        List<Field> fields = new ArrayList<>();
        for (int i = 1; i < lines.length; i++) {
            fields.add(Field.parse(lines[i]));
        }
        boolean newer = request.group(3).equals("1");
        return request.group(1).equals("CONNECT")
                ? tunnel(request.group(2), fields)
                : forward(request.group(1), request.group(2), fields, newer);
    }

    private static RequestHead tunnel(String authority, List<Field> fields) throws Refused {
        int colon = authority.lastIndexOf(':');
        if (colon < 0 || authority.endsWith("]")) {
            throw Refused.malformed("CONNECT names no port");
        }
        Host target = host(authority, Host.HTTPS);
        Optional<String> named = one(fields, "host");
        if (named.isPresent() && !host(named.get(), target.port()).equals(target)) {
            throw disagreeing(target);
        }
        if (one(fields, "content-length").filter(length -> !length.equals("0")).isPresent()
                || one(fields, "transfer-encoding").isPresent()) {
            throw Refused.malformed("CONNECT has a body").of(target.toString());
        }
        return new Tunnel(target);
    }

    private static RequestHead forward(String method, String uri, List<Field> fields, boolean newer) throws Refused {
        Matcher absolute = ABSOLUTE.matcher(uri);
        if (!newer || !absolute.matches()) {
            throw Refused.malformed("it is neither CONNECT nor HTTP/1.1 with an address that begins with http://");
        }
        Host target = host(absolute.group(1), HTTP_PORT);
        String named = one(fields, "host").orElseThrow(() -> disagreeing(target));
        if (!host(named, HTTP_PORT).equals(target)) {
            throw disagreeing(target);
        }
        Body body = body(fields);
        Set<String> dropped = new HashSet<>(NOT_PASSED_ON);
        for (Field field : fields) {
            if (field.name().equals("connection")) {
                dropped.addAll(List.of(lower(field.value()).split("[ \\t]*,[ \\t]*")));
            }
        }
        for (String framing : FRAMING) {
            if (dropped.contains(framing) && !NOT_PASSED_ON.contains(framing)) {
                throw Refused.malformed("it calls its own length a thing of this connection");
            }
        }
        String path = Optional.ofNullable(absolute.group(2)).orElse("/");
        StringBuilder text = new StringBuilder();
        text.append(method)
                .append(' ')
                .append(path.startsWith("/") ? path : "/" + path)
                .append(" HTTP/1.1\r\n");
        text.append("Host: ").append(written(target)).append("\r\n");
        fields.stream()
                .filter(field -> !dropped.contains(field.name()))
                .forEach(field -> text.append(field.line()).append("\r\n"));
        text.append("Connection: close\r\n\r\n");
        return new Forward(target, text.toString(), body);
    }

    private static Body body(List<Field> fields) throws Refused {
        Optional<String> coding = one(fields, "transfer-encoding");
        Optional<String> length = one(fields, "content-length");
        if (coding.isPresent() && (length.isPresent() || !lower(coding.get()).equals("chunked"))) {
            throw Refused.malformed("the length of its body can be read in two ways");
        }
        if (length.isPresent() && !length.get().matches("[0-9]{1,18}")) {
            throw Refused.malformed("the length of its body is no number");
        }
        return coding.isPresent() ? new Body.Chunked() : new Body.Sized(Long.parseLong(length.orElse("0")));
    }

    private static Optional<String> one(List<Field> fields, String name) throws Refused {
        List<String> values = fields.stream()
                .filter(field -> field.name().equals(name))
                .map(Field::value)
                .toList();
        if (values.size() > 1) {
            throw Refused.malformed("it has " + name + " more than once");
        }
        return values.stream().findFirst();
    }

    private static Host host(String text, int usualPort) throws Refused {
        try {
            return Host.parse(text, usualPort);
        } catch (WritException e) {
            throw new Refused(Refused.BAD_REQUEST, text, "it is not written as a plain name or address");
        }
    }

    private static Refused disagreeing(Host target) {
        return new Refused(Refused.BAD_REQUEST, target.toString(), "its Host field does not name where it goes");
    }

    private static String written(Host host) {
        String text = host.toString();
        return host.port() == HTTP_PORT ? text.substring(0, text.lastIndexOf(':')) : text;
    }

    private static String lower(String text) {
        return text.toLowerCase(Locale.ROOT);
    }

    /** @param name in lower case */
    record Field(String name, String value, String line) {
        static Field parse(String line) throws Refused {
            Matcher field = FIELD.matcher(line);
            if (!field.matches()) {
                throw Refused.malformed("a line of its head is no field");
            }
            return new Field(lower(field.group(1)), field.group(2), field.group(1) + ": " + field.group(2));
        }
    }
}
