package dev.writ.model.playbook.repair;

import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Something that was opened and not closed, where it is certain what is missing: fi, done, quotes, brackets, colons. */
final class MissingEnd implements FixRule {
    private static final Pattern END_OF_FILE =
            Pattern.compile("syntax error: unexpected end of file|end of file unexpected");
    private static final Pattern SHELL_QUOTE =
            Pattern.compile("line (?<line>\\d+): unexpected EOF while looking for matching [`'](?<quote>[\"'])'");
    private static final Pattern PYTHON_QUOTE =
            Pattern.compile("SyntaxError: (?:unterminated string literal|EOL while scanning string literal)");
    private static final Pattern PYTHON_BRACKET = Pattern.compile("SyntaxError: '(?<open>[(\\[{])' was never closed");
    private static final Pattern PYTHON_COLON = Pattern.compile("SyntaxError: expected ':'");
    private static final Pattern SEMICOLON = Pattern.compile(
            "error: (?:';' expected|expected '?;'?|expected \u2018;\u2019)|expected [\u2018'];[\u2019'] ");
    private static final Pattern TEST_BRACKET = Pattern.compile("\\[: missing [`']\\]'");
    private static final Pattern SEPARATOR = Pattern.compile("\\*\\*\\* missing separator");

    @Override
    public Optional<Fix> propose(Trouble trouble) {
        if (trouble.content().isEmpty()) {
            return Optional.empty();
        }
        if (trouble.find(END_OF_FILE).find()) {
            return block(trouble);
        }
        Matcher quote = trouble.find(SHELL_QUOTE);
        if (quote.find()) {
            int number = Integer.parseInt(quote.group("line"));
            return number > trouble.lines().size()
                    ? Optional.empty()
                    : change(
                            trouble,
                            number,
                            closed(
                                    trouble.lines().get(number - 1),
                                    quote.group("quote").charAt(0)),
                            "A quote is not closed.",
                            "Closes the quote");
        }
        if (trouble.at().isEmpty()) {
            return Optional.empty();
        }
        Matcher bracket = trouble.find(PYTHON_BRACKET);
        if (trouble.find(PYTHON_QUOTE).find()) {
            char mark = trouble.at().chars().filter(c -> c == '"').count() % 2 == 1 ? '"' : '\'';
            return change(
                    trouble,
                    trouble.line(),
                    closed(trouble.at(), mark),
                    "A string is not closed.",
                    "Closes the string");
        }
        if (bracket.find()) {
            String end =
                    switch (bracket.group("open").charAt(0)) {
                        case '(' -> ")";
                        case '[' -> "]";
                        default -> "}";
                    };
            String line = trouble.at().stripTrailing();
            String with = line.endsWith(":") ? line.substring(0, line.length() - 1) + end + ":" : line + end;
            return change(trouble, trouble.line(), with, "A bracket is not closed.", "Closes the bracket");
        }
        if (trouble.find(PYTHON_COLON).find()) {
            return change(
                    trouble,
                    trouble.line(),
                    trouble.at().stripTrailing() + ":",
                    "A colon is missing.",
                    "Adds the colon");
        }
        if (trouble.find(SEMICOLON).find() && !trouble.at().stripTrailing().endsWith(";")) {
            return change(
                    trouble,
                    trouble.line(),
                    trouble.at().stripTrailing() + ";",
                    "A semicolon is missing.",
                    "Adds the semicolon");
        }
        if (trouble.find(TEST_BRACKET).find()) {
            String line = trouble.at().replaceFirst("(\\[ [^\\];]*[^\\s\\];])\\s*(;|$)", "$1 ]$2");
            return change(trouble, trouble.line(), line, "A test is not closed by ].", "Closes the test");
        }
        if (trouble.find(SEPARATOR).find()) {
            String line = trouble.at().replaceFirst("^ +", "\t");
            return change(
                    trouble,
                    trouble.line(),
                    line,
                    "A recipe line of a makefile must begin with a tab, not with spaces.",
                    "Begins the line with a tab");
        }
        return Optional.empty();
    }

    private static Optional<Fix> block(Trouble trouble) {
        String code = trouble.content().replaceAll("(?m)(?:^|\\s)#.*$", "");
        int ifs = count(code, "(?m)(?:^|[;&|]|\\bthen\\b|\\belse\\b|\\bdo\\b)\\s*if\\b")
                - count(code, "(?m)(?:^|;)\\s*fi\\b");
        int loops = count(code, "(?m)(?:^|;|\\s)do\\b") - count(code, "(?m)(?:^|;)\\s*done\\b");
        int cases = count(code, "(?m)^\\s*case\\b") - count(code, "(?m)(?:^|;)\\s*esac\\b");
        int braces = count(code, "(?m)\\{\\s*$") - count(code, "(?m)^\\s*\\}");
        if (ifs + loops + cases + braces != 1 || Math.min(Math.min(ifs, loops), Math.min(cases, braces)) < 0) {
            return Optional.empty();
        }
        String end = ifs == 1 ? "fi" : loops == 1 ? "done" : cases == 1 ? "esac" : "}";
        String content = trouble.content();
        return Optional.of(new Fix.Change(
                "A block is opened and never closed: `" + end + "` is missing.",
                trouble.path(),
                content,
                content + (content.endsWith("\n") ? "" : "\n") + end + "\n",
                "Adds `" + end + "` at the end."));
    }

    private static int count(String text, String regex) {
        return (int) Pattern.compile(regex).matcher(text).results().count();
    }

    /** The quote goes to the end of the line, or before the bracket that closes the call around it. */
    private static String closed(String line, char mark) {
        String plain = line.stripTrailing();
        int open = plain.lastIndexOf(mark);
        boolean call = plain.endsWith(")")
                && open > 0
                && plain.substring(0, open).chars().filter(c -> c == '(').count()
                        > plain.substring(0, open).chars().filter(c -> c == ')').count();
        return call ? plain.substring(0, plain.length() - 1) + mark + ")" : plain + mark;
    }

    private static Optional<Fix> change(Trouble trouble, int number, String line, String cause, String what) {
        return line.equals(trouble.lines().get(number - 1))
                ? Optional.empty()
                : Optional.of(new Fix.Change(
                        cause,
                        trouble.path(),
                        trouble.content(),
                        trouble.withLine(number, line),
                        what + " in line " + number + "."));
    }
}
