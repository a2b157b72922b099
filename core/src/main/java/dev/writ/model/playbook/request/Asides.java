package dev.writ.model.playbook.request;

import java.util.regex.Pattern;

/** Words that ask for nothing: politeness, background, how to answer, what not to touch. */
final class Asides {
    private static final Pattern POLITE = Patterns.of(
            "^(?:(?:hi|hello|hey|dear|ok|okay|well|so|now|first(?:ly| of all)?|second(?:ly)?|third(?:ly)?|finally|also|lastly|next|then|afterwards|after that|and|please|pls|kindly|just|simply|quickly|"
                    + "could you|can you|can we|would you(?: mind)?|will you|may I ask you to|I want you to|I want to know|I want to see|I want to|I want|I would like you to|I(?:'d| would) like to know|I(?:'d| would) like to see|I(?:'d| would) like you to|I(?:'d| would) like to|I(?:'d| would) like|"
                    + "I need you to|I need to know|I need to|I need|we need to|you need to|you should|you must|help me(?: to)?|your (?:task|job|goal) is to|the task is to|task:|go ahead and|let's|let us|let me know|let me see|try to|make sure to|be so kind as to|"
                    + "writ|assistant|agent|there|everyone|thanks|thank you|carefully|step \\d+|in one go|once (?:that is |that's )?done|when (?:that is |that's )?done|if (?:it|that|this|they) (?:passes|pass|succeeds|works|is ok|is fine))\\b[,:!.]?\\s+|\\d+[.)]\\s+|[-*•]\\s+)+");
    private static final Pattern POLITE_END = Patterns.of(
            "[\\s,;.!?]*(?:(?:please|pls|thanks|thank you|thx|cheers|for me|for us|if possible|if you can|if you please|asap|right now|right away|carefully|in advance|very much|a lot|so much|and that'?s (?:it|all)|"
                    + "nothing else|only)[\\s,;.!?]*)+$");
    private static final String REPORT =
            "(?:tell|show|report|list|give|let|explain|say|point|print|return|mention|include|summari[sz]e|describe|present|note|provide|see)";
    private static final String ABOUT_RESULT =
            "(?:(?:to|me|us|back|know|out|just|the|a|an|all|each|every|full|short|brief|exact|complete|total)\\s+)*(?:it|them|that|this|those|these|where|why|what|which|how|whether|if|when|places?|locations?|positions?|lines?|line numbers?|paths?|numbers?|counts?|sizes?|names?|"
                    + "(?:failing|failed|relevant)\\s+(?:part|line|place|test|one|case|command|step)s?|results?|outputs?|errors?|causes?|reasons?|problems?|failures?|findings?|answers?|diffs?|changes?|summary|report|exit code|messages?|me|everything|file and line|files? and lines?|you found|anything|recommendations?|insights?|evidence|details?|status)\\b.*";
    private static final Pattern TAIL = Patterns.of(
            "^(?:(?:and|then|also|(?:if|where|when|in case|should) (?:it|that|this|they|something|anything) (?:fails?|breaks?|goes wrong|does not work|doesn't work|do not pass|crash(?:es)?),?|in case of (?:a )?(?:failure|error)s?,?|on (?:failure|error),?|please|in the end|at the end|finally|afterwards|when done|with|together with|along with|but)[\\s,]+)*"
                    + "(?:" + REPORT + "\\s+" + ABOUT_RESULT
                    + "|report(?:\\s+back)?|with\\s+(?:their|its|the|all|file|line)\\s*(?:places?|locations?|paths?|line numbers?|lines?|positions?|names?|sizes?|numbers?)\\b.*|(?:their|its|the)\\s+(?:places?|locations?|line numbers?|paths?)\\b.*)$");
    private static final Pattern CONSTRAINT = Patterns.of(
            "^(?:(?:and|but|please)[\\s,]+)*(?:(?:do not|don't|never|without|you must not|you may not|no need to|be|keep|use|answer|nothing|no|only)\\b.*\\b(?:chang\\w*|modif\\w*|edit\\w*|touch\\w*|writ\\w*|delet\\w*|anything|else|brief|short|concise|careful|precise|explain\\w*|commit\\w*|push\\w*|files?|details?|sentences?|words)\\b.*|be (?:brief|short|careful|concise|precise|quick)|read[- ]only|"
                    + "(?:this|it) is (?:urgent|important|safe|fine|ok)\\b.*|take your time|no rush|thanks?|thank you.*|cheers)$");
    private static final Pattern CONTEXT = Patterns.of(
            "^(?:I|I'm|I've|I'd|we|we're|we've|my|our|this|these|the|it|it's|its|there|there's|they|you|your|he|she|in this|here|someone|somebody|since|because|as|a|an|yesterday|today|recently|currently|some|that|all|everything)\\b.*");
    private static final Pattern CONTEXT_VERB = Patterns.of(
            "\\b(?:is|are|was|were|am|have|has|had|do|did|does|can't|cannot|joined|inherited|got|think|believe|know|seems?|lies?|live|lives|contains?|should|must|may|might|will|belong\\w*|work\\w*|use[sd]?|wrote|started|fails?|failed|breaks?|broke|crash\\w*|'m|'ve|need\\w*|come|comes|came|keeps?|stopped|changed|suspect|noticed|wonder)\\b");
    private static final Pattern REPORTING = Patterns.of("^" + REPORT + "\\b.*");

    private Asides() {}

    /** Whether the words only say how to answer or what to leave alone. */
    static boolean saysHow(Phrase part) {
        return TAIL.matcher(part.text()).matches()
                || CONSTRAINT.matcher(part.text()).matches();
    }

    /** Whether the words begin by asking for a report. */
    static boolean asksToReport(Phrase part) {
        return REPORTING.matcher(withoutPoliteness(part).text()).matches();
    }

    /** Whether the words forbid changing anything. */
    static boolean forbidChanges(Phrase aside) {
        return aside.text()
                .matches(
                        "(?is).*\\b(?:do not|don't|never|without|must not|may not|nothing)\\s+(?:\\w+\\s+){0,2}?(?:chang|modif|edit|touch|writ)\\w*.*|.*\\bread[- ]only\\b.*");
    }

    static Phrase withoutPoliteness(Phrase phrase) {
        String text = POLITE.matcher(phrase.text().strip()).replaceFirst("");
        text = POLITE_END.matcher(text).replaceFirst("").strip();
        return phrase.with(text.isEmpty() ? phrase.text().strip() : text);
    }

    static boolean isAboutResult(Phrase part) {
        return part.quotes().isEmpty()
                && TAIL.matcher(withoutPoliteness(part).text().replaceAll("[.!?]+$", ""))
                        .matches();
    }

    static boolean isAside(Phrase part, boolean afterIntent) {
        String text = withoutPoliteness(part).text();
        return CONSTRAINT.matcher(part.text().replaceAll("[.!?]+$", "")).matches()
                || (afterIntent && TAIL.matcher(text).matches())
                || (CONTEXT.matcher(part.text()).matches()
                        && CONTEXT_VERB.matcher(part.text()).find()
                        && !part.text().contains("?"))
                || text.matches(
                        "(?i)(?:hi|hello|hey|thanks|thank you|please|ok|okay|good (?:morning|day|evening))[\\s\\p{Punct}]*.{0,20}");
    }
}
