package dev.writ.improvement.gate;

/**
 * A bet, pair after pair, that differences are above 0 on average. Where they are not, the wealth is a supermartingale
 * that begins at 1, and the chance that it ever reaches 1/a is at most a (Ville's inequality): so one may look at every
 * pair, and stop at any. The stake depends on past differences only.
 *
 * <p>Source: Waudby-Smith and Ramdas, "Estimating means of bounded random variables by betting" (arXiv 2010.09686),
 * section 5, where the stake is the mean over the second moment of what was seen.
 *
 * @param logWealth natural logarithm; 0 at the beginning
 * @param count how many differences were seen
 * @param sum of the differences
 * @param squares sum of their squares
 */
record Wager(double logWealth, int count, double sum, double squares) {
    static final Wager BEGINNING = new Wager(0, 0, 0, 0);

    /** Below it a gain would hardly be noticed; above it, one bad pair would cost half of what was won. */
    private static final double LEAST_STAKE = 0.02;

    private static final double LARGEST_STAKE = 0.5;
    /** As if one pair had been seen before that differed by as much as can be, for neither side. */
    private static final double PRIOR_SQUARES = 1;

    /**
     * The bet after one more difference.
     *
     * @param difference -1 to 1
     */
    Wager after(double difference) {
        if (!(difference >= -1 && difference <= 1)) {
            throw new IllegalArgumentException("A difference lies between -1 and 1, not at " + difference + ".");
        }
        return new Wager(
                logWealth + Math.log1p(stake() * difference),
                count + 1,
                sum + difference,
                squares + difference * difference);
    }

    private double stake() {
        return Math.clamp(sum / (PRIOR_SQUARES + squares), LEAST_STAKE, LARGEST_STAKE);
    }

    /** Whether the bet has won so much that chance alone explains it with at most this probability. */
    boolean rejects(double error) {
        return logWealth >= -Math.log(error);
    }
}
