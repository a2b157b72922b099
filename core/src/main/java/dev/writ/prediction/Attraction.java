package dev.writ.prediction;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * Whether descriptions keep what they promise: of the tasks for which one was among those that fit best, how many used it.
 * One that is written to fit everything loses by this.
 */
final class Attraction {
    static final int AMONG = 3;
    private static final double BELIEF = 4;

    private final Map<String, Integer> attracted = new HashMap<>();
    private final Map<String, Integer> kept = new HashMap<>();
    private int allAttracted;
    private int allKept;

    void count(List<String> bestDescribed, Set<String> used) {
        for (String id : bestDescribed) {
            attracted.merge(id, 1, Integer::sum);
            allAttracted++;
            if (used.contains(id)) {
                kept.merge(id, 1, Integer::sum);
                allKept++;
            }
        }
    }

    /** The share, drawn towards that of all. */
    double hits(String id) {
        double usual = (allKept + 1.0) / (allAttracted + 4.0);
        return (kept.getOrDefault(id, 0) + BELIEF * usual) / (attracted.getOrDefault(id, 0) + BELIEF);
    }
}
