package dev.writ.permission;

import java.util.List;

/** Patterns over parsed arguments: each token stands for itself, {@code *} for one argument, a last {@code **} for any. */
final class CommandPattern {
    private CommandPattern() {}

    static boolean matches(List<String> pattern, List<String> argv) {
        return fits(pattern, argv, false);
    }

    /** Whether every command line that {@code narrower} matches is matched by {@code wider}. */
    static boolean covers(List<String> wider, List<String> narrower) {
        return fits(wider, narrower, true);
    }

    private static boolean fits(List<String> pattern, List<String> line, boolean lineIsPattern) {
        boolean open = !pattern.isEmpty() && pattern.getLast().equals("**");
        int fixed = open ? pattern.size() - 1 : pattern.size();
        if (open ? line.size() < fixed : line.size() != fixed) {
            return false;
        }
        for (int i = 0; i < fixed; i++) {
            boolean lineOpenHere =
                    lineIsPattern && i == line.size() - 1 && line.get(i).equals("**");
            if (lineOpenHere || !(pattern.get(i).equals("*") || pattern.get(i).equals(line.get(i)))) {
                return false;
            }
        }
        return true;
    }
}
