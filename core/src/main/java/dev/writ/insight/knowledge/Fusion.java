package dev.writ.insight.knowledge;

import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * One ranking from several whose scores cannot be compared: reciprocal rank fusion (Cormack, Clarke, Büttcher, SIGIR 2009).
 */
final class Fusion {
    /**
     * How much the first places stand out. The usual 60 is for lists of a thousand; of these thirty the last would still be
     * worth two thirds of the first, and how well a document served would count for more than what it is about.
     */
    private static final double FLATNESS = 10;

    private Fusion() {}

    /** Scores of all that is in any of the lists; each list has the best first. */
    static Map<String, Double> scores(List<List<String>> rankings) {
        Map<String, Double> scores = new HashMap<>();
        for (List<String> ranking : rankings) {
            for (int i = 0; i < ranking.size(); i++) {
                scores.merge(ranking.get(i), 1 / (FLATNESS + i + 1), Double::sum);
            }
        }
        return scores;
    }
}
