package dev.writ.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import picocli.CommandLine;

/** A wrong command line is answered with one message, a code and the way to the right one. */
class CommandLineTest {
    @TempDir
    Path data;

    private record Ran(int exitCode, String err) {}

    private static Ran run(List<String> arguments) {
        StringWriter err = new StringWriter();
        String[] words = arguments.toArray(String[]::new);
        int exitCode =
                Main.commandLine(words).setErr(new PrintWriter(err, true)).execute(words);
        return new Ran(exitCode, err.toString());
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '"',
            value = {
                "frob | There is no command 'writ frob'.",
                "task frob | There is no command 'writ task frob'.",
                "task ls extra | 'writ task ls' does not take 'extra'.",
                "task ls --frob | 'writ task ls' does not take '--frob'.",
                "run | Missing required parameter: 'REQUEST'.",
                "events ls --limit many | Invalid value for option '--limit': 'many' is not an int.",
                "approvals deny approval_1 | Missing required option: '--reason=<reason>'.",
                "policy replay | Missing required option: '--with=FILE'.",
                "task | Missing required subcommand."
            })
    void whatIsWrongIsSaidInOneSentence(String arguments, String sentence) {
        Ran ran = run(List.of(arguments.split(" ")));
        assertThat(ran.exitCode()).isEqualTo(ExitCode.USAGE);
        assertThat(ran.err()).startsWith("writ: " + sentence).contains("--help. [invalid_arguments]");
        assertThat(ran.err().lines()).hasSizeLessThanOrEqualTo(4);
    }

    @Test
    void everyOptionIsDescribed() {
        everyCommand(Main.commandLine())
                .forEach(command -> command.getCommandSpec()
                        .options()
                        .forEach(option -> assertThat(option.description())
                                .as(command.getCommandSpec().qualifiedName() + " " + option.longestName())
                                .isNotEmpty()));
    }

    @Test
    void aCommandThatIsReadAloneIsTheSame() {
        Main.commandLine().getSubcommands().forEach((name, among) -> {
            CommandLine line = Main.commandLine(new String[] {name});
            assertThat(line.getSubcommands()).containsOnlyKeys(name);
            assertThat(everyCommand(line.getSubcommands().get(name))
                            .map(CommandLine::getUsageMessage)
                            .toList())
                    .isEqualTo(everyCommand(among)
                            .map(CommandLine::getUsageMessage)
                            .toList());
        });
    }

    private static java.util.stream.Stream<CommandLine> everyCommand(CommandLine line) {
        return java.util.stream.Stream.concat(
                java.util.stream.Stream.of(line),
                line.getSubcommands().values().stream().flatMap(CommandLineTest::everyCommand));
    }
}
