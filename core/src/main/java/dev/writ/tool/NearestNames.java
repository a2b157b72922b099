package dev.writ.tool;

import java.util.Collection;
import java.util.Comparator;
import java.util.List;

/** Finds what somebody may have meant. */
final class NearestNames {
    private static final int LONGEST_COMPARED = 80;

    private NearestNames() {}

    /** Up to so many of the names, the one that needs the fewest changes of a letter first. */
    static List<String> of(String asked, Collection<String> names, int most) {
        String wanted = asked.substring(0, Math.min(asked.length(), LONGEST_COMPARED));
        return names.stream()
                .sorted(Comparator.comparingInt((String name) -> distance(wanted, name))
                        .thenComparing(Comparator.naturalOrder()))
                .limit(most)
                .toList();
    }

    /** Levenshtein's distance; a name that contains the whole text, or lies in it, counts as near. */
    static int distance(String from, String to) {
        if (!from.isEmpty() && (to.contains(from) || from.contains(to))) {
            return from.equals(to) ? 0 : 1;
        }
        int[] row = new int[to.length() + 1];
        for (int j = 0; j <= to.length(); j++) {
            row[j] = j;
        }
        for (int i = 1; i <= from.length(); i++) {
            int diagonal = row[0];
            row[0] = i;
            for (int j = 1; j <= to.length(); j++) {
                int above = row[j];
                int change = diagonal + (from.charAt(i - 1) == to.charAt(j - 1) ? 0 : 1);
                row[j] = Math.min(change, Math.min(above, row[j - 1]) + 1);
                diagonal = above;
            }
        }
        return row[to.length()];
    }
}
