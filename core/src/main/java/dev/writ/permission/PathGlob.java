package dev.writ.permission;

import java.util.List;

/**
 * Globs over {@code /}-separated names: {@code *} any characters within one name, {@code ?} one character, {@code **} as
 * a whole name any number of names, none included. Case matters. Matching takes time linear in pattern times path.
 */
public final class PathGlob {
    private PathGlob() {}

    public static boolean anyMatches(List<String> globs, String path) {
        for (String glob : globs) {
            if (matches(glob, path)) {
                return true;
            }
        }
        return false;
    }

    public static boolean matches(String glob, String path) {
        if (glob.equals("**") || glob.equals(path)) {
            return true;
        }
        return matchesNames(split(glob), split(path));
    }

    /** Whether every path that one of {@code narrower} matches is matched by one of {@code wider}, as far as can be shown. */
    public static boolean allCovered(List<String> wider, List<String> narrower) {
        return narrower.stream().allMatch(glob -> wider.stream().anyMatch(candidate -> covers(candidate, glob)));
    }

    private static boolean covers(String wider, String narrower) {
        if (wider.equals("**") || wider.equals(narrower)) {
            return true;
        }
        if (!hasWildcard(narrower)) {
            return matches(wider, narrower);
        }
        // A folder's "name/**" covers everything written with that folder in front.
        return wider.endsWith("/**")
                && !hasWildcard(wider.substring(0, wider.length() - 3))
                && narrower.startsWith(wider.substring(0, wider.length() - 2));
    }

    private static boolean hasWildcard(String glob) {
        return glob.indexOf('*') >= 0 || glob.indexOf('?') >= 0;
    }

    private static String[] split(String path) {
        return path.isEmpty() ? new String[0] : path.split("/", -1);
    }

    private static boolean matchesNames(String[] glob, String[] path) {
        // Greedy with one fallback: only the last ** needs to be tried again.
        int g = 0;
        int p = 0;
        int starGlob = -1;
        int starPath = -1;
        while (p < path.length) {
            if (g < glob.length && glob[g].equals("**")) {
                starGlob = g++;
                starPath = p;
            } else if (g < glob.length && matchesName(glob[g], path[p])) {
                g++;
                p++;
            } else if (starGlob >= 0) {
                g = starGlob + 1;
                p = ++starPath;
            } else {
                return false;
            }
        }
        while (g < glob.length && glob[g].equals("**")) {
            g++;
        }
        return g == glob.length;
    }

    private static boolean matchesName(String glob, String name) {
        int g = 0;
        int n = 0;
        int starGlob = -1;
        int starName = -1;
        while (n < name.length()) {
            if (g < glob.length() && glob.charAt(g) == '*') {
                starGlob = g++;
                starName = n;
            } else if (g < glob.length() && (glob.charAt(g) == '?' || glob.charAt(g) == name.charAt(n))) {
                g++;
                n++;
            } else if (starGlob >= 0) {
                g = starGlob + 1;
                n = ++starName;
            } else {
                return false;
            }
        }
        while (g < glob.length() && glob.charAt(g) == '*') {
            g++;
        }
        return g == glob.length();
    }
}
