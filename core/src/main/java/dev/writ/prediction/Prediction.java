package dev.writ.prediction;

import java.util.List;

/**
 * How likely a task needs something, and why.
 *
 * @param offer id of what it is
 * @param probability 0 to 1, calibrated: of those said to be 0.8, about 80 of 100 are used
 * @param similar how many similar tasks were found, and {@code using} how many of them used it
 * @param evidence ids of the similar tasks that used it, the most similar first
 */
public record Prediction(String offer, double probability, int similar, int using, List<String> evidence) {
    public Prediction {
        evidence = List.copyOf(evidence);
    }

    /** From here on it is given at the start: of those given, at most one in seven or so is for nothing. */
    public static final double SURE = 0.85;

    /** Whether it is likely enough to be given without being asked for, and was seen in a similar task at least once. */
    public boolean isSure() {
        return probability >= SURE && using > 0;
    }

    /** Why, for people. */
    public String sentence() {
        if (using == 0) {
            return "what it is for resembles the request";
        }
        return similar == 1
                ? "the one similar task used it"
                : "%d of %d similar tasks used it".formatted(using, similar);
    }
}
