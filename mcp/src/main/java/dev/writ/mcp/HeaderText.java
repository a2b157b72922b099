package dev.writ.mcp;

import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.regex.Pattern;

/** Values in HTTP headers that repeat what a message says (revision 2026-07-28, Streamable HTTP). */
public final class HeaderText {
    private static final Pattern PLAIN = Pattern.compile("[\\x21-\\x7E]([\\x20-\\x7E]*[\\x21-\\x7E])?");
    private static final String BEGIN = "=?base64?";
    private static final String END = "?=";

    private HeaderText() {}

    /** As it is where that is safe, else in Base64. */
    public static String encoded(String value) {
        return PLAIN.matcher(value).matches() && !value.startsWith(BEGIN)
                ? value
                : BEGIN + Base64.getEncoder().encodeToString(value.getBytes(StandardCharsets.UTF_8)) + END;
    }
}
