package dev.writ.model.playbook.request;

import static dev.writ.model.playbook.request.Patterns.Q;

import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** "Replace A by B in the Java files", "rename `x` to `y`", "use A instead of B". */
final class ReplaceReader implements Recogniser {
    private static final String ALL = "(?:(?:all|every|each|any|the|both|of|its|their)\\s+)*"
            + "(?:(?:remaining|other)\\s+)?"
            + "(?:(?:occurr?ences?|instances?|uses?|usages?|mentions?|appearances?|references?|copies)\\s+(?:of|to)\\s+)?"
            + "(?:(?:the|a)\\s+)?(?<noun>(?:(?:whole|exact|literal|misspelt|misspelled)\\s+)?"
            + "(?:words?|texts?|strings?|phrases?|names?|terms?|identifiers?|variables?|functions?|methods?|class(?:es)?|"
            + "constants?|symbols?|fields?|types?|regex|regular expression|pattern|typo|url|value|spelling|line|heading)\\s+)?";
    private static final String A = "(?<a>" + Q + "|\\S+(?:\\s+\\S+){0,7}?)";
    private static final String B = "(?:(?:the\\s+)?(?:word|text|string|phrase|name|new name|empty string)\\s+)?(?<b>"
            + Q + "|\\S+(?:\\s+\\S+){0,7}?)";
    private static final String END =
            "(?<end>(?:[,\\s]+(?:but|and|everywhere|throughout|globally|as well|too|please|for me|instead|only))*)[.!]?$";

    private static final List<Pattern> FORWARD = List.of(
            Patterns.of("^(?:search(?: for)?|find)(?:\\s+and|\\s*&)\\s+replace\\s+" + ALL + A
                    + "\\s+(?:by|with|for|to)\\s+" + B + END),
            Patterns.of("^(?:find|search for|look for|locate)\\s+" + ALL + A
                    + ",?\\s+and\\s+(?:replace|change|substitute|turn|rename)\\s+(?:it|them|each|all|every one|each one|those)"
                    + "(?:\\s+(?:all|of them))?\\s+(?:by|with|to|into)\\s+" + B + END),
            Patterns.of("^(?:replace|swap|exchange)\\s+" + ALL + A + "\\s+(?:by|with|for|to|->|=>|→)\\s+" + B + END),
            Patterns.of(
                    "^(?:do|make|perform)\\s+a\\s+(?:global\\s+)?(?:search[- ]and[- ]replace|replacement|substitution|replace)"
                            + "\\s+(?:of|from|for)\\s+" + ALL + A + "\\s+(?:by|with|to)\\s+" + B + END),
            Patterns.of("^(?:change|turn|convert|correct|fix|update|switch|migrate|modify|alter|edit|make)\\s+" + ALL
                    + A + "\\s+(?:to|into|->|=>|→|so (?:that )?it (?:says|reads)|to (?:say|read))\\s+" + B + END),
            Patterns.of("^(?<rename>rename|refactor)\\s+" + ALL + A + "\\s+(?:to|into|as|->|=>|→)\\s+" + B + END),
            Patterns.of("^(?:the\\s+)?(?:(?:word|text|name|function|variable|method|class)\\s+)?(?<a>" + Q
                    + ")\\s+(?:should|must|needs to|has to|ought to)\\s+"
                    + "(?:be|become|read|say)\\s*(?:called|named|spelled|spelt|written|renamed to|replaced by|replaced with|changed to)?\\s*"
                    + "(?<b>" + Q + ")" + END),
            Patterns.of("^substitute\\s+" + ALL + A + "\\s+(?:by|with)\\s+" + B + END));
    private static final List<Pattern> BACKWARD = List.of(
            Patterns.of("^(?:use|write|put|say|insert)\\s+(?<b>" + Q
                    + "|\\S+)\\s+(?:instead of|in place of|rather than|in lieu of)\\s+" + ALL + A + END),
            Patterns.of("^substitute\\s+(?<b>" + Q + "|\\S+)\\s+for\\s+" + ALL + A + END));
    private static final List<Pattern> REMOVE = List.of(
            Patterns.of("^(?:remove|delete|strip|drop|erase)\\s+(?:(?:all|every|each|any|the|of|out)\\s+)*"
                    + "(?:(?:occurrences?|instances?|uses?|mentions?)\\s+of\\s+)?(?:the\\s+)?"
                    + "(?<noun>(?:words?|texts?|strings?|phrases?)\\s+)(?<a>" + Q + "|\\S+)" + END),
            Patterns.of("^(?:remove|delete|strip|drop|erase)\\s+(?:(?:all|every|each|any|the)\\s+)*"
                    + "(?:occurrences?|instances?|uses?|mentions?)\\s+of\\s+(?<a>" + Q + "|\\S+)" + END));
    private static final Pattern CONDITION = Patterns.of(
            "\\s(?:in|where|when|if|unless|for|but|only|except|that|which|using|inside|within|before|after|not|and|wherever|on|at)\\b");
    private static final Pattern NOT_LITERAL = Patterns.of(
            "(?:the\\s+)?(?:tabs?|spaces?|newlines?|line\\s?breaks?|white\\s?space|commas?|semicolons?|quotes?|(?:double|single) quotes?|dots?|everything|it|them|all|this|that|these|those|"
                    + "(?:\\w+\\s+)?(?:file|files|code|content|contents|text|word|words|line|lines))");
    private static final Pattern SED =
            Pattern.compile("^(?:apply\\s+)?s([/|#])(?<a>(?:(?!\\1).)+)\\1(?<b>(?:(?!\\1).)*)\\1[gi]*\\s*$");
    private static final Pattern FROM_TO = Patterns.of(
            "^(?:change|update|modify|switch|set|bump|raise|lower|increase|decrease)\\s+(?:the\\s+)?(?:(?:value|setting|version)\\s+(?:of\\s+)?)?"
                    + "(?:the\\s+)?(?<key>" + Q + "|[\\w.-]+)\\s+from\\s+(?<a>" + Q + "|\\S+)\\s+to\\s+(?<b>" + Q
                    + "|\\S+)" + END);
    private static final Pattern SET =
            Patterns.of("^(?:set|change|update|raise|lower|increase|decrease|bump|put)\\s+(?:the\\s+)?"
                    + "(?:(?:value|setting|option|property|key|parameter|configuration)\\s+(?:of\\s+)?)?(?:the\\s+)?"
                    + "(?<key>" + Q
                    + "|[\\w.-]+)(?:\\s+(?:setting|value|option|property|key|parameter))?\\s*(?:to|=|:)\\s*(?<b>" + Q
                    + "|\\S+)" + END);
    private static final Pattern CASE = Patterns.of(
            "[,\\s(]*(?:\\b(?:ignoring|regardless of|whatever the|irrespective of)\\s+(?:the\\s+)?(?:upper/lower\\s+)?case\\b|"
                    + "\\b(?:case[- ]?insensitive(?:ly)?|in any case|in upper or lower case)\\b)\\)?");
    private static final Pattern WORDS_ONLY = Patterns.of(
            "[,\\s(]*\\b(?:as (?:a )?whole words?|whole words? only|only (?:as )?whole words?|matching whole words?(?: only)?)\\b\\)?");
    private static final Pattern PREVIEW = Patterns.of(
            "(?:^|[,;.\\s(]+)(?:but\\s+|and\\s+)?(?:(?:as\\s+)?(?:a\\s+)?dry[- ]?run(?:\\s+only)?|(?:only|just)\\s+(?:show|preview)\\s+(?:me\\s+)?(?:the|what)\\s+"
                    + "(?:diff|changes?|would change)|preview(?:\\s+only)?|without\\s+(?:applying|changing|writing|saving|modifying)(?:\\s+(?:it|them|anything|any(?:thing| files?)))?|"
                    + "(?:do not|don't)\\s+(?:apply|change|write|save|modify)(?:\\s+(?:it|them|anything|any files?|the files?))?(?:\\s+yet)?)\\)?");
    private static final Pattern SHOW_FIRST = Patterns.of(
            "[,;.\\s]+(?:(?:and|but|while|after|then|please|also)\\s+)*(?:show|showing|print|display|displaying|give|giving|let me see|with)\\s+(?:me\\s+|us\\s+)?"
                    + "(?:(?:the|a|what|every|all|each)\\s+)*(?:full\\s+|complete\\s+|unified\\s+|resulting\\s+)?"
                    + "(?:diffs?|changes?|differences?|preview)(?:\\s+(?:would change|you make|shown))?(?:\\s+(?:first|before(?:hand)?\\b.*|afterwards|of (?:it|the change)|to me))*");

    @Override
    public Optional<Intent> read(Phrase whole) {
        boolean ignoreCase = Patterns.finds(CASE, whole);
        boolean wholeWord = Patterns.finds(WORDS_ONLY, whole);
        boolean preview = Patterns.finds(PREVIEW, whole);
        String text = PREVIEW.matcher(whole.text()).replaceAll("");
        text = SHOW_FIRST.matcher(text).replaceAll("");
        text = WORDS_ONLY
                .matcher(CASE.matcher(text).replaceAll(""))
                .replaceAll("")
                .strip();
        Phrase cleaned = whole.with(text);

        Optional<Intent> setting = setting(cleaned);
        if (setting.isPresent()) {
            return setting;
        }
        WhereReader.Reading reading = WhereReader.read(cleaned);
        Phrase rest = reading.rest();
        for (List<Pattern> family : List.of(FORWARD, BACKWARD, REMOVE)) {
            for (Pattern pattern : family) {
                Matcher matcher = pattern.matcher(rest.text());
                if (matcher.find()) {
                    String b = has(matcher, "b") ? replacement(rest, matcher) : "";
                    return intent(rest, matcher, b, reading.where(), ignoreCase, wholeWord, preview);
                }
            }
        }
        Matcher sed = SED.matcher(
                rest.quotes().size() == 1 && rest.text().length() <= 8
                        ? rest.quotes().getFirst()
                        : rest.text());
        if (sed.find()) {
            Intent.TextPattern from = new Intent.TextPattern(sed.group("a"), false, ignoreCase, wholeWord);
            return Optional.of(new Intent.Replace(from, sed.group("b"), reading.where(), preview));
        }
        return Optional.empty();
    }

    private static String replacement(Phrase rest, Matcher matcher) {
        String fragment = matcher.group("b");
        boolean nothing = !rest.isQuote(fragment)
                && fragment.toLowerCase(Locale.ROOT).matches("nothing|an empty string|(?:the )?empty string");
        return nothing ? "" : rest.value(fragment);
    }

    private static Optional<Intent> intent(
            Phrase rest,
            Matcher matcher,
            String to,
            Where where,
            boolean ignoreCase,
            boolean wholeWord,
            boolean preview) {
        String fragment = matcher.group("a");
        String from = rest.value(fragment);
        boolean quoted = rest.isQuote(fragment);
        boolean rename = has(matcher, "rename");
        boolean words = has(matcher, "noun");
        if (where.isAnywhere() && PathWords.isFile(from) && PathWords.isFile(to) && (rename || !quoted)) {
            return Optional.empty();
        }
        // Long unquoted stretches are descriptions ("the login page to be nicer"), not text.
        boolean prose = (!quoted && from.split("\\s+", -1).length > 3)
                || (!rest.isQuote(matchedB(matcher))
                        && (to.split("\\s+", -1).length > 2 || to.matches("(?s).*[.!?;:]\\s.*")))
                || (!quoted && NOT_LITERAL.matcher(from).matches());
        boolean toProse = !rest.isQuote(matchedB(matcher))
                && ((rename && to.contains(" "))
                        || to.matches(
                                "(?is)(?:be|have|make|use|work|look|support|not|also|do|get|run|return|only|handle|allow|include|match)\\s.*"));
        // Words of a condition must never end up in the replacement.
        toProse |= !rest.isQuote(matchedB(matcher)) && CONDITION.matcher(to).find();
        if (toProse || (!quoted && rename && from.contains(" "))) {
            return Optional.empty();
        }
        if (from.isEmpty() || prose || from.equals(to)) {
            return Optional.empty();
        }
        boolean regex = PathWords.isPattern(from)
                || (has(matcher, "noun")
                        && matcher.group("noun")
                                .toLowerCase(Locale.ROOT)
                                .matches("(?:regex|regular expression|pattern)\\s+"));
        String text = PathWords.isPattern(from) ? from.substring(1, from.length() - 1) : from;
        boolean asWord = wholeWord
                || ((rename
                                || (words
                                        && !matcher.group("noun")
                                                .matches(
                                                        "(?i).*(?:text|string|phrase|url|value|regex|expression|pattern|line|heading)s?\\s+")))
                        && text.matches("\\w+"));
        return Optional.of(
                new Intent.Replace(new Intent.TextPattern(text, regex, ignoreCase, asWord), to, where, preview));
    }

    /** "Change '8080' to '9090'" speaks of text, "change port to 9090" of a setting. */
    private static boolean isKey(Phrase phrase, String key) {
        return phrase.value(key).matches("[A-Za-z_][\\w.-]*");
    }

    private static String matchedB(Matcher matcher) {
        return has(matcher, "b") ? matcher.group("b") : Q;
    }

    private static boolean has(Matcher matcher, String group) {
        return matcher.namedGroups().containsKey(group) && matcher.group(group) != null;
    }

    /** A value of a named setting, in a configuration file. */
    private static Optional<Intent> setting(Phrase phrase) {
        Matcher fromTo = FROM_TO.matcher(phrase.text());
        WhereReader.Reading reading = WhereReader.read(phrase);
        if (!fromTo.find()) {
            // "from A to B" hides A from the search for places only when A is no path.
            fromTo = FROM_TO.matcher(reading.rest().text());
        }
        if (fromTo.find(0) && isKey(phrase, fromTo.group("key"))) {
            return Optional.of(new Intent.SetSetting(
                    phrase.value(fromTo.group("key")), phrase.value(fromTo.group("b")), reading.where(), false));
        }
        Matcher set = SET.matcher(reading.rest().text());
        boolean configuration = !reading.where().files().isEmpty()
                && reading.where().files().stream()
                        .allMatch(file ->
                                file.matches("(?i).*\\.(?:properties|ya?ml|json|toml|ini|conf|cfg|env)|\\.env.*"));
        boolean verb = reading.rest().text().matches("(?is)^(?:set|raise|lower|increase|decrease|bump|put)\\b.*");
        if (set.find() && (configuration || verb) && isKey(phrase, set.group("key"))) {
            return Optional.of(new Intent.SetSetting(
                    phrase.value(set.group("key")), phrase.value(set.group("b")), reading.where(), !verb));
        }
        return Optional.empty();
    }
}
