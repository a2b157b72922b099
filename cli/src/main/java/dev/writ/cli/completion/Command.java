package dev.writ.cli.completion;

import dev.writ.cli.completion.Wanted.File;
import dev.writ.cli.completion.Wanted.Folder;
import dev.writ.cli.completion.Wanted.Known;
import dev.writ.cli.completion.Wanted.OneOf;
import dev.writ.cli.completion.Wanted.Text;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import picocli.CommandLine;
import picocli.CommandLine.Model.ArgSpec;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Model.OptionSpec;

/**
 * A command as shells complete it.
 *
 * @param path its name with those of the commands above it, for instance {@code writ task get}
 * @param first what its first operand is
 */
record Command(String path, String about, List<String> below, List<Option> options, Wanted first) {
    private static final Set<String> KINDS = Set.of(
            "task",
            "approvals",
            "grants",
            "token",
            "user",
            "policy",
            "improve",
            "incidents",
            "agents",
            "tools",
            "processes",
            "documents",
            "servers");

    /** An option; {@code value} is what follows it, if something does. */
    record Option(List<String> names, String about, boolean takesValue, Wanted value) {}

    /** This one and all below it, those that are hidden left out. */
    static List<Command> all(CommandLine line) {
        List<Command> all = new ArrayList<>();
        CommandSpec spec = line.getCommandSpec();
        List<CommandLine> below = line.getSubcommands().values().stream()
                .filter(one -> !one.getCommandSpec().usageMessage().hidden())
                .distinct()
                .toList();
        all.add(new Command(
                spec.qualifiedName(),
                sentence(spec.usageMessage().description()),
                below.stream().map(CommandLine::getCommandName).toList(),
                spec.options().stream()
                        .filter(option -> !option.hidden())
                        .map(Command::option)
                        .toList(),
                first(spec)));
        below.forEach(one -> all.addAll(all(one)));
        return all;
    }

    private static Option option(OptionSpec option) {
        boolean takes = option.arity().max() > 0;
        return new Option(List.of(option.names()), sentence(option.description()), takes, value(option));
    }

    private static Wanted value(OptionSpec option) {
        return switch (option.longestName()) {
            case "--output" -> new OneOf(List.of("table", "json", "ndjson"));
            case "--allow" -> new OneOf(List.of("edit", "run", "commit"));
            case "--task", "--tree" -> new Known("task");
            case "--agent" -> new Known("agents");
            default -> labelled(option);
        };
    }

    private static Wanted labelled(ArgSpec argument) {
        return switch (argument.paramLabel()) {
            case "DIR" -> new Folder();
            case "FILE" -> new File();
            default -> new Text();
        };
    }

    private static Wanted first(CommandSpec spec) {
        if (spec.positionalParameters().isEmpty()) {
            return new Text();
        }
        ArgSpec operand = spec.positionalParameters().getFirst();
        String above = spec.parent() == null ? "" : spec.parent().name();
        return switch (operand.paramLabel()) {
            case "ID", "NAME" -> KINDS.contains(above) ? new Known(above) : new Text();
            case "TASK" -> new Known("task");
            case "SHELL" -> new OneOf(List.of("bash", "zsh", "fish"));
            case "CLIENT" ->
                operand.completionCandidates() == null ? new Text() : words(operand.completionCandidates());
            default -> labelled(operand);
        };
    }

    private static Wanted words(Iterable<String> candidates) {
        List<String> words = new ArrayList<>();
        candidates.forEach(words::add);
        return new OneOf(words);
    }

    private static String sentence(String[] lines) {
        return lines.length == 0 ? "" : lines[0].replaceAll("\\s+", " ");
    }
}
