package dev.writ.model.settings;

/**
 * What a model costs.
 *
 * @param inputMicros millionths of a US dollar for a million input tokens
 * @param outputMicros millionths of a US dollar for a million output tokens
 * @param known false where nobody said what it costs, and 0 is no more than a placeholder
 */
public record Price(long inputMicros, long outputMicros, boolean known) {
    public static final Price UNKNOWN = new Price(0, 0, false);
    /** Nothing is paid: the model runs on the user's own machine. */
    public static final Price FREE = new Price(0, 0, true);

    private static final long MILLION = 1_000_000;

    public Price {
        if (inputMicros < 0 || outputMicros < 0) {
            throw new IllegalArgumentException("a price is never negative");
        }
    }

    /** Cost of one call in millionths of a US dollar, rounded up. */
    public long costMicros(long inputTokens, long outputTokens) {
        return Math.ceilDiv(
                Math.addExact(
                        Math.multiplyExact(inputTokens, inputMicros), Math.multiplyExact(outputTokens, outputMicros)),
                MILLION);
    }
}
