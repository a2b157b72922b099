package dev.writ.model.playbook.request;

import dev.writ.model.playbook.reading.Languages;
import java.util.List;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** "Show README.md", "the first 20 lines of app.log", "how many lines has x", "list the folder src". */
final class ReadReader implements Recogniser {
    private static final String FILE =
            "(?:(?:the|my|our|a|this)\\s+)*(?:(?:file|script|document)\\s+)?(?:(?:called|named)\\s+)?(?<file>"
                    + Patterns.WORD + ")(?:\\s+(?:file|script|document))?";
    private static final String SHOW =
            "(?:show|print|display|read|cat|open|view|output|give|get|dump|see|type|fetch|return|tell)(?:\\s+(?:me|us|out|to me))*\\s+";
    private static final Pattern RANGE = Patterns.of("^(?:" + SHOW
            + ")?(?:(?:the|only|just)\\s+)*lines?\\s+(?<from>\\d+)\\s*(?:(?:-|–|to|through|until|and|\\.\\.)\\s*(?<to>\\d+))?\\s+(?:of|from|in)\\s+"
            + FILE + "$");
    private static final Pattern ENDS = Patterns.of("^(?:" + SHOW
            + ")?(?:(?:the|only|just)\\s+)*(?<end>first|last|top|bottom|final)\\s+(?:(?<n>\\d+|ten|five|twenty|few)\\s+)?lines?\\s+(?:of|from|in)\\s+"
            + FILE + "$");
    private static final Pattern HEAD =
            Patterns.of("^(?<end>head|tail)\\s+(?:-n?\\s*(?<n>\\d+)\\s+|(?:of\\s+))?" + FILE + "$");
    private static final Pattern CONTENT = Patterns.of("^(?:" + SHOW
            + ")(?:(?:the|all|whole|full|entire|complete)\\s+)*(?:contents?|text|source(?: code)?)\\s+(?:of|from|in|inside)\\s+"
            + FILE + "$");
    private static final Pattern SHOW_FILE =
            Patterns.of("^(?:" + SHOW + "|(?:take|have)\\s+a\\s+look\\s+at\\s+|look\\s+(?:at|into)\\s+)" + FILE + "$");
    private static final Pattern WHAT_SAYS = Patterns.of(
            "^(?:(?:tell|show)\\s+(?:me|us)\\s+)?what\\s+(?:does|do|is|are|'s)\\s*(?:in|inside|written in|the (?:contents?|text) of|contained in)?\\s*"
                    + FILE + "(?:\\s+(?:say|says|contains?|look like|have in it|hold|holds|read))?$");
    private static final Pattern COUNT = Patterns.of(
            "^(?:(?:tell|show|give|report)\\s+(?:me\\s+)?)?(?:how many|count|the number of|number of)\\s+(?:(?:the|all|of)\\s+)*(?<unit>lines?|words?|characters?|chars?|bytes?)(?:\\s+of\\s+(?:code|text))?"
                    + "(?:\\s+(?:(?:does|do|are|is|has|have|there|in|of|inside|within|the|file|all|every|each)\\s+)*(?<what>.+?))?(?:\\s+(?:have|has|contain|contains|hold|there|are there|are|is|in total|long))*$");
    private static final Pattern HOW_LONG = Patterns.of("^how\\s+(?<unit>long|big|large)\\s+is\\s+" + FILE + "$");
    private static final Pattern LIST = Patterns.of(
            "^(?:ls|dir|(?:list|show|print|display|give|enumerate|tell|see|what|which)(?:\\s+(?:me|us))?)\\b\\s*(?:(?:-\\w+|all|the|every|out|of|is|are|everything|exists?|a|'s)(?:\\s+|$))*"
                    + "(?<what>files?(?:\\s+and\\s+(?:folders?|directories))?|folders?(?:\\s+and\\s+files)?|contents?|entries|director(?:y|ies)|(?:directory|folder|file)\\s+(?:tree|structure|listing|contents?)|tree|listing)?"
                    + "(?:\\s+(?:are|is|exist|there|in|of|inside|under|below|from|at|tree|structure|here|the|this|workspace|folder|directory|project|repo|repository|root|content|contents|listing|current|my|our))*$");
    private static final Pattern LS = Patterns.of("^(?:ls|list|tree)\\s+(?<path>" + Patterns.WORD + ")$");
    private static final Pattern WHATS_IN =
            Patterns.of("^what(?:'s|\\s+is|\\s+are|\\s+files are|\\s+do we have|\\s+lies)?(?:\\s+there)?$");

    @Override
    public Optional<Intent> read(Phrase whole) {
        String text = whole.text()
                .replaceAll("[?!]+$", "")
                .replaceAll("(?<=\\S)\\.$", "")
                .strip();
        Phrase phrase = whole.with(text);
        Optional<Intent> counted = count(phrase);
        if (counted.isPresent()) {
            return counted;
        }
        Matcher range = RANGE.matcher(text);
        if (range.matches() && isFile(phrase, range)) {
            int from = number(range.group("from"), 1);
            int to = number(Patterns.group(range, "to"), from);
            return Optional.of(new Intent.ReadFile(path(phrase, range), from, Math.max(1, to - from + 1)));
        }
        for (Pattern pattern : List.of(ENDS, HEAD)) {
            Matcher ends = pattern.matcher(text);
            if (ends.matches() && isFile(phrase, ends)) {
                String end = ends.group("end").toLowerCase(java.util.Locale.ROOT);
                boolean single = ends.group().matches("(?is).*\\bline\\b.*");
                int lines = number(Patterns.group(ends, "n"), single ? 1 : 10);
                boolean last = end.matches("last|bottom|final|tail");
                return Optional.of(new Intent.ReadFile(path(phrase, ends), last ? -lines : 1, lines));
            }
        }
        for (Pattern pattern : List.of(CONTENT, SHOW_FILE, WHAT_SAYS)) {
            Matcher matcher = pattern.matcher(text);
            if (matcher.matches()
                    && (isFile(phrase, matcher) || (pattern == CONTENT && phrase.isQuote(matcher.group("file"))))) {
                String path = path(phrase, matcher);
                return Optional.of(
                        path.equals(".") ? new Intent.ListFolder(".", false) : new Intent.ReadFile(path, 1, 0));
            }
        }
        return list(phrase);
    }

    private static Optional<Intent> count(Phrase phrase) {
        Matcher how = HOW_LONG.matcher(phrase.text());
        if (how.matches() && isFile(phrase, how)) {
            String unit = how.group("unit").equalsIgnoreCase("long") ? "lines" : "bytes";
            return Optional.of(new Intent.CountFile(Where.ANYWHERE.withFiles(List.of(path(phrase, how))), unit));
        }
        WhereReader.Reading reading = WhereReader.read(phrase);
        Matcher count = COUNT.matcher(reading.rest().text());
        if (!count.matches()) {
            return Optional.empty();
        }
        Where where = reading.where();
        String what = Patterns.group(count, "what")
                .strip()
                .replaceFirst("(?i)^(?:are|is|there|are there|does it have|have|has)$", "");
        if (!what.isEmpty()) {
            WhereReader.Reading inner = WhereReader.read(reading.rest().with("in " + what));
            if (!inner.rest().text().isBlank() || inner.where().isAnywhere()) {
                return Optional.empty();
            }
            where = inner.where();
        }
        String unit = count.group("unit").toLowerCase(java.util.Locale.ROOT);
        String name = unit.startsWith("l")
                ? "lines"
                : unit.startsWith("w") ? "words" : unit.startsWith("b") ? "bytes" : "characters";
        return Optional.of(new Intent.CountFile(where, name));
    }

    private static Optional<Intent> list(Phrase phrase) {
        Matcher ls = LS.matcher(phrase.text());
        if (ls.matches() && PathWords.isFolder(phrase.value(ls.group("path")))) {
            return Optional.of(new Intent.ListFolder(PathWords.tidy(phrase.value(ls.group("path"))), false));
        }
        String placed = phrase.text()
                .replaceFirst("(?i)\\b(contents?|files|tree|structure|listing|entries|folder) of (?=\\S)", "$1 in ");
        WhereReader.Reading reading = WhereReader.read(phrase.with(placed));
        String rest = reading.rest().text().strip();
        Where where = reading.where();
        boolean onlyFolder = where.globs().isEmpty()
                && where.files().isEmpty()
                && where.folders().size() <= 1;
        Matcher list = LIST.matcher(rest);
        boolean named = list.matches()
                && (list.group("what") != null || !where.folders().isEmpty());
        boolean what = WHATS_IN.matcher(rest).matches() && !where.folders().isEmpty();
        if (!onlyFolder || (!named && !what)) {
            return Optional.empty();
        }
        boolean deep = phrase.text()
                .matches("(?is).*\\b(?:tree|structure|recursively|all (?:the )?files|everything|below|under)\\b.*");
        return Optional.of(new Intent.ListFolder(where.root(), deep));
    }

    private static boolean isFile(Phrase phrase, Matcher matcher) {
        String word = matcher.group("file");
        String value = phrase.value(word);
        boolean spoken = matcher.group().matches("(?is).*\\b(?:file|script|document|contents?)\\b.*");
        return PathWords.isFile(value)
                || (value.contains("/") && !value.endsWith("/") && !value.contains("://"))
                || (spoken && phrase.isQuote(word))
                || (spoken
                        && value.matches("[\\w.-]+")
                        && !Languages.isExtension(value)
                        && matcher.group()
                                .matches("(?is).*\\b(?:file|script|document)\\s+(?:called\\s+|named\\s+)?\\S+$"));
    }

    private static String path(Phrase phrase, Matcher matcher) {
        return PathWords.tidy(phrase.value(matcher.group("file")));
    }

    private static int number(String words, int otherwise) {
        return switch (words.toLowerCase(java.util.Locale.ROOT)) {
            case "" -> otherwise;
            case "ten" -> 10;
            case "five", "few" -> 5;
            case "twenty" -> 20;
            default -> Math.max(1, Integer.parseInt(words.substring(0, Math.min(7, words.length()))));
        };
    }
}
