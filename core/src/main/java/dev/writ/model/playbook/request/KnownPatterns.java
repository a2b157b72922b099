package dev.writ.model.playbook.request;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Things people look for that have a well-known form. */
public final class KnownPatterns {
    /** Notes that something is still to be done. */
    public static final String MARKERS = "\\b(TODO|FIXME|XXX|HACK)\\b";

    private static final Pattern MARKER_WORDS = Pattern.compile(
            "(?i)(?:open\\s+)?(?:todo|fixme|xxx|hack)(?:'?s)?(?:\\s+(?:comments?|markers?|items?|notes?|tags?|lines?))?");

    private KnownPatterns() {}

    /**
     * @param name for people
     * @param regex what to search for
     */
    record Known(String name, String regex, boolean ignoreCase) {}

    static Optional<Known> of(String words) {
        String plain = words.strip().toLowerCase(Locale.ROOT).replaceAll("^(?:all|any|the|open)\\s+", "");
        Optional<Known> markers = markers(plain);
        if (markers.isPresent()) {
            return markers;
        }
        if (plain.matches(
                "(?:open\\s+)?markers?|(?:open\\s+|unfinished\\s+)(?:tasks?|work|items?|notes?)|things to do|to-?dos?")) {
            return Optional.of(new Known("TODO, FIXME, XXX and HACK markers", MARKERS, false));
        }
        if (plain.matches(
                "(?:hard-?\\s?coded |plain[- ]?text |leaked )?(?:passwords?|secrets?|credentials?|api[- ]?keys?)(?: or \\w+| and \\w+)?")) {
            return Optional.of(new Known(
                    "assignments that look like secrets",
                    "(password|passwd|secret|api[_-]?key|access[_-]?key|token)[\"']?\\s*[:=]\\s*[\"']?[^\\s\"']{4,}",
                    true));
        }
        if (plain.matches("(?:web )?(?:urls?|links|web addresses)")) {
            return Optional.of(new Known("URLs", "https?://[^\\s\"'<>)]+", false));
        }
        if (plain.matches("e-?mail addresses|e-?mails")) {
            return Optional.of(new Known("e-mail addresses", "[\\w.+-]+@[\\w-]+\\.[\\w.-]+", false));
        }
        if (plain.matches("ip addresses|ips")) {
            return Optional.of(new Known("IP addresses", "\\b\\d{1,3}\\.\\d{1,3}\\.\\d{1,3}\\.\\d{1,3}\\b", false));
        }
        if (plain.matches("(?:debug )?print(?:s| statements?)")) {
            return Optional.of(new Known(
                    "print statements",
                    "\\bprint(f|ln)?\\s*\\(|console\\.log\\(|System\\.out\\.print|fmt\\.Print",
                    false));
        }
        if (plain.matches("errors?|error (?:messages?|lines?)")) {
            return Optional.of(new Known("lines that speak of an error", "\\b(error|exception|fatal)\\b", true));
        }
        if (plain.matches("warnings?")) {
            return Optional.of(new Known("lines that speak of a warning", "\\bwarn(ing)?\\b", true));
        }
        return Optional.empty();
    }

    private static Optional<Known> markers(String plain) {
        List<String> names = new ArrayList<>();
        for (String part : plain.split("\\s*(?:,\\s*(?:and\\s+|or\\s+)?|/|\\s+and\\s+|\\s+or\\s+|\\s*&\\s*)\\s*", -1)) {
            if (!MARKER_WORDS.matcher(part).matches()) {
                return Optional.empty();
            }
            Matcher name = Pattern.compile("(?i)todo|fixme|xxx|hack").matcher(part);
            if (name.find()) {
                names.add(name.group().toUpperCase(Locale.ROOT));
            }
        }
        return Optional.of(new Known(
                String.join(", ", names) + (names.size() == 1 ? " markers" : ""),
                "\\b(" + String.join("|", names) + ")\\b",
                false));
    }

    /** A literal as a regular expression that any engine understands. */
    public static String escape(String literal) {
        return literal.replaceAll("([\\\\.\\[\\]{}()*+?^$|])", "\\\\$1");
    }
}
