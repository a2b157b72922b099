package dev.writ.cli;

import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;

/** Parts of request paths. */
final class Paths {
    private Paths() {}

    /** One part of a path or one query value, as it may stand in a URL. */
    static String encode(String part) {
        return URLEncoder.encode(part, StandardCharsets.UTF_8).replace("+", "%20");
    }
}
