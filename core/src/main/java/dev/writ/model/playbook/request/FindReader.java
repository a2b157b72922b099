package dev.writ.model.playbook.request;

import static dev.writ.model.playbook.request.Patterns.Q;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** "Find TODO in src", "where is `f` defined?", "which files mention x?", "how often does x occur?". */
final class FindReader implements Recogniser {
    private static final Pattern SEARCH_PLACE = Patterns.of(
            "^(?:search|scan|grep|check|look|go|examine|inspect)\\s+(?:through\\s+)?(?:(?:all|the|my|this|our|whole|entire)\\s+)*(?<place>"
                    + Patterns.WORD
                    + "(?:\\s+(?:files|folder|directory|sources))?)\\s+(?:for|and (?:find|list|report|look for))\\s+(?<what>.+)$");
    private static final Pattern VERB = Patterns.of(
            "^(?:find(?: out)?|search(?:\\s+for)?|look(?:\\s+(?:for|up))|locate|grep(?:\\s+(?:-\\w+|for))*|list|show|report|give|get|identify|spot|collect|print|"
                    + "(?:check|scan|hunt|look)\\s+for|see|tell|point out|display|enumerate|gather)\\b(?:\\s+(?:me|us))?\\s+(?<what>.+)$");
    private static final Pattern WHERE_IS = Patterns.of(
            "^(?:(?:find|show|tell|report|list|see)\\s+(?:me\\s+|us\\s+|out\\s+)?)?(?:where(?:abouts)?|in (?:which|what) (?:files?|places?|lines?))"
                    + "(?:\\s+(?:else|exactly|in the code))?\\s+(?:(?:is|are|was|were|do|does|did|can|has|have|being|we|I|you|one|it|the code|this project|find|see)\\s+)*(?<what>.+?)"
                    + "(?:\\s+(?:is|are|been|gets?|being|do|does|we|it))*(?:\\s+(?<verb>used?|mentioned|defined|declared|called|referenced|located|appears?|occurs?|"
                    + "imported|set|assigned|implemented|handled|found|contained|invoked|created|uses?))?(?:\\s+(?:from|at))?$");
    private static final Pattern WHICH = Patterns.of(
            "^(?:(?:find|show|tell|report|list|search for|give|see|get)\\s+(?:me\\s+|us\\s+|out\\s+)?)?(?:(?:all|every|each|any|the|of)\\s+)*"
                    + "(?:which\\s+|what\\s+)?(?:(?<lang>\\S+)\\s+)?(?:files?|places?|lines?|spots?|documents?|sources?|locations?|modules?|pages?|scripts?|comments?)\\s+"
                    + "(?:(?:that|which|where|in which|still|actually|currently|directly|do|have|has|are|is)\\s+)*"
                    + "(?:containing|contains?|mention(?:ing|s)?|us(?:e|es|ing)|referenc(?:e|es|ing)|includ(?:e|es|ing)|has|have|call(?:s|ing)?|import(?:s|ing)?|"
                    + "refers? to|referring to|match(?:es|ing)?|say(?:s|ing)?|with)\\s+(?<what>.+)$");
    private static final Pattern APPEARS = Patterns.of(
            "^(?:(?:find|show|tell|report|list|see|count|give)\\s+(?:me\\s+|us\\s+)?)?(?:(?:all|every|each|any|the)\\s+)*(?:places?|lines?|spots?|locations?|files?|times?)\\s+"
                    + "(?:(?:in|where|in which|that|at which)\\s+)*(?<what>.+?)\\s+(?:appears?|occurs?|is used|is mentioned|is called|is referenced|is found|is defined|shows? up|exists?)$");
    private static final Pattern ANY = Patterns.of(
            "^(?:(?:check|see|tell me|report|find out)\\s+(?:if|whether)\\s+)?(?:is there|are there|there is|there are|do we have|do I have|have we got|does it have)\\s+(?<what>.+?)(?:\\s+left)?$");
    private static final Pattern DOES = Patterns.of(
            "^(?:(?:check|see|tell me|report|find out)\\s+(?:if|whether)\\s+|(?:does|do|is|are)\\s+)(?:(?:any|some|one|the|this|my|our|of|these)\\s+)*"
                    + "(?:(?:\\S+)\\s+)?(?:files?|code|projects?|workspace|repo|repository|codebase|documents?|anything|anybody|anyone|it|sources?|lines?)\\s+"
                    + "(?:(?:still|anywhere|actually|already)\\s+)*(?:contains?|mentions?|uses?|references?|includes?|calls?|imports?|refers? to|says?|have|has)\\s+(?<what>.+)$");
    private static final Pattern COUNT = Patterns.of(
            "^(?:(?:tell|show|give|report)\\s+(?:me\\s+)?)?(?:how\\s+(?:many|often)|count|the number of|number of)\\s*(?:(?:of|all|the|me)\\s+)*(?:times\\s+)?(?:does\\s+|do\\s+|is\\s+|are\\s+|can\\s+)?"
                    + "(?<what>.+?)(?:\\s+(?:are|is|does|do|have|has)\\s+(?:there|we|it|this project|the project|exist|in total|used|left|mentioned))*"
                    + "(?:\\s+(?:appears?|occurs?|exists?|used|mentioned|called|there are|there|shows? up|altogether|in total|left))*$");
    private static final Pattern FILES_ARE = Patterns.of(
            "^(?:(?:find|show|tell|report|list|give)\\s+(?:me\\s+|us\\s+|out\\s+)?)?(?:which|what)\\s+(?<what>(?:\\S+\\s+)?files?)\\s+(?:there\\s+)?(?:are|is|have|has|end)\\s*(?<more>.*)$");
    private static final Pattern WITH_PLACES = Patterns.of(
            ",?\\s+(?:together\\s+|along\\s+)?with\\s+(?:(?:their|its|the|exact|all)\\s+)*(?:file|line|place|location|path|position|size|name)(?:s|names?|\\s?numbers?)?(?:\\s*(?:,|and)\\s*(?:the\\s+)?(?:line|file|column|place|text|size|path|name|content)(?:s|names?|\\s?numbers?)?)*$");
    private static final Pattern WHAT_FILES =
            Patterns.of("^(?:what|which)(?:'s|\\s+is|\\s+are|\\s+were)?\\s+(?<what>.+)$");
    private static final Pattern SENTENCE = Patterns.of("\\s(?:is|are|was|were|gets?|does|do|has|have)\\s");
    private static final Pattern NAMES_CODE =
            Pattern.compile(".*(?:" + Q + "|\\w[_.:]\\w|[a-z][A-Z]|\\(\\)|^[A-Z][A-Z0-9_]+$).*");
    private static final Pattern DEFINED =
            Patterns.of("\\b(?:defined|declared|implemented|definitions?|declarations?|implementations?)\\b");
    private static final Pattern JUDGEMENT = Patterns.of(
            "\\b(?:bugs?|problems?|issues?|vulnerabilit\\w+|leaks?|smells?|duplicat\\w+|unused|dead code|races?|mistakes?|typos?|improvements?|inconsisten\\w+|"
                    + "holes?|best|worst|why|how to|reasons?|ideas?|opportunit\\w+|tests? for|complex\\w*|ugly|interesting|important|meaning|jokes?|news|recipes?|restaurants?|flights?|"
                    + "good|bad|better|security|risks?|weakness\\w*|quality|outdated|wrong|broken|slow\\w*)\\b");

    @Override
    public Optional<Intent> read(Phrase phrase) {
        String text = phrase.text().replaceAll("[?!.]+$", "").strip();
        boolean ignoreCase = text.matches(
                "(?is).*\\b(?:ignor\\w+ case|case[- ]?insensitive\\w*|regardless of case|in any case)\\b.*");
        boolean wholeWord = text.matches("(?is).*\\bwhole words?\\b.*");
        text = text.replaceAll(
                        "(?i)[,\\s(]*(?:\\bignoring (?:the )?case\\b|\\bcase[- ]?insensitive(?:ly)?\\b|\\bregardless of case\\b|\\b(?:as |only )?whole words?(?: only)?\\b)\\)?",
                        "")
                .strip();
        text = text.replaceAll("(?i)\\bend(s|ing)? in\\b", "end$1 with");
        text = WITH_PLACES.matcher(text).replaceFirst("");
        Matcher place = SEARCH_PLACE.matcher(text);
        if (place.matches() && isPlace(phrase, place.group("place"))) {
            text = "find " + place.group("what") + " in " + place.group("place");
        }
        WhereReader.Reading reading = WhereReader.read(phrase.with(text));
        Phrase rest = reading.rest();
        Matcher count = COUNT.matcher(rest.text());
        if (count.matches()) {
            return subject(rest, count.group("what"), reading.where(), true, false, ignoreCase, wholeWord);
        }
        Matcher are = FILES_ARE.matcher(rest.text());
        if (are.matches()) {
            Optional<Intent> files =
                    FileCriteria.read(rest.with(are.group("what") + " " + are.group("more")), reading.where(), false);
            if (files.isPresent()) {
                return files;
            }
        }
        Matcher whatFiles = WHAT_FILES.matcher(rest.text());
        Optional<Intent> ranked = whatFiles.matches()
                ? FileCriteria.read(rest.with(whatFiles.group("what")), reading.where(), false)
                : Optional.empty();
        if (ranked.isPresent()) {
            return ranked;
        }
        Matcher verb = VERB.matcher(rest.text());
        Optional<Intent> byKind = verb.matches()
                ? FileCriteria.read(rest.with(verb.group("what")), reading.where(), false)
                : Optional.empty();
        if (byKind.isPresent()) {
            return byKind;
        }
        for (Pattern pattern : List.of(APPEARS, WHICH, WHERE_IS, DOES, ANY, VERB)) {
            Matcher matcher = pattern.matcher(rest.text());
            if (matcher.matches()) {
                if (pattern == WHERE_IS
                        && matcher.group("verb") == null
                        && !NAMES_CODE.matcher(matcher.group("what")).matches()
                        && !PathWords.isPath(
                                rest.value(matcher.group("what").replaceFirst("(?i)^(?:the )?(?:file )?", "")))) {
                    continue;
                }
                boolean defined =
                        pattern == WHERE_IS && DEFINED.matcher(rest.text()).find();
                Where where = pattern == WHICH && matcher.group("lang") != null
                        ? withLanguage(reading.where(), matcher.group("lang"))
                        : reading.where();
                boolean text1 = pattern == APPEARS || pattern == WHICH || pattern == DOES;
                Optional<Intent> intent = text1
                        ? text(rest, matcher.group("what"), where, false, defined, ignoreCase, wholeWord)
                        : subject(rest, matcher.group("what"), where, false, defined, ignoreCase, wholeWord);
                if (intent.isPresent()) {
                    return intent;
                }
            }
        }
        return Optional.empty();
    }

    private static boolean isPlace(Phrase phrase, String place) {
        String value = phrase.value(place.split("\\s+", -1)[0]);
        return PathWords.isPath(value)
                || PathWords.isGlob(value)
                || place.matches("(?is).*(?:files|folder|directory|sources)$")
                || place.matches(
                        "(?i)workspace|project|repo|repository|codebase|code|everything|folder|directory|files|tree");
    }

    private static Where withLanguage(Where where, String word) {
        List<String> extensions = dev.writ.model.playbook.reading.Languages.extensions(word);
        List<String> globs = new ArrayList<>(where.globs());
        extensions.forEach(extension -> globs.add("**/*." + extension));
        if (extensions.isEmpty() && PathWords.isGlob(word)) {
            globs.add(Where.anyDepth(word));
        }
        return where.withGlobs(globs);
    }

    private Optional<Intent> subject(
            Phrase rest,
            String what,
            Where where,
            boolean count,
            boolean defined,
            boolean ignoreCase,
            boolean wholeWord) {
        Optional<Intent> files = FileCriteria.read(rest.with(what), where, count);
        return files.isPresent() ? files : text(rest, what, where, count, defined, ignoreCase, wholeWord);
    }

    private static final Pattern EDGE = Patterns.of(
            "^(?:(?:that|which|the|all|lines?)\\s+)*(?<how>start(?:s|ing)?|begin(?:s|ning)?|end(?:s|ing)?)\\s+with\\s+(?:the\\s+(?:word|text|string)\\s+)?(?<what>"
                    + Q + "|\\S+)$");
    private static final Pattern LEAD = Patterns.of(
            "^(?:(?:out|all|any|every|each|some|the|a|an|of|other|places?|lines?|spots?|locations?|where|that|which|contain(?:s|ing)?|with|mention(?:s|ing)?|match(?:es|ing)?|for|open|is|are|say(?:s|ing)?|exact|literal|code|in which|we use|we)\\s+)*"
                    + "(?:(?:(?:occurr?ences?|instances?|uses?|usages?|mentions?|appearances?|references?|matches|calls?|invocations?|imports?|definitions?|declarations?|implementations?)\\s+(?:of|to|for|in)\\s+)"
                    + "(?:(?:the|a)\\s+)?)?(?<noun>(?:words?|texts?|strings?|phrases?|terms?|regex(?:p|es)?|regular expressions?|patterns?|functions?|methods?|class(?:es)?|variables?|identifiers?|symbols?|constants?|keywords?|expressions?|marker|tag)\\s+)?");
    private static final Pattern TRAIL = Patterns.of(
            "(?:\\s+(?:comments?|markers?|items?|notes?|tags?|calls?|usages?|statements?|references?|mentions?|occurrences?|matches|strings?|entries|annotations?|tokens?|"
                    + "is|are|used|defined|mentioned|appears?|occurs?|anywhere|somewhere|please|for me|too|as well|left|here))+$");

    private static Optional<Intent> text(
            Phrase rest,
            String words,
            Where where,
            boolean count,
            boolean defined,
            boolean ignoreCase,
            boolean wholeWord) {
        boolean definition = defined || (DEFINED.matcher(words).find() && !rest.isQuote(words.strip()));
        Matcher lead = LEAD.matcher(words.strip());
        String noun = lead.find() && lead.group("noun") != null
                ? lead.group("noun").strip().toLowerCase(java.util.Locale.ROOT)
                : "";
        String body = words.strip().substring(lead.end()).replaceFirst("[,;:]+$", "");
        String whole = body;
        String trimmed = TRAIL.matcher(body).replaceFirst("").strip();
        body = trimmed.isEmpty() ? body : trimmed;
        if (body.isEmpty()) {
            return Optional.empty();
        }
        Optional<KnownPatterns.Known> known =
                KnownPatterns.of(rest.original(whole)).or(() -> KnownPatterns.of(rest.original(trimmed)));
        if (known.isPresent() && !rest.isQuote(body)) {
            return Optional.of(new Intent.FindText(
                    known.get().name(),
                    new Intent.TextPattern(
                            known.get().regex(), true, known.get().ignoreCase(), false),
                    where,
                    count,
                    false));
        }
        List<String> alternatives = alternatives(rest, body);
        if (alternatives.size() > 1) {
            String regex = String.join(
                    "|", alternatives.stream().map(KnownPatterns::escape).toList());
            return Optional.of(new Intent.FindText(
                    String.join(" or ", alternatives),
                    new Intent.TextPattern(regex, true, ignoreCase, false),
                    where,
                    count,
                    false));
        }
        Matcher edge = EDGE.matcher(body);
        if (edge.matches()) {
            String literal = KnownPatterns.escape(rest.value(edge.group("what")));
            boolean start = edge.group("how").toLowerCase(java.util.Locale.ROOT).matches("start.*|begin.*");
            String regex = start ? "^\\s*" + literal : literal + "\\s*$";
            return Optional.of(new Intent.FindText(
                    "/" + regex + "/", new Intent.TextPattern(regex, true, ignoreCase, false), where, count, false));
        }
        boolean quoted = rest.isQuote(body);
        if (!quoted
                && (body.matches("(?is)(?:all\\s+|the\\s+)*files?\\b.*")
                        || SENTENCE.matcher(body).find())) {
            return Optional.empty();
        }
        String value = rest.value(body);
        if (!quoted
                && (JUDGEMENT.matcher(value).find()
                        || value.split("\\s+", -1).length > 6
                        || body.matches(".*" + Q + ".*"))) {
            String only = rest.with(body).quotes().size() == 1
                    ? rest.with(body).quotes().getFirst()
                    : "";
            boolean around = body.replaceAll(Q, "").matches("(?is)[\\s\\w]{0,30}");
            if (only.isEmpty() || !around || JUDGEMENT.matcher(body).find()) {
                return Optional.empty();
            }
            value = only;
            quoted = true;
        }
        boolean matching = (!quoted && value.matches("\\^\\S.*|.*\\S\\$"))
                || (words.matches("(?is).*\\bmatch(?:es|ing)?\\b.*") && value.matches(".*[\\^$*+\\[\\]|\\\\].*"));
        boolean regex = matching
                || PathWords.isPattern(value)
                || noun.startsWith("regex")
                || noun.startsWith("regular")
                || noun.startsWith("pattern");
        String pattern = PathWords.isPattern(value) ? value.substring(1, value.length() - 1) : value;
        boolean asWord = wholeWord
                || definition
                || (!quoted
                        && noun.matches("functions?|methods?|class(?:es)?|variables?|identifiers?|symbols?|words?")
                        && pattern.matches("\\w+"));
        // Prose in plain words is meant in either case; what looks like code is meant as it is written.
        boolean loose = ignoreCase || (!quoted && !regex && pattern.matches("[a-z]+( [a-z]+)*") && !definition);
        return Optional.of(new Intent.FindText(
                value, new Intent.TextPattern(pattern, regex, loose, asWord), where, count, definition));
    }

    private static List<String> alternatives(Phrase rest, String body) {
        List<String> parts = List.of(body.split("\\s*(?:,\\s*(?:and|or)?|\\s+and\\s+|\\s+or\\s+|\\s*&\\s*)\\s*", -1));
        boolean listed = parts.size() > 1
                && parts.stream()
                        .allMatch(part ->
                                rest.isQuote(part) || part.matches("[A-Z][A-Z0-9_]+s?|\\w*[_.()]\\w*|[a-z]+[A-Z]\\w*"));
        return listed
                ? parts.stream()
                        .map(part -> rest.isQuote(part) ? rest.value(part) : part.replaceAll("(?<=[A-Z])s$", ""))
                        .toList()
                : List.of();
    }
}
