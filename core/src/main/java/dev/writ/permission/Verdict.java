package dev.writ.permission;

/** Who may say yes to a proposed grant. */
public sealed interface Verdict {
    /** @param rule stable name of the rule that says yes, for instance {@code file_edit.auto} */
    record Automatic(String rule) implements Verdict {}

    /** @param reason one sentence: why no rule says yes by itself */
    record NeedsPerson(String reason) implements Verdict {}

    /**
     * Nobody may.
     *
     * @param sentence what lies outside, in one sentence
     */
    record OutsideCeiling(String sentence) implements Verdict {}

    /** Why it is so, in one sentence. */
    static String sentence(Verdict verdict) {
        return switch (verdict) {
            case Automatic ignored -> "The policy approves it by itself.";
            case NeedsPerson person -> person.reason();
            case OutsideCeiling outside -> outside.sentence();
        };
    }
}
