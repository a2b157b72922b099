package dev.writ.permission;

/** Whether two globs have a path in common: both are read side by side, and a table keeps what was found out. */
final class GlobOverlap {
    private GlobOverlap() {}

    static boolean ofNames(String[] one, String[] other) {
        boolean[][] meet = new boolean[one.length + 1][other.length + 1];
        for (int i = one.length; i >= 0; i--) {
            for (int j = other.length; j >= 0; j--) {
                meet[i][j] = namesMeet(one, i, other, j, meet);
            }
        }
        return meet[0][0];
    }

    private static boolean namesMeet(String[] one, int i, String[] other, int j, boolean[][] meet) {
        if (i == one.length && j == other.length) {
            return true;
        }
        if (i < one.length && one[i].equals("**")) {
            return meet[i + 1][j] || (j < other.length && meet[i][j + 1]);
        }
        if (j < other.length && other[j].equals("**")) {
            return meet[i][j + 1] || (i < one.length && meet[i + 1][j]);
        }
        return i < one.length && j < other.length && meet[i + 1][j + 1] && ofCharacters(one[i], other[j]);
    }

    private static boolean ofCharacters(String one, String other) {
        boolean[][] meet = new boolean[one.length() + 1][other.length() + 1];
        for (int i = one.length(); i >= 0; i--) {
            for (int j = other.length(); j >= 0; j--) {
                meet[i][j] = charactersMeet(one, i, other, j, meet);
            }
        }
        return meet[0][0];
    }

    private static boolean charactersMeet(String one, int i, String other, int j, boolean[][] meet) {
        if (i == one.length() && j == other.length()) {
            return true;
        }
        if (i < one.length() && one.charAt(i) == '*') {
            return meet[i + 1][j] || (j < other.length() && meet[i][j + 1]);
        }
        if (j < other.length() && other.charAt(j) == '*') {
            return meet[i][j + 1] || (i < one.length() && meet[i + 1][j]);
        }
        if (i == one.length() || j == other.length()) {
            return false;
        }
        char a = one.charAt(i);
        char b = other.charAt(j);
        return (a == b || a == '?' || b == '?') && meet[i + 1][j + 1];
    }
}
