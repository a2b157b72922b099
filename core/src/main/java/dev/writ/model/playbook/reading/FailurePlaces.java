package dev.writ.model.playbook.reading;

import java.util.ArrayList;
import java.util.List;
import java.util.function.Function;
import java.util.regex.MatchResult;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Finds in a program's output what failed and where, for the common forms of compilers, interpreters and test runners. */
public final class FailurePlaces {
    private static final String FILE = "(?:[A-Za-z]:)?[\\w@.+~/\\\\ -]*[\\w@+~-]+(?:\\.[A-Za-z]\\w{0,10})?";
    private static final String WITH_EXTENSION = "[\\w@.+~/-]*[\\w@+~-]\\.[A-Za-z]\\w{0,10}";

    private FailurePlaces() {}

    /**
     * One thing that failed.
     *
     * @param path as printed, made relative to the working folder where it was below it; "" when none was printed
     * @param line 0 when none was printed
     */
    public record Place(String path, int line, int column, String message, boolean warning) {
        /** {@code path:line}, as far as known. */
        public String place() {
            return path.isEmpty() ? "" : line > 0 ? path + ":" + line : path;
        }
    }

    private record Form(Pattern pattern, Function<MatchResult, Place> read) {}

    private static Form form(String regex, Function<MatchResult, Place> read) {
        return new Form(Pattern.compile(regex, Pattern.MULTILINE), read);
    }

    private static final List<Form> FORMS = List.of(
            // Maven's form of javac: [ERROR] /path/File.java:[12,5] message
            form(
                    "^\\[(ERROR|WARNING)\\]\\s+(/?" + WITH_EXTENSION + "):\\[(\\d+)(?:,(\\d+))?\\]\\s*(.+)$",
                    m -> new Place(
                            m.group(2),
                            number(m.group(3)),
                            number(m.group(4)),
                            m.group(5),
                            m.group(1).equals("WARNING"))),
            // rustc: error[E0425]: message / --> src/main.rs:3:5
            form(
                    "^(error|warning)(?:\\[\\w+\\])?: (.+)\\n\\s*--> (" + WITH_EXTENSION + "):(\\d+):(\\d+)",
                    m -> new Place(
                            m.group(3),
                            number(m.group(4)),
                            number(m.group(5)),
                            m.group(2),
                            m.group(1).equals("warning"))),
            // panic of Rust: thread 'main' panicked at src/main.rs:3:5:
            form(
                    "panicked at (?:'(.*)', )?(" + WITH_EXTENSION + "):(\\d+):(\\d+):?(?:\\n(.*))?",
                    m -> new Place(
                            m.group(2),
                            number(m.group(3)),
                            number(m.group(4)),
                            "panic: " + (m.group(1) == null ? text(m.group(5)) : m.group(1)),
                            false)),
            // tsc: src/a.ts(3,5): error TS2304: message
            form(
                    "^(" + WITH_EXTENSION + ")\\((\\d+),(\\d+)\\): (error|warning) (.+)$",
                    m -> new Place(
                            m.group(1),
                            number(m.group(2)),
                            number(m.group(3)),
                            m.group(5),
                            m.group(4).equals("warning"))),
            // gcc, clang, javac, tsc pretty, go: file:line[:col]: [fatal ][error|warning]: message
            form(
                    "^(?:\\./)?(" + WITH_EXTENSION
                            + "|[Mm]akefile|[Dd]ockerfile):(\\d+)(?::(\\d+))?:\\s*(?:(fatal error|error|warning|note|Error|Warning)\\s*:?\\s*)?(\\S.*)$",
                    FailurePlaces::compiler),
            // tsc pretty: src/a.ts:3:5 - error TS2304: message
            form(
                    "^(" + WITH_EXTENSION + "):(\\d+):(\\d+) - (error|warning) (.+)$",
                    m -> new Place(
                            m.group(1),
                            number(m.group(2)),
                            number(m.group(3)),
                            m.group(5),
                            m.group(4).equals("warning"))),
            // bash: ./x.sh: line 3: foo: command not found; dash: ./x.sh: 3: foo: not found
            form(
                    "^(?:/?\\w*sh: )?(?:\\./)?(" + FILE + "): (?:line )?(\\d+): (.+)$",
                    m -> new Place(m.group(1).strip(), number(m.group(2)), 0, m.group(3), false)),
            // perl, ruby
            form(
                    "^(.+) at (" + WITH_EXTENSION + ") line (\\d+)\\b",
                    m -> new Place(m.group(2), number(m.group(3)), 0, m.group(1), false)),
            // PHP
            form(
                    "^(?:PHP )?(?:Fatal|Parse|Warning).*?: (.+) in (" + WITH_EXTENSION + ")(?: on line |:)(\\d+)",
                    m -> new Place(m.group(2), number(m.group(3)), 0, m.group(1), false)),
            // make
            form(
                    "^g?make(?:\\[\\d+\\])?: \\*\\*\\* \\[(" + FILE + "):(\\d+): (.+?)\\] (Error \\d+.*)$",
                    m -> new Place(
                            m.group(1), number(m.group(2)), 0, "make target " + m.group(3) + ": " + m.group(4), false)),
            form(
                    "^(" + FILE + "):(\\d+): \\*\\*\\* (.+)$",
                    m -> new Place(m.group(1), number(m.group(2)), 0, m.group(3), false)));

    private static Place compiler(MatchResult m) {
        String kind = m.group(4) == null ? "" : m.group(4).toLowerCase(java.util.Locale.ROOT);
        return new Place(
                m.group(1),
                number(m.group(2)),
                number(m.group(3)),
                m.group(5).strip(),
                kind.equals("warning") || kind.equals("note"));
    }

    /**
     * Everything that failed, the most telling first.
     *
     * @param cwd the working folder inside the workspace, "" for its root: printed paths are relative to it
     */
    public static List<Place> find(String stdout, String stderr, String cwd) {
        List<Place> places = new ArrayList<>();
        for (String output : List.of(stderr, stdout)) {
            String plain = output.replace("\r\n", "\n").replaceAll("\\u001B\\[[0-9;]*[A-Za-z]", "");
            places.addAll(StackTraces.find(plain));
            for (Form form : FORMS) {
                Matcher matcher = form.pattern.matcher(plain);
                while (matcher.find() && places.size() < 200) {
                    places.add(form.read.apply(matcher.toMatchResult()));
                }
            }
            places.addAll(TestReports.find(plain));
        }
        List<Place> real = places.stream()
                .map(place -> new Place(
                        relative(place.path(), cwd),
                        place.line(),
                        place.column(),
                        place.message().strip(),
                        place.warning()))
                .filter(place -> !place.message().startsWith("In function")
                        && !place.message().startsWith("In file included"))
                .toList();
        List<Place> distinct = new ArrayList<>();
        for (Place place : real) {
            boolean known = distinct.stream()
                    .anyMatch(other -> other.path().equals(place.path())
                            && other.line() == place.line()
                            && (place.line() > 0 || other.message().equals(place.message())));
            if (!known) {
                distinct.add(place);
            }
        }
        List<Place> errors = distinct.stream().filter(place -> !place.warning()).toList();
        return errors.isEmpty() ? List.copyOf(distinct) : errors;
    }

    private static String relative(String printed, String cwd) {
        String path = printed.strip().replaceFirst("^file://", "");
        for (String root : List.of("/workspace/", "./")) {
            if (path.startsWith(root)) {
                return path.substring(root.length());
            }
        }
        return path.startsWith("/") || cwd.isEmpty() || path.isEmpty() ? path : cwd + "/" + path;
    }

    static int number(String digits) {
        return digits == null || digits.isEmpty()
                ? 0
                : Integer.parseInt(digits.substring(0, Math.min(8, digits.length())));
    }

    static String text(String text) {
        return text == null ? "" : text;
    }
}
