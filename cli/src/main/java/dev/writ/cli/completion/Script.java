package dev.writ.cli.completion;

import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.stream.Collectors;
import picocli.CommandLine;

/** The script for a shell. */
public final class Script {
    private Script() {}

    /**
     * As text that the shell reads; empty for a shell that is not known.
     *
     * @param shell bash, zsh or fish
     */
    public static Optional<String> of(String shell, CommandLine line) {
        List<Command> commands = Command.all(line);
        return switch (shell.toLowerCase(Locale.ROOT)) {
            case "bash" -> Optional.of(BashScript.of(commands));
            case "zsh" -> Optional.of(ZshScript.of(commands));
            case "fish" -> Optional.of(FishScript.of(commands));
            default -> Optional.empty();
        };
    }

    /** In quotes in which nothing has a meaning to bash and zsh. */
    static String quoted(String text) {
        return "'" + text.replace("'", "'\\''") + "'";
    }

    /** The paths of all commands below the first, as alternatives of a case. */
    static String paths(List<Command> commands) {
        return commands.stream().skip(1).map(command -> quoted(command.path())).collect(Collectors.joining("|"));
    }

    /** All options after which a value comes, as alternatives of a case. */
    static String withValue(List<Command> commands) {
        return String.join("|", new TreeSet<>(values(commands).keySet()));
    }

    /** What comes after the options that take a value. */
    static Map<String, Wanted> values(List<Command> commands) {
        Map<String, Wanted> values = new TreeMap<>();
        for (Command command : commands) {
            for (Command.Option option : command.options()) {
                if (option.takesValue()) {
                    option.names().forEach(name -> values.putIfAbsent(name, option.value()));
                }
            }
        }
        return values;
    }
}
