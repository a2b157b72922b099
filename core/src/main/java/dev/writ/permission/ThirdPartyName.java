package dev.writ.permission;

import java.util.Locale;
import java.util.regex.Pattern;

/**
 * Names of the tools of third parties' servers: the server's, two underscores, the tool's, as in
 * {@code memory__read_graph}. Writ's own never have two underscores. In a ceiling {@code memory__*} is every tool of the
 * server.
 */
public final class ThirdPartyName {
    private static final String BETWEEN = "__";
    private static final String EVERY = "*";
    private static final Pattern SERVER = Pattern.compile("[a-z][a-z0-9]*(_[a-z0-9]+)*");
    private static final Pattern TOOL = Pattern.compile(SERVER.pattern() + BETWEEN + "[a-z0-9]+(_[a-z0-9]+)*");

    private ThirdPartyName() {}

    /** The name of a tool, or of every tool, of a server whose name is one. */
    public static String of(String server, String tool) {
        return server + BETWEEN + tool;
    }

    /**
     * A name of another's as it is written here, {@code get-structuredContent} as {@code get_structured_content}. What has
     * neither a letter nor a digit becomes empty.
     */
    public static String written(String name) {
        return name.replaceAll("(?<=[a-z0-9])(?=[A-Z])", "_")
                .toLowerCase(Locale.ROOT)
                .replaceAll("[^a-z0-9]+", "_")
                .replaceAll("^_|_$", "");
    }

    /** The name that stands for every tool of a server in a ceiling. */
    public static String every(String server) {
        return of(server, EVERY);
    }

    /** Whether a server can have this name: lower-case letters, digits and single underscores between them. */
    public static boolean isServer(String name) {
        return SERVER.matcher(name).matches();
    }

    /** Whether it names one tool of a third party's server. */
    public static boolean isTool(String name) {
        return TOOL.matcher(name).matches();
    }

    /** As {@link #isTool}, or every tool of one. */
    static boolean isOne(String name) {
        return isTool(name)
                || (name.endsWith(BETWEEN + EVERY)
                        && isServer(name.substring(0, name.length() - BETWEEN.length() - 1)));
    }

    /** What stands for a tool in a ceiling that does not name it; the tool itself where it is not a third party's. */
    static String everyOf(String tool) {
        int end = tool.indexOf(BETWEEN);
        return end < 0 ? tool : every(tool.substring(0, end));
    }
}
