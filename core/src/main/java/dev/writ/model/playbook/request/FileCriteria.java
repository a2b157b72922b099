package dev.writ.model.playbook.request;

import static dev.writ.model.playbook.request.Patterns.Q;

import dev.writ.model.playbook.reading.Languages;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Reads a description of files: "Python files larger than 10 KB whose name contains test". */
final class FileCriteria {
    private static final String NAME = "(?<v>" + Q + "|[^\\s,;]+)";
    private static final Pattern SIZE = Patterns.of(
            "\\b(?:(?:that|which)\\s+)?(?:(?:are|is|of|with a size|size|whose size is)\\s+)*(?<than>larger|bigger|greater|more|over|above|exceeding|at least|smaller|less|under|below|at most|up to)\\s+(?:than\\s+|in size than\\s+)?"
                    + "(?<n>\\d+(?:[.,]\\d+)?)\\s*(?<u>bytes?|b|k|kb|kib|kilobytes?|m|mb|mib|megabytes?|g|gb|gib|gigabytes?)?\\b(?:\\s+in size)?");
    private static final Pattern RANKED = Patterns.of(
            "\\b(?:top\\s+)?(?:(?<n>\\d+|two|three|five|ten)\\s+)?(?<rank>largest|biggest|smallest|heaviest)\\b(?:\\s+(?<n2>\\d+|two|three|five|ten))?");
    private static final Pattern EMPTY =
            Patterns.of("\\b(?:empty|zero[- ]byte)\\b|\\b(?:that|which)\\s+are\\s+empty\\b");
    private static final Pattern NAMED = Patterns.of(
            "\\b(?:named|called|(?:with|by|of) the (?:file\\s?)?name(?:\\s+of)?|(?:whose|with the|where the)\\s+(?:file\\s?)?names?\\s+(?:is|are|equals?|match(?:es)?)|matching|that match|like)\\s+"
                    + NAME);
    private static final Pattern NAME_HAS = Patterns.of(
            "\\b(?:whose|with|which have|that have|where the)\\s+(?:a\\s+|the\\s+)?(?:file\\s?)?names?\\s+(?:that\\s+)?(?<how>contain\\w*|includ\\w+|with|start\\w*\\s+with|begin\\w*\\s+with|end\\w*\\s+(?:with|in))\\s+"
                    + NAME + "|\\b(?:with|having)\\s+" + "(?<v2>" + Q + ")" + "\\s+in\\s+(?:their|the|its)\\s+names?");
    private static final Pattern EXTENSION = Patterns.of(
            "\\b(?:ending\\s+(?:in|with|on)|(?:that|which)\\s+end\\s+(?:in|with)|with\\s+(?:the\\s+|an?\\s+)?(?:file\\s+)?(?:extension|suffix|ending|file type)s?(?:\\s+of)?|of type|having (?:the )?extension)\\s+"
                    + NAME + "|\\bwith\\s+(?:the|an?)\\s+" + "(?<v2>\\.\\w+|" + Q + ")"
                    + "\\s+(?:extension|suffix|ending)");
    private static final Pattern FILLER = Patterns.of(
            "(?:(?:all|any|every|each|the|a|an|of|me|us|some|there|are|is|that|which|and|or|with|files?|existing|here|my|our|names?|list|top|documents?|scripts?|sources?|source|code|path|paths|location|different|in|total|we|have|do|please|where|named|called|whose|it|together|their|sizes?|its|by|size|sorted|out)(?:[\\s,.:;]+|$))*");

    private FileCriteria() {}

    static Optional<Intent> read(Phrase phrase, Where outer, boolean count) {
        String text = phrase.text().strip();
        List<String> globs = new ArrayList<>(outer.globs());
        List<String> files = new ArrayList<>(outer.files());
        long minimum = 0;
        long maximum = Long.MAX_VALUE;
        int largest = 0;
        int smallest = 0;
        boolean said = text.matches("(?is).*\\bfiles?\\b.*");

        Matcher size = SIZE.matcher(text);
        if (said && size.find()) {
            long bytes = bytes(size.group("n"), Patterns.group(size, "u"));
            if (size.group("than")
                    .toLowerCase(Locale.ROOT)
                    .matches("larger|bigger|greater|more|over|above|exceeding")) {
                minimum = bytes + 1;
            } else if (size.group("than").equalsIgnoreCase("at least")) {
                minimum = bytes;
            } else {
                maximum = size.group("than").toLowerCase(Locale.ROOT).matches("at most|up to") ? bytes : bytes - 1;
            }
            text = cut(text, size);
        }
        Matcher ranked = RANKED.matcher(text);
        if (said && ranked.find()) {
            String n = Patterns.group(ranked, "n") + Patterns.group(ranked, "n2");
            int many = n.isEmpty() ? text.matches("(?is).*\\bfile\\b.*") ? 1 : 10 : number(n);
            if (ranked.group("rank").equalsIgnoreCase("smallest")) {
                smallest = many;
            } else {
                largest = many;
            }
            text = cut(text, ranked);
        }
        Matcher empty = EMPTY.matcher(text);
        if (said && empty.find()) {
            maximum = 0;
            text = cut(text, empty);
        }
        Matcher extension = EXTENSION.matcher(text);
        if (extension.find()) {
            String value = phrase.value(first(extension, "v", "v2")).replaceFirst("^\\*", "");
            globs.add("**/*" + (value.startsWith(".") || value.startsWith("_") ? value : "." + value));
            text = cut(text, extension);
            said = true;
        }
        Matcher has = NAME_HAS.matcher(text);
        if (has.find()) {
            String value = phrase.value(first(has, "v", "v2"));
            String how = Patterns.group(has, "how").toLowerCase(Locale.ROOT);
            globs.add(
                    how.startsWith("start") || how.startsWith("begin")
                            ? "**/" + value + "*"
                            : how.startsWith("end") ? "**/*" + value : "**/*" + value + "*");
            text = cut(text, has);
            said = true;
        }
        Matcher named = NAMED.matcher(text);
        if (said && named.find()) {
            String value = phrase.value(named.group("v"));
            if (PathWords.isGlob(value)) {
                globs.add(Where.anyDepth(value));
            } else {
                files.add(PathWords.tidy(value));
            }
            text = cut(text, named);
        }
        StringBuilder rest = new StringBuilder();
        boolean onlyPaths = true;
        for (String token : text.split("\\s+", -1)) {
            String bare = token.replaceAll("[,;:?!]+$", "");
            String value = phrase.value(bare);
            boolean quoted = phrase.isQuote(bare);
            List<String> language = quoted || !said ? List.of() : extensions(bare);
            if (PathWords.isGlob(value)
                    && !PathWords.isPattern(value)
                    && (!quoted || said || value.matches("[\\w*./?-]+"))) {
                globs.add(Where.anyDepth(value));
                said = true;
            } else if (!language.isEmpty()) {
                language.forEach(each -> globs.add("**/*." + each));
            } else if (said && bare.matches("\\.[A-Za-z]\\w{0,8}")) {
                globs.add("**/*" + bare);
            } else if (said && bare.equalsIgnoreCase("test")) {
                globs.add("**/*test*");
                globs.add("**/*Test*");
            } else if (said && bare.matches("(?i)config(?:uration)?")) {
                List.of("properties", "yaml", "yml", "toml", "ini", "conf", "cfg", "json")
                        .forEach(each -> globs.add("**/*." + each));
            } else if (PathWords.isFile(value) && (!quoted || said) && onlyPaths) {
                files.add(PathWords.tidy(value));
                said = true;
            } else {
                rest.append(token).append(' ');
                onlyPaths &= FILLER.matcher(token + " ").matches();
            }
        }
        if (!said
                || (!rest.toString().isBlank()
                        && !FILLER.matcher(rest.toString().strip() + " ").matches())) {
            return Optional.empty();
        }
        Where where = outer.withGlobs(globs).withFiles(files);
        return Optional.of(new Intent.FindFiles(
                phrase.original(phrase.text()).strip(), where, minimum, maximum, largest, smallest, count));
    }

    private static String first(Matcher matcher, String one, String other) {
        String value = Patterns.group(matcher, one);
        return value.isEmpty() ? Patterns.group(matcher, other) : value;
    }

    private static List<String> extensions(String word) {
        List<String> byLanguage = Languages.extensions(word);
        return !byLanguage.isEmpty()
                ? byLanguage
                : Languages.isExtension(word) ? List.of(word.toLowerCase(Locale.ROOT)) : List.of();
    }

    private static String cut(String text, Matcher matcher) {
        return (text.substring(0, matcher.start()) + " " + text.substring(matcher.end())).strip();
    }

    private static int number(String word) {
        return switch (word.toLowerCase(Locale.ROOT)) {
            case "two" -> 2;
            case "three" -> 3;
            case "five" -> 5;
            case "ten" -> 10;
            default -> Math.max(1, Math.min(1000, Integer.parseInt(word.substring(0, Math.min(4, word.length())))));
        };
    }

    private static long bytes(String number, String unit) {
        double step = unit.toLowerCase(Locale.ROOT).endsWith("ib") ? 1_024 : 1_000;
        double factor =
                switch (unit.isEmpty() ? 'b' : Character.toLowerCase(unit.charAt(0))) {
                    case 'k' -> step;
                    case 'm' -> step * step;
                    case 'g' -> step * step * step;
                    default -> 1;
                };
        return Math.round(Double.parseDouble(number.replace(',', '.')) * factor);
    }
}
