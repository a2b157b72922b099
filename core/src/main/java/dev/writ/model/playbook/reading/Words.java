package dev.writ.model.playbook.reading;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;

/** Compares texts by the words they share, the way search engines do (BM25). */
public final class Words {
    private static final Set<String> STOP = Set.of(
            "a", "an", "the", "and", "or", "of", "to", "in", "on", "at", "by", "for", "with", "from", "is", "are",
            "was", "were", "be", "it", "its", "this", "that", "these", "those", "i", "we", "you", "me", "my", "our",
            "your", "what", "which", "how", "who", "why", "when", "where", "do", "does", "did", "can", "could", "would",
            "should", "will", "may", "all", "any", "some", "as", "if", "then", "than", "so", "not", "no", "there",
            "here", "has", "have", "had", "about", "into", "please", "use", "need", "want", "one", "also", "only",
            "let", "asked", "user", "each", "every", "more", "most", "other", "such", "them", "they", "their", "us",
            "but", "just");
    private static final double K = 1.2;
    private static final double B = 0.75;

    private Words() {}

    /** The words that carry meaning, without their endings. */
    public static List<String> of(String text) {
        List<String> words = new ArrayList<>();
        for (String word : text.toLowerCase(Locale.ROOT).split("[^\\p{L}\\p{N}]+", -1)) {
            if (word.length() > 1 && !STOP.contains(word)) {
                words.add(stem(word));
            }
        }
        return words;
    }

    /** The same for singular and plural, and for most forms of a verb. */
    static String stem(String word) {
        String stem = word.replace("ise", "ize").replace("yse", "yze");
        for (String ending : List.of(
                "ations", "ation", "ings", "ing", "ions", "ion", "ies", "ers", "er", "ed", "es", "s", "e", "y")) {
            if (stem.length() - ending.length() >= 3 && stem.endsWith(ending)) {
                return stem.substring(0, stem.length() - ending.length());
            }
        }
        return stem;
    }

    /** How many different words the texts share. */
    public static int shared(String one, String other) {
        Set<String> words = new LinkedHashSet<>(of(one));
        words.retainAll(Set.copyOf(of(other)));
        return words.size();
    }

    /** How well each text answers the question; 0 for one that shares no word with it. */
    public static List<Double> rank(String question, List<String> texts) {
        List<List<String>> documents = texts.stream().map(Words::of).toList();
        double average = documents.stream().mapToInt(List::size).average().orElse(1);
        Map<String, Integer> occurs = new HashMap<>();
        documents.forEach(document -> Set.copyOf(document).forEach(word -> occurs.merge(word, 1, Integer::sum)));
        Set<String> asked = new LinkedHashSet<>(of(question));
        List<Double> scores = new ArrayList<>();
        for (List<String> document : documents) {
            double score = 0;
            for (String word : asked) {
                long count = document.stream().filter(word::equals).count();
                int in = occurs.getOrDefault(word, 0);
                double rare = Math.log(1 + (texts.size() - in + 0.5) / (in + 0.5));
                score += rare * count * (K + 1) / (count + K * (1 - B + B * document.size() / Math.max(1, average)));
            }
            scores.add(score);
        }
        return scores;
    }
}
