package dev.writ.improvement.gate;

/** What the evidence says so far. */
public sealed interface Verdict {
    /** Not enough to say. */
    record Undecided() implements Verdict {}

    /** @param pair number of pairs after which it was certain */
    record Helps(int pair) implements Verdict {}

    /**
     * @param pair number of pairs after which it was certain
     * @param measure what became worse
     */
    record Harms(int pair, Measure measure) implements Verdict {}

    /** As many pairs as may be spent showed no difference; that is not a win. */
    record NoEvidence() implements Verdict {}
}
