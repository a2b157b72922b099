package dev.writ.bench;

import dev.writ.prediction.Offer;
import dev.writ.prediction.Prediction;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collection;
import java.util.Comparator;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;

/** The baseline that most tool retrievers start from: BM25 over descriptions, words as they stand. */
final class DescriptionSearch {
    private static final double SATURATION = 1.2;
    private static final double LENGTH = 0.75;

    private final Map<String, Map<String, Integer>> texts = new LinkedHashMap<>();
    private final Map<String, List<String>> saying = new HashMap<>();
    private final double usualLength;

    DescriptionSearch(Collection<Offer> offers) {
        offers.forEach(offer -> {
            Map<String, Integer> counts = new HashMap<>();
            words(offer.text()).forEach(word -> counts.merge(word, 1, Integer::sum));
            texts.put(offer.id(), counts);
            counts.keySet()
                    .forEach(word -> saying.computeIfAbsent(word, key -> new ArrayList<>())
                            .add(offer.id()));
        });
        usualLength = texts.values().stream()
                .mapToInt(DescriptionSearch::length)
                .average()
                .orElse(1);
    }

    private static List<String> words(String text) {
        return Arrays.asList(text.replaceAll("(?<=[a-z])(?=[A-Z])", " ")
                .toLowerCase(Locale.ROOT)
                .split("[^a-z0-9]+"));
    }

    private static int length(Map<String, Integer> text) {
        return text.values().stream().mapToInt(Integer::intValue).sum();
    }

    /** The ten that fit best; it says nothing of how likely they are. */
    List<Prediction> best(String request, Set<String> candidates) {
        List<String> words = words(request).stream().distinct().toList();
        Map<String, Double> scores = new HashMap<>();
        words.stream()
                .flatMap(word -> saying.getOrDefault(word, List.of()).stream())
                .distinct()
                .filter(candidates::contains)
                .forEach(id -> scores.put(id, score(texts.getOrDefault(id, Map.of()), words)));
        return scores.keySet().stream()
                .sorted(Comparator.comparingDouble((String id) -> -scores.getOrDefault(id, 0.0))
                        .thenComparing(Comparator.naturalOrder()))
                .limit(10)
                .map(id -> new Prediction(id, 0, 0, 0, List.of()))
                .toList();
    }

    private double score(Map<String, Integer> text, List<String> words) {
        double score = 0;
        double norm = SATURATION * (1 - LENGTH + LENGTH * length(text) / usualLength);
        for (String word : words) {
            int times = text.getOrDefault(word, 0);
            int known = saying.getOrDefault(word, List.of()).size();
            score += Math.log(1 + (texts.size() - known + 0.5) / (known + 0.5)) * times / (times + norm);
        }
        return score;
    }
}
