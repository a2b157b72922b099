package dev.writ.cli.docs;

import static org.assertj.core.api.Assertions.assertThat;

import dev.writ.cli.TestingCommandLine;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import picocli.CommandLine;
import picocli.CommandLine.MissingParameterException;
import picocli.CommandLine.ParameterException;

/** Every command of Writ that a document shows is one, with options that it has. */
class DocumentedCommandsTest {
    private static final Set<String> SHELL = Set.of("", "sh", "console");
    /** What the launcher does by itself. */
    private static final Set<String> OF_THE_LAUNCHER =
            Set.of("test", "fuzz", "chaos", "conformance", "bench", "package");

    private final CommandLine writ = TestingCommandLine.get();

    private static Stream<String> lines(Path document) {
        return Stream.concat(
                Documents.blocks(document).stream()
                        .filter(block -> SHELL.contains(block.language()))
                        .flatMap(block -> block.lines().stream()),
                Documents.code(document).stream().filter(code -> code.matches("(\\./)?writ [a-z].*")));
    }

    @Test
    void every_command_in_a_document_is_read_by_the_command_line() {
        List<String> wrong = new ArrayList<>();
        int seen = 0;
        for (Path document : Documents.forUsers()) {
            for (String line : lines(document).toList()) {
                for (DocumentedCommand command : DocumentedCommand.in(line, writ)) {
                    seen++;
                    mistake(command).ifPresent(mistake -> wrong.add(document + ": " + line + ": " + mistake));
                }
            }
        }
        assertThat(wrong).isEmpty();
        assertThat(seen).isGreaterThan(120);
    }

    private java.util.Optional<String> mistake(DocumentedCommand command) {
        List<String> arguments = command.arguments();
        if (!arguments.isEmpty() && OF_THE_LAUNCHER.contains(arguments.getFirst())) {
            return java.util.Optional.empty();
        }
        try {
            writ.parseArgs(arguments.toArray(String[]::new));
            return java.util.Optional.empty();
        } catch (MissingParameterException e) {
            // Only its name is told.
            return java.util.Optional.empty();
        } catch (ParameterException e) {
            return java.util.Optional.of(String.valueOf(e.getMessage()));
        }
    }

    @Test
    void what_the_launcher_does_by_itself_is_said_in_its_head() throws IOException {
        String launcher = Files.readString(Documents.HOME.resolve("writ"));
        OF_THE_LAUNCHER.forEach(word -> assertThat(launcher).contains("#   ./writ " + word));
    }

    @Test
    void what_is_no_command_is_found() {
        assertThat(DocumentedCommand.in("./writ task ls | get ID | frob ID   # and so on", writ))
                .extracting(DocumentedCommand::arguments)
                .containsExactly(List.of("task", "ls"), List.of("task", "get", "ID"));
        assertThat(DocumentedCommand.in("./writ task frob ID", writ))
                .allSatisfy(command -> assertThat(mistake(command)).isPresent());
        assertThat(DocumentedCommand.in("writ run 'a b' --frob", writ))
                .allSatisfy(command -> assertThat(mistake(command)).isPresent());
        assertThat(DocumentedCommand.in("source <(writ completion bash|zsh)  # in a file", writ))
                .extracting(DocumentedCommand::arguments)
                .containsExactly(List.of("completion", "bash"), List.of("completion", "zsh"));
        assertThat(DocumentedCommand.in("writ audit export > log.ndjson", writ))
                .extracting(DocumentedCommand::arguments)
                .containsExactly(List.of("audit", "export"));
    }
}
