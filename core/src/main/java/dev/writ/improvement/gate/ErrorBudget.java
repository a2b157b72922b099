package dev.writ.improvement.gate;

/**
 * How much error each of arbitrarily many experiments may spend, so that all of them together, for ever, spend at most
 * {@link #TOTAL}: the k-th gets 6/(π² k²) of it, which adds up to 1.
 */
public final class ErrorBudget {
    /** The chance that any change that does not help is ever promoted, over all experiments there will be. */
    public static final double TOTAL = 0.05;

    private ErrorBudget() {}

    /** @param place 1 for the first experiment there ever was */
    public static double of(int place) {
        if (place < 1) {
            throw new IllegalArgumentException("Experiments are counted from 1.");
        }
        return TOTAL * 6 / (Math.PI * Math.PI * place * place);
    }
}
