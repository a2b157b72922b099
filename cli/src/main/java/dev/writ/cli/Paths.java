package dev.writ.cli;

import dev.writ.FailureCode;
import dev.writ.WritException;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.regex.Pattern;

/** Parts of request paths. */
final class Paths {
    private static final Pattern NAME = Pattern.compile("[\\p{L}\\p{N}][\\p{L}\\p{N}._:@-]*");

    private Paths() {}

    /** One query value, as it may stand in a URL. */
    static String encode(String part) {
        return URLEncoder.encode(part, StandardCharsets.UTF_8).replace("+", "%20");
    }

    /**
     * An id or a name as one part of a path.
     *
     * @throws WritException with {@code invalid_arguments} for what cannot be one
     */
    static String name(String text) {
        if (!NAME.matcher(text).matches()) {
            throw new WritException(
                    FailureCode.INVALID_ARGUMENTS,
                    text.isBlank() ? "The id is empty." : "'" + text + "' is not an id or a name.",
                    "Copy it from a listing, for instance `writ task ls`.");
        }
        return encode(text);
    }
}
