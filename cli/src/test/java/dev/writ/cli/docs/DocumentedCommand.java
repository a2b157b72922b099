package dev.writ.cli.docs;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import picocli.CommandLine;

/**
 * A command of Writ as documents write it: words of a shell with places for values ({@code ID}), parts that may be left out
 * ({@code [--step N]}), and others to choose from ({@code task ls | get ID}).
 */
record DocumentedCommand(List<String> words) {
    /** What stands for a value of a type that not every word is. */
    private static final Map<String, String> VALUES = Map.of("N", "1", "SEQ", "1", "ROLE", "viewer");

    private static final List<String> ENDS = List.of("|", ">", "<", "&&", ";", "&");

    /** The commands in a line; none where there is no {@code writ} in it. */
    static List<DocumentedCommand> in(String line, CommandLine writ) {
        List<List<String>> groups = groups(shellWords(line));
        if (groups.isEmpty()) {
            return List.of();
        }
        List<String> first = groups.getFirst();
        List<String> parent = path(first, writ);
        List<DocumentedCommand> commands = new ArrayList<>(List.of(new DocumentedCommand(first)));
        List<String> around = parent.subList(0, Math.max(0, parent.size() - 1));
        CommandLine above = at(around, writ);
        for (List<String> other : groups.subList(1, groups.size())) {
            // What is no command there is another program, to which the output goes.
            if (!other.isEmpty() && above.getSubcommands().containsKey(other.getFirst())) {
                commands.add(new DocumentedCommand(
                        Stream.concat(around.stream(), other.stream()).toList()));
            }
        }
        return commands.stream().flatMap(DocumentedCommand::choices).toList();
    }

    /** One command for each word of a choice such as {@code bash|zsh|fish}. */
    private Stream<DocumentedCommand> choices() {
        List<List<String>> all = List.of(List.of());
        for (String word : words) {
            List<String> choices = word.matches("[a-z]+(\\|[a-z]+)+") ? List.of(word.split("\\|")) : List.of(word);
            all = all.stream()
                    .flatMap(before -> choices.stream()
                            .map(choice -> Stream.concat(before.stream(), Stream.of(choice))
                                    .toList()))
                    .toList();
        }
        return all.stream().map(DocumentedCommand::new);
    }

    /** As the command line gets it: with a value in each place for one. */
    List<String> arguments() {
        return words.stream()
                .map(word -> word.replaceAll("^\\[+|]+$", ""))
                .filter(word -> !word.equals("…") && !word.isEmpty())
                .map(word -> VALUES.getOrDefault(word, word))
                .toList();
    }

    private static List<String> path(List<String> words, CommandLine writ) {
        CommandLine here = writ;
        List<String> path = new ArrayList<>();
        for (String word : words) {
            if (!here.getSubcommands().containsKey(word)) {
                break;
            }
            here = here.getSubcommands().get(word);
            path.add(word);
        }
        return path;
    }

    private static CommandLine at(List<String> path, CommandLine writ) {
        CommandLine here = writ;
        for (String word : path) {
            here = here.getSubcommands().get(word);
        }
        return here;
    }

    /** What stands after {@code writ}, divided where a shell or a reader of a choice divides. */
    private static List<List<String>> groups(List<String> words) {
        List<List<String>> groups = new ArrayList<>();
        boolean writ = false;
        boolean ended = false;
        for (String word : words) {
            if (!writ && word.matches("[A-Z]{3,}")) {
                // A statement of SQL, in which writ is a name.
                return List.of();
            }
            if (!writ) {
                writ = word.equals("writ") || word.equals("./writ");
                if (writ) {
                    groups.add(new ArrayList<>());
                }
            } else if (word.equals("|") && !ended) {
                groups.add(new ArrayList<>());
            } else if (ENDS.contains(word)) {
                ended = true;
            } else if (!ended) {
                groups.getLast().add(word);
            }
        }
        return groups;
    }

    private static List<String> shellWords(String line) {
        List<String> words = new ArrayList<>();
        StringBuilder word = new StringBuilder();
        boolean begun = false;
        char quote = 0;
        for (char c : line.replace("<(", " ").replaceAll("\\)\\s*(#.*)?$", " ").toCharArray()) {
            if (quote != 0) {
                if (c == quote) {
                    quote = 0;
                } else {
                    word.append(c);
                }
            } else if (c == '"' || c == '\'') {
                quote = c;
                begun = true;
            } else if (c == '#' && !begun) {
                break;
            } else if (Character.isWhitespace(c)) {
                if (begun) {
                    words.add(word.toString());
                }
                word.setLength(0);
                begun = false;
            } else {
                word.append(c);
                begun = true;
            }
        }
        if (begun) {
            words.add(word.toString());
        }
        return words;
    }
}
