package dev.writ.prediction;

/**
 * What the model weighs, in this order; {@link #VERSION} changes with the meaning of any of them. Each lies between 0 and
 * about 1.
 */
enum Feature {
    /** Always 1. */
    ALWAYS(-4.2),
    /** How well the description agrees with one thing the request asks for, beside the best of all. */
    DESCRIPTION(1.2),
    /** How much of that thing the description covers, by the rarity of its words. */
    DESCRIPTION_COVERS(1.6),
    DESCRIPTION_RANK(0.8),
    DESCRIPTION_PIECES(0.6),
    /** The same with the description together with the requests of tasks that used it. */
    PROFILE(1.0),
    PROFILE_COVERS(1.0),
    PROFILE_RANK(0.6),
    PROFILE_PIECES(0.6),
    /** Share of the most similar tasks that used it, by similarity, shrunk towards how often it is used at all. */
    NEIGHBOURS(3.2),
    /** How similar the most similar task is that used it. */
    NEAREST(2.2),
    /** How often tasks use it: all, then those of this agent, then those in such a workspace. */
    RATE(0.6),
    /** Of the tasks for which its description was among the best three, the share that used it. */
    HITS(0.4),
    /** No task has used it yet. */
    NEVER_USED(-0.2);

    /** Of the whole computation: rows that were stored under another version are not comparable. */
    static final int VERSION = 1;

    private final double prior;

    Feature(double prior) {
        this.prior = prior;
    }

    /** Its place in a row. */
    @SuppressWarnings("EnumOrdinal") // The order is what VERSION stands for.
    int at() {
        return ordinal();
    }

    static int count() {
        return values().length;
    }

    /** What is weighed before anything was learned. */
    static double[] priors() {
        double[] weights = new double[count()];
        for (Feature feature : values()) {
            weights[feature.at()] = feature.prior;
        }
        return weights;
    }
}
