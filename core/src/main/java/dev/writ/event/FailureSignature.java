package dev.writ.event;

import java.util.List;
import java.util.regex.Pattern;

/**
 * What remains of a failure message when its particulars are taken out, so that the same failure counts as the same.
 * The catalogue's {@code error_signatures} query does these replacements in PostgreSQL; SQLite calls this code.
 */
public final class FailureSignature {
    private static final int READ = 2_000;
    private static final int KEPT = 200;

    private record Replacement(Pattern particular, String by) {
        Replacement(String particular, String by) {
            this(Pattern.compile(particular), by);
        }
    }

    private static final List<Replacement> REPLACEMENTS = List.of(
            new Replacement("(?<![A-Za-z0-9])('[^']{0,200}'|\"[^\"]{0,200}\"|`[^`]{0,200}`)(?![A-Za-z0-9])", "<text>"),
            new Replacement("([A-Za-z][A-Za-z0-9+.-]*:)?[A-Za-z0-9_.@~-]*(//?[A-Za-z0-9_.@~:%-]+)+/?", "<path>"),
            new Replacement(
                    "[a-z]+_[0-9a-z]{20}(?![0-9a-z])"
                            + "|[0-9a-fA-F]{8}(-[0-9a-fA-F]{4}){3}-[0-9a-fA-F]{12}"
                            + "|(?<![A-Za-z0-9])[0-9a-f]{12,64}(?![A-Za-z0-9])",
                    "<id>"),
            new Replacement("[0-9]+([.,:][0-9]+)*", "<n>"),
            new Replacement("[ \\t\\r\\n]+", " "));

    private FailureSignature() {}

    /** The message with {@code <text>}, {@code <path>}, {@code <id>} and {@code <n>} for its particulars. */
    public static String of(String message) {
        String text = message.length() > READ ? message.substring(0, READ) : message;
        for (Replacement replacement : REPLACEMENTS) {
            text = replacement.particular().matcher(text).replaceAll(replacement.by());
        }
        text = text.trim();
        return text.length() > KEPT ? text.substring(0, KEPT) : text;
    }
}
