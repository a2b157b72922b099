package dev.writ.cli.reference;

import dev.writ.cli.TestingCommandLine;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import picocli.CommandLine;
import picocli.CommandLine.Help;
import picocli.CommandLine.Help.Ansi;
import picocli.CommandLine.Model.ArgSpec;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Model.OptionSpec;

/** {@code cli.md}: every command with its operands and options, of what {@code --help} says. */
final class CommandPage {
    private static final int WIDTH = 100;
    /** Said once. */
    private static final Set<String> EVERYWHERE =
            Set.of("--help", "--version", "--data", "--config", "--server", "--output", "--no-input", "--no-color");

    private CommandPage() {}

    static String text() {
        CommandLine writ = TestingCommandLine.get();
        Markdown page = Markdown.page(
                "Commands",
                "What `--help` says of each. How they work together is told in [the command line](../cli.md), their exit codes"
                        + " are [here](errors.md#exit-codes).");
        page.heading(2, "Options of most commands")
                .table(
                        List.of("option", "meaning"),
                        writ.getSubcommands().get("run").getCommandSpec().options().stream()
                                .filter(CommandPage::isEverywhere)
                                .sorted((one, other) -> one.longestName().compareTo(other.longestName()))
                                .map(CommandPage::row)
                                .toList());
        each(writ, page);
        return page.toString();
    }

    private static void each(CommandLine parent, Markdown page) {
        for (CommandLine command : parent.getSubcommands().values()) {
            CommandSpec spec = command.getCommandSpec();
            if (!spec.usageMessage().hidden()) {
                describe(spec, page);
                each(command, page);
            }
        }
    }

    private static void describe(CommandSpec spec, Markdown page) {
        page.heading(2, spec.qualifiedName())
                .paragraph(words(spec.usageMessage().description()));
        if (!spec.subcommands().isEmpty()) {
            page.paragraph("Its commands: "
                    + Markdown.codes(spec.subcommands().values().stream()
                            .filter(one -> !one.getCommandSpec().usageMessage().hidden())
                            .map(CommandLine::getCommandName))
                    + ".");
        }
        spec.usageMessage().width(WIDTH);
        page.block("text", new Help(spec, Help.defaultColorScheme(Ansi.OFF)).synopsis(0));
        page.table(
                List.of("operand or option", "meaning"),
                Stream.<ArgSpec>concat(
                                spec.positionalParameters().stream(),
                                spec.options().stream()
                                        .filter(option -> !isEverywhere(option))
                                        .sorted((one, other) ->
                                                one.longestName().compareTo(other.longestName())))
                        .filter(argument -> !argument.hidden())
                        .map(CommandPage::row)
                        .toList());
        page.paragraph(words(spec.usageMessage().footer()));
    }

    private static boolean isEverywhere(OptionSpec option) {
        return EVERYWHERE.contains(option.longestName());
    }

    private static List<String> row(ArgSpec argument) {
        String label = argument.arity().max() == 0 ? "" : argument.paramLabel();
        List<String> names = new ArrayList<>();
        if (argument instanceof OptionSpec option) {
            Arrays.stream(option.names())
                    .map(name -> Markdown.code(label.isEmpty() ? name : name + " " + label))
                    .forEach(names::add);
        } else {
            names.add(Markdown.code(label));
        }
        return List.of(String.join(", ", names), words(argument.description()));
    }

    private static String words(String[] lines) {
        return Arrays.stream(lines)
                .map(String::strip)
                .collect(Collectors.joining(" "))
                .replace("%n", " ");
    }
}
