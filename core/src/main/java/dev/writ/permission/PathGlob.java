package dev.writ.permission;

import java.util.List;

/**
 * Globs over {@code /}-separated names: {@code *} any characters within one name, {@code ?} one character (of those beyond the basic plane, half a one), {@code **} as
 * a whole name any number of names, none included. Case matters. Matching allocates nothing and takes time linear in
 * pattern times path.
 */
public final class PathGlob {
    private static final String ANY = "**";

    private PathGlob() {}

    public static boolean anyMatches(List<String> globs, String path) {
        for (int i = 0; i < globs.size(); i++) {
            if (matches(globs.get(i), path)) {
                return true;
            }
        }
        return false;
    }

    /**
     * Whether the path means the same place however it is resolved: none of its names is empty, {@code .} or {@code ..}.
     * The root, "", is plain.
     */
    static boolean isPlain(String path) {
        for (int from = firstName(path); from <= path.length(); ) {
            int end = endOfName(path, from);
            if (end == from || (end - from <= 2 && path.charAt(from) == '.' && path.charAt(end - 1) == '.')) {
                return false;
            }
            from = end + 1;
        }
        return true;
    }

    public static boolean matches(String glob, String path) {
        return glob.equals(ANY) || glob.equals(path) || matchesNames(glob, path, false);
    }

    /** Whether every path that one of {@code narrower} matches is matched by one of {@code wider}, as far as can be shown. */
    public static boolean allCovered(List<String> wider, List<String> narrower) {
        return narrower.stream().allMatch(glob -> wider.stream().anyMatch(candidate -> covers(candidate, glob)));
    }

    /** Whether every path that {@code narrower} matches is matched by {@code wider}; false where that cannot be shown. */
    public static boolean covers(String wider, String narrower) {
        // The narrower glob is read as if it were a path: its wildcards are letters that only the wider's stars take.
        return wider.equals(ANY) || wider.equals(narrower) || matchesNames(wider, narrower, true);
    }

    /** Whether there is a path that both globs match. */
    public static boolean overlap(String one, String other) {
        return GlobOverlap.ofNames(split(one), split(other));
    }

    private static String[] split(String glob) {
        return glob.isEmpty() ? new String[0] : glob.split("/", -1);
    }

    // A position is the start of a name; beyond the length there is no further name.

    private static int firstName(String text) {
        return text.isEmpty() ? 1 : 0;
    }

    private static int endOfName(String text, int from) {
        int slash = text.indexOf('/', from);
        return slash < 0 ? text.length() : slash;
    }

    private static boolean isAny(String text, int from, int end) {
        return end - from == 2 && text.charAt(from) == '*' && text.charAt(from + 1) == '*';
    }

    private static boolean matchesNames(String glob, String path, boolean pathIsGlob) {
        // Greedy with one fallback: only the last ** needs to be tried again.
        int g = firstName(glob);
        int p = firstName(path);
        int retryGlob = -1;
        int retryPath = -1;
        while (p <= path.length()) {
            int pathEnd = endOfName(path, p);
            if (g <= glob.length()) {
                int globEnd = endOfName(glob, g);
                if (isAny(glob, g, globEnd)) {
                    g = globEnd + 1;
                    retryGlob = g;
                    retryPath = p;
                    continue;
                }
                boolean openName = pathIsGlob && isAny(path, p, pathEnd);
                if (!openName && matchesName(glob, g, globEnd, path, p, pathEnd, pathIsGlob)) {
                    g = globEnd + 1;
                    p = pathEnd + 1;
                    continue;
                }
            }
            if (retryGlob < 0) {
                return false;
            }
            retryPath = endOfName(path, retryPath) + 1;
            p = retryPath;
            g = retryGlob;
        }
        while (g <= glob.length()) {
            int globEnd = endOfName(glob, g);
            if (!isAny(glob, g, globEnd)) {
                return false;
            }
            g = globEnd + 1;
        }
        return true;
    }

    private static boolean matchesName(
            String glob, int globFrom, int globEnd, String name, int nameFrom, int nameEnd, boolean nameIsGlob) {
        int g = globFrom;
        int n = nameFrom;
        int retryGlob = -1;
        int retryName = -1;
        while (n < nameEnd) {
            if (g < globEnd && glob.charAt(g) == '*') {
                retryGlob = ++g;
                retryName = n;
            } else if (g < globEnd && matchesCharacter(glob.charAt(g), name.charAt(n), nameIsGlob)) {
                g++;
                n++;
            } else if (retryGlob >= 0) {
                g = retryGlob;
                n = ++retryName;
            } else {
                return false;
            }
        }
        while (g < globEnd && glob.charAt(g) == '*') {
            g++;
        }
        return g == globEnd;
    }

    private static boolean matchesCharacter(char glob, char name, boolean nameIsGlob) {
        return glob == '?' ? !(nameIsGlob && name == '*') : glob == name;
    }
}
