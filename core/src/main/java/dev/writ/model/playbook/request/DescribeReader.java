package dev.writ.model.playbook.request;

import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** "Describe this workspace", "what is in here?", "which languages does it use?", "outline app.py". */
final class DescribeReader implements Recogniser {
    private static final String THING =
            "(?:workspace|project|repo|repository|codebase|code base|code|folder|directory|application|app|program|source tree|sources|software|files|checkout|tree|library|package|place)";
    private static final String VERB =
            "(?:describe|summari[sz]e|outline|explain|explore|inspect|examine|survey|profile|characteri[sz]e|analy[sz]e|document|review|understand|introduce|report on|look (?:at|over|around|into)|walk me through|"
                    + "tell (?:me|us) (?:something |more |all |everything |a bit )?about|get to know|have a look at|take a look at|assess|map(?: out)?)";
    private static final Pattern NOUNS = Patterns.of(
            "^(?:(?:give|show|get|provide|write|produce|prepare|make|create|do|want|need|like)\\s+(?:me\\s+|us\\s+)?)?(?:(?:a|an|the|short|brief|quick|full|general|high-level|complete|rough|detailed|good|concise)\\s+)*"
                    + "(?:overview|summary|description|tour|outline|picture|inventory|report|survey|profile|analysis|structure|layout|idea)\\s*(?:of|about|on|over|for)?\\b(?<rest>.*)$");
    private static final Pattern VERBS = Patterns.of("^" + VERB + "\\b(?<rest>.*)$");
    private static final Pattern WHAT = Patterns.of(
            "^(?:(?:tell|show|explain)\\s+(?:me|us|to me)\\s+)?(?:what(?:'s|\\s+is|\\s+are|\\s+does|\\s+do|\\s+kind of|\\s+sort of|\\s+type of)?|which|how)\\b(?<rest>.*)$");
    private static final Pattern ABOUT_THING = Patterns.of(
            "^[\\s,:]*(?:(?:of|in|the|this|that|our|my|your|current|given|whole|entire|is|are|a|an|here|what|does|do|contents?|structure|layout|overall|inside|about|for|me|all|its|how|organi[sz]ed|parts?|sizes?|purpose|languages?|and|entry|points?|kinds?|number|amount|main|files|open|markers?)\\s+)*"
                    + THING + "\\b(?<after>.*)$");
    private static final Pattern AFTER = Patterns.of(
            "^[\\s,:;.]*(?:(?:is|does|do|about|here|for|me|it|consists?|contains?|of|look|like|made|up|in|has|have|structured|organi[sz]ed|laid|out|built|work|works|and|with|by|including|include|its|their|the|any|all|"
                    + "size|sizes|languages?|entry|points?|open|markers?|todos?|fixmes?|notable|files?|structure|layout|contents?|purpose|to|a|new|colleague|developer|briefly|short|shortly|in detail|detail|sentences?|few|words|you|see|"
                    + "workspace|project|repo|repository|codebase|that|are|used|where|starts?|what|which|how|large|big|there|we|i|am|this|as|well|please|say|covering|cover|number|total|bytes|lines|code|so|far|overall|name|report|list|mention|tell|show|give)[\\s,:;.?!]*)*$");
    private static final Pattern FACT = Patterns.of(
            "^(?:(?:tell|show|give|list|report|find|identify|name|see|what|which|how|where|is|are|me|us|out|the|all|programming|in|does|do|can|big|large|much|many|this|project|i|we|you|there|a|an|any|used|main|code|use)\\s+)*"
                    + "(?:(?:programming\\s+)?languages?|entry\\s?points?|main (?:methods?|functions?|class(?:es)?)|tech(?:nology)?\\s+stack|size of (?:this|the) "
                    + THING + "|"
                    + THING
                    + "\\s+(?:written|start|starts|begin|begins|started|run|launched|built|large|big|structured|organi[sz]ed)|(?:big|large) (?:is|are) (?:this|the|it|my|our)\\s*"
                    + THING + "?|code is (?:there|here)|"
                    + "(?:run|start|build|launch) (?:this|the|it)\\s*" + THING + "?)\\b.{0,60}$");
    private static final Pattern HERE = Patterns.of(
            "^(?:describe|summari[sz]e|explore|explain|what is|what's|what do we have|what have we got|what am I looking at|get me oriented|orient me|onboard me|give me a tour|give me an overview|look around|overview)"
                    + "(?:\\s+(?:this|it|here|in here|this place|around|in this|everything|there|to me))*$");
    private static final Pattern DEFINITIONS = Patterns.of(
            "^(?:(?:list|show|name|give|tell|which|what|find|outline|print)\\s+(?:me\\s+|us\\s+)?)?(?:(?:all|the|are|is|of|every|public|a list)\\s+)*(?:functions?|classes|class|methods?|definitions?|headings?|sections?|symbols?|types?)(?:\\s+(?:and|or)\\s+(?:functions?|classes|methods?))?"
                    + "\\s+(?:(?:are|is|that|there|defined|declared|exist|does|do|it|have|has)\\s+)*(?:in|of|from|inside)\\s+(?:the\\s+)?(?:file\\s+)?(?<path>"
                    + Patterns.WORD + ")(?:\\s+(?:define|have|contain|file))?$");
    private static final Pattern FOLLOW_UP = Patterns.of(
            "^(?:how (?:large|big|old) is it|where does it (?:start|begin)|how (?:do|can|would|to) (?:I|we|you|one)?\\s*(?:start|run|build) it|what is (?:left|still open|still) to (?:do|be done)|what remains to be done|what is it (?:about|for)|what does it do|"
                    + "what is (?:it )?written in|what (?:is|are) (?:still )?(?:open|unfinished|missing))$");
    private static final Pattern NAMED = Patterns.of(
            "^[\\s]*(?:(?:what|is|does|the|of|in|inside|how|about|do|purpose|structure|contents?)\\s+)*(?:(?:folder|directory|file|script|module|package|class)\\s+)?(?<path>"
                    + Patterns.WORD
                    + ")(?:\\s+(?:folder|directory|file|script|module|package|does|do|about|for|contains?|is|works?|looks?|like|all|please))*$");

    @Override
    public Optional<Intent> read(Phrase whole) {
        String text = whole.text().replaceAll("[?!.]+$", "").strip();
        if (HERE.matcher(text).matches() || FOLLOW_UP.matcher(text).matches()) {
            return Optional.of(new Intent.Describe("."));
        }
        Matcher definitions = DEFINITIONS.matcher(text);
        if (definitions.matches() && PathWords.isFile(whole.value(definitions.group("path")))) {
            return Optional.of(new Intent.Describe(PathWords.tidy(whole.value(definitions.group("path")))));
        }
        for (Pattern pattern : new Pattern[] {VERBS, NOUNS, WHAT}) {
            Matcher matcher = pattern.matcher(text);
            if (matcher.matches()) {
                Optional<Intent> found = about(whole, matcher.group("rest"), pattern != WHAT);
                if (found.isPresent()) {
                    return found;
                }
            }
        }
        return FACT.matcher(text).matches() && whole.quotes().isEmpty()
                ? Optional.of(new Intent.Describe("."))
                : Optional.empty();
    }

    private static Optional<Intent> about(Phrase whole, String rest, boolean verb) {
        WhereReader.Reading reading = WhereReader.read(whole.with(rest.strip()));
        Where where = reading.where();
        Matcher named = NAMED.matcher(rest);
        if (named.matches()) {
            String path = whole.value(named.group("path"));
            boolean isPath =
                    PathWords.isPath(path) || (whole.isQuote(named.group("path")) && path.matches("[\\w./-]+"));
            boolean spoken = rest.matches("(?is).*\\b(?:folder|directory)\\b.*")
                    && path.matches("[\\w./-]+")
                    && !path.matches("(?i)this|the|my|our|current|folder|directory|is|of|it");
            if ((isPath || spoken) && (verb || !PathWords.isFile(path)) && !path.matches("(?i)app|apps")) {
                return Optional.of(new Intent.Describe(PathWords.tidy(path)));
            }
        }
        Matcher thing = ABOUT_THING.matcher(rest);
        Matcher left = ABOUT_THING.matcher(" " + reading.rest().text());
        boolean fits = (thing.matches() && AFTER.matcher(thing.group("after")).matches())
                || (left.matches() && AFTER.matcher(left.group("after")).matches());
        if (fits
                || (rest.isBlank() && verb)
                || (where.folders().size() == 1
                        && AFTER.matcher(reading.rest().text()).matches())) {
            return where.files().isEmpty()
                            && where.globs().isEmpty()
                            && whole.with(rest).quotes().isEmpty()
                    ? Optional.of(new Intent.Describe(where.root()))
                    : Optional.empty();
        }
        return Optional.empty();
    }
}
