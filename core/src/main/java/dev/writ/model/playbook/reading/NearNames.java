package dev.writ.model.playbook.reading;

import java.util.Collection;
import java.util.Comparator;
import java.util.Locale;
import java.util.Optional;

/** Finds the name someone probably meant. */
public final class NearNames {
    private NearNames() {}

    /** The one nearest name, if it is near enough and no other is as near. */
    public static Optional<String> nearest(String wanted, Collection<String> names) {
        int limit = Math.max(1, Math.min(3, wanted.length() / 3));
        var ranked = names.stream()
                .distinct()
                .filter(name -> !name.equals(wanted))
                .map(name -> new Candidate(name, distance(wanted, name)))
                .filter(candidate -> candidate.distance <= limit || sameLetters(wanted, candidate.name))
                .sorted(Comparator.comparingInt(Candidate::distance).thenComparing(Candidate::name))
                .toList();
        if (ranked.isEmpty() || (ranked.size() > 1 && ranked.get(0).distance == ranked.get(1).distance)) {
            return Optional.empty();
        }
        return Optional.of(ranked.getFirst().name);
    }

    private record Candidate(String name, int distance) {}

    private static boolean sameLetters(String a, String b) {
        return plain(a).equals(plain(b));
    }

    private static String plain(String name) {
        return name.replaceAll("[_.\\s-]", "").toLowerCase(Locale.ROOT);
    }

    /** Insertions, deletions, replacements and swaps of neighbours that turn one into the other. */
    public static int distance(String a, String b) {
        int[][] steps = new int[a.length() + 1][b.length() + 1];
        for (int i = 0; i <= a.length(); i++) {
            for (int j = 0; j <= b.length(); j++) {
                if (i == 0 || j == 0) {
                    steps[i][j] = i + j;
                    continue;
                }
                int replace = steps[i - 1][j - 1] + (a.charAt(i - 1) == b.charAt(j - 1) ? 0 : 1);
                steps[i][j] = Math.min(replace, Math.min(steps[i - 1][j], steps[i][j - 1]) + 1);
                boolean swap =
                        i > 1 && j > 1 && a.charAt(i - 1) == b.charAt(j - 2) && a.charAt(i - 2) == b.charAt(j - 1);
                if (swap) {
                    steps[i][j] = Math.min(steps[i][j], steps[i - 2][j - 2] + 1);
                }
            }
        }
        return steps[a.length()][b.length()];
    }
}
