package dev.writ.event;

import java.nio.charset.StandardCharsets;
import java.util.Base64;
import org.jspecify.annotations.Nullable;

/**
 * Writes one JSON object in one way only: members in the order in which they come, no white space, and in texts only what
 * JSON wants escaped (RFC 8785). So that the same values always have the same bytes.
 */
public final class CanonicalText {
    private static final String HEX = "0123456789abcdef";

    private final StringBuilder text = new StringBuilder(512).append('{');

    /** A member with what a database holds: a text, a whole number, bytes, or nothing, which leaves the member out. */
    public CanonicalText with(String name, @Nullable Object value) {
        if (value == null) {
            return this;
        }
        member(name);
        switch (value) {
            case Long number -> text.append(number.longValue());
            case Integer number -> text.append(number.intValue());
            case byte[] bytes ->
                text.append("{\"base64\":\"")
                        .append(Base64.getEncoder().encodeToString(bytes))
                        .append("\"}");
            case Double number -> text.append("{\"double\":\"").append(number).append("\"}");
            default -> quote(text, value.toString());
        }
        return this;
    }

    /** A member whose JSON is written already. */
    CanonicalText withJson(String name, String json) {
        member(name);
        text.append(json);
        return this;
    }

    private void member(String name) {
        if (text.length() > 1) {
            text.append(',');
        }
        quote(text, name);
        text.append(':');
    }

    /** The object as JSON. */
    public String json() {
        return text + "}";
    }

    public byte[] bytes() {
        return json().getBytes(StandardCharsets.UTF_8);
    }

    /** Writes a JSON string. */
    public static void quote(StringBuilder to, String value) {
        to.append('"');
        int plain = 0;
        for (int i = 0; i < value.length(); i++) {
            char c = value.charAt(i);
            if (c >= ' ' && c != '"' && c != '\\') {
                continue;
            }
            to.append(value, plain, i);
            plain = i + 1;
            escape(to, c);
        }
        to.append(value, plain, value.length()).append('"');
    }

    private static void escape(StringBuilder to, char c) {
        switch (c) {
            case '"' -> to.append("\\\"");
            case '\\' -> to.append("\\\\");
            case '\b' -> to.append("\\b");
            case '\f' -> to.append("\\f");
            case '\n' -> to.append("\\n");
            case '\r' -> to.append("\\r");
            case '\t' -> to.append("\\t");
            default -> to.append("\\u00").append(HEX.charAt(c >> 4)).append(HEX.charAt(c & 15));
        }
    }
}
