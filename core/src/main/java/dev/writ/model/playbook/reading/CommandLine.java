package dev.writ.model.playbook.reading;

import java.util.ArrayList;
import java.util.List;
import java.util.Set;

/** A typed command line, split into arguments as a shell would, without anything else a shell does. */
public sealed interface CommandLine {
    /** @param cwd from a leading {@code cd FOLDER &&}; "" without one */
    record Parsed(List<String> argv, String cwd) implements CommandLine {}

    /** @param reason what stands in the way, as a sentence */
    record NeedsShell(String reason) implements CommandLine {}

    Set<String> TAKES_PATTERNS = Set.of("find", "grep", "rg", "git", "sed", "awk", "expr");

    static CommandLine parse(String line) {
        List<String> argv = new ArrayList<>();
        StringBuilder word = new StringBuilder();
        boolean inWord = false;
        boolean pattern = false;
        char quote = 0;
        for (int i = 0; i < line.length(); i++) {
            char c = line.charAt(i);
            if (quote == '\'' || quote == '"') {
                if (c == quote) {
                    quote = 0;
                } else if (quote == '"'
                        && c == '\\'
                        && i + 1 < line.length()
                        && "\"\\$`".indexOf(line.charAt(i + 1)) >= 0) {
                    word.append(line.charAt(++i));
                } else if (quote == '"'
                        && (c == '`' || (c == '$' && i + 1 < line.length() && isName(line.charAt(i + 1))))) {
                    return new NeedsShell(explain("`" + c + "`"));
                } else {
                    word.append(c);
                }
            } else if (c == '\'' || c == '"') {
                quote = c;
                inWord = true;
            } else if (c == '\\' && i + 1 < line.length()) {
                word.append(line.charAt(++i));
                inWord = true;
            } else if (Character.isWhitespace(c) && c != '\n') {
                if (inWord) {
                    argv.add(word.toString());
                }
                word.setLength(0);
                inWord = false;
            } else if (c == '&'
                    && line.startsWith("&&", i)
                    && argv.size() == 2
                    && argv.getFirst().equals("cd")
                    && !inWord) {
                return parse(line.substring(i + 2)) instanceof Parsed rest
                                && rest.cwd().isEmpty()
                        ? new Parsed(rest.argv(), argv.get(1))
                        : new NeedsShell(explain("`&&`"));
            } else if ("|&;<>`\n".indexOf(c) >= 0) {
                return new NeedsShell(explain(c == '\n' ? "a line break" : "`" + operator(line, i) + "`"));
            } else if (c == '$' && i + 1 < line.length() && isName(line.charAt(i + 1))) {
                return new NeedsShell(explain("`$`"));
            } else {
                pattern |= c == '*' || (c == '?' && inWord) || (c == '~' && !inWord);
                word.append(c);
                inWord = true;
            }
        }
        if (quote != 0) {
            return new NeedsShell("The command line has an opening " + quote + " without a closing one.");
        }
        if (inWord) {
            argv.add(word.toString());
        }
        return checked(argv, pattern);
    }

    private static CommandLine checked(List<String> argv, boolean pattern) {
        if (argv.isEmpty()) {
            return new NeedsShell("There is no command to run.");
        }
        if (argv.getFirst().matches("[A-Za-z_]\\w*=.*")) {
            return new NeedsShell("Commands run without a shell, so `" + argv.getFirst()
                    + "` can't set a variable; put it in a script in the workspace and run that.");
        }
        if (argv.contains("*") || argv.contains("**") || (pattern && !TAKES_PATTERNS.contains(argv.getFirst()))) {
            return new NeedsShell(
                    "Commands run without a shell, so patterns like `*` are not expanded; name the files.");
        }
        return new Parsed(List.copyOf(argv), "");
    }

    private static boolean isName(char c) {
        return Character.isLetterOrDigit(c) || c == '_' || c == '(' || c == '{' || c == '?';
    }

    private static String operator(String line, int at) {
        char c = line.charAt(at);
        boolean twice = at + 1 < line.length() && line.charAt(at + 1) == c;
        return twice ? "" + c + c : "" + c;
    }

    private static String explain(String what) {
        return "Commands run without a shell, so " + what
                + " has no meaning there; put the line in a script in the workspace and ask to run that,"
                + " or ask for one plain command.";
    }
}
