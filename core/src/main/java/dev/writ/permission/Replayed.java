package dev.writ.permission;

/** One decision of the past, decided again under another policy. */
public sealed interface Replayed {
    record Same() implements Replayed {}

    /** @param sentence what the other policy has against it, or why it has nothing */
    record Differs(PolicyAnswer before, PolicyAnswer after, String sentence) implements Replayed {}

    /** The record does not hold what the answer depends on. */
    record Untold(Gap gap) implements Replayed {}

    /** What the record lacks. */
    enum Gap {
        OLD_REQUEST("The request was submitted before it was recorded what its user allowed."),
        CUT("What it touches was recorded without secrets, or in part."),
        NOT_LOOKED_AT("It was refused before it was looked at what it touches."),
        NOT_RECORDED("It was refused before it was recorded what exactly was asked for."),
        CHANGED_SINCE("It was decided by what is another by now, such as a base permission or the agent of a task.");

        private final String sentence;

        Gap(String sentence) {
            this.sentence = sentence;
        }

        public String sentence() {
            return sentence;
        }
    }
}
