package dev.writ.prediction;

import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/**
 * How much each feature weighs. The features of an offer times these give the logarithm of the odds that it is needed.
 *
 * @param examples how many tasks they were learned from
 */
@SuppressWarnings("ArrayRecordComponent") // Compared by its content; nobody changes it.
record Weights(double[] values, int examples) {
    /** So many tasks weigh as much as what is assumed before. */
    private static final double BELIEF_IN_PRIOR = 40;

    static Weights prior() {
        return new Weights(Feature.priors(), 0);
    }

    /** These, learned from so many tasks, drawn towards what was assumed before the fewer there are. */
    static Weights learned(double[] values, int examples) {
        double share = examples / (examples + BELIEF_IN_PRIOR);
        double[] drawn = Feature.priors();
        for (int i = 0; i < drawn.length; i++) {
            drawn[i] = share * values[i] + (1 - share) * drawn[i];
        }
        return new Weights(drawn, examples);
    }

    double probability(float[] features) {
        double sum = 0;
        for (int i = 0; i < values.length; i++) {
            sum += values[i] * features[i];
        }
        return 1 / (1 + Math.exp(-sum));
    }

    @Override
    public boolean equals(@Nullable Object other) {
        return other instanceof Weights weights
                && examples == weights.examples
                && Arrays.equals(values, weights.values);
    }

    @Override
    public int hashCode() {
        return 31 * Arrays.hashCode(values) + examples;
    }

    @Override
    public String toString() {
        return "Weights[" + Arrays.toString(values) + ", " + examples + "]";
    }
}
