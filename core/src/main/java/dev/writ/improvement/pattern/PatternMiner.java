package dev.writ.improvement.pattern;

import dev.writ.insight.Period;
import dev.writ.store.Database;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.regex.Pattern;

/** Finds what similar requests led to in the same way: the same operations in the same order. The same records give the same result. */
final class PatternMiner {
    private static final int LEAST_TREES = 3;
    /** Of the words of two requests together, how many both have at least. */
    private static final double ALIKE = 0.4;

    private static final Pattern WORDS = Pattern.compile("[^\\p{L}\\p{N}]+");

    private final Database database;

    PatternMiner(Database database) {
        this.database = database;
    }

    /** The best supported first; each reproduces the calls of all its trees exactly. */
    List<MinedProcess> in(Period period) {
        Map<List<String>, List<List<RecordedTree>>> groups = new LinkedHashMap<>();
        for (RecordedTree tree : RecordedTree.newest(database, period)) {
            place(groups.computeIfAbsent(tree.operations(), operations -> new ArrayList<>()), tree);
        }
        return groups.values().stream()
                .flatMap(List::stream)
                .filter(alike -> alike.size() >= LEAST_TREES)
                .flatMap(alike -> MinedProcess.of(alike).stream()
                        .filter(mined -> alike.stream()
                                .allMatch(tree -> mined.replay(tree).isPresent())))
                .sorted(Comparator.comparingInt(
                                (MinedProcess mined) -> mined.trees().size())
                        .reversed()
                        .thenComparing(MinedProcess::name))
                .toList();
    }

    private static void place(List<List<RecordedTree>> groups, RecordedTree tree) {
        for (List<RecordedTree> group : groups) {
            if (areAlike(group.getFirst(), tree)) {
                group.add(tree);
                return;
            }
        }
        groups.add(new ArrayList<>(List.of(tree)));
    }

    private static boolean areAlike(RecordedTree one, RecordedTree other) {
        Set<String> words = words(one.request());
        Set<String> others = words(other.request());
        Set<String> all = new HashSet<>(words);
        all.addAll(others);
        words.retainAll(others);
        return one.agent().equals(other.agent()) && words.size() >= ALIKE * all.size();
    }

    private static Set<String> words(String text) {
        return new HashSet<>(List.of(WORDS.split(text.toLowerCase(Locale.ROOT), -1)));
    }
}
