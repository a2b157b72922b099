package dev.writ.cli.completion;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.writ.cli.TestingCommandLine;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** The scripts, read and used by the shells themselves; those that are not installed are skipped. */
class CompletionTest {
    /** Stands for writ, and says with what it was called. */
    private static final String PROGRAM = """
            #!/bin/sh
            shift
            echo "id-$(echo "$*" | tr ' /:' '___')"
            """;

    @TempDir
    Path folder;

    enum Shell {
        BASH("""
                source '%s'
                COMP_LINE="$1" COMP_POINT=${#1}
                _writ
                printf '%%s\\n' "${COMPREPLY[@]}"
                """),
        /** Its own completion takes no part: what it would be told to offer is printed. */
        ZSH("""
                compdef() { : }
                _describe() { shift $(($# - 1)); print -l -- ${${(P)1}%%%%:*} }
                compadd() { shift; print -l -- "$@" }
                _files() { print -l -- *.txt }
                source '%s'
                words=(${(z)1})
                [[ $1 == *' ' ]] && words+=('')
                CURRENT=$#words
                cur=$words[CURRENT]
                _writ | grep -e "^$cur"
                """),
        FISH("""
                source '%s'
                complete -C $argv[1] | string replace -r '\\t.*' ''
                """);

        private final String use;

        Shell(String use) {
            this.use = use;
        }

        String program() {
            return name().toLowerCase(Locale.ROOT);
        }

        private List<String> command(Path script, String line) {
            String text = use.formatted(script);
            return switch (this) {
                case BASH -> List.of("bash", "--norc", "-c", text, "bash", line);
                case ZSH -> List.of("zsh", "-f", "-c", text, "zsh", line);
                case FISH -> List.of("fish", "--no-config", "-c", text, line);
            };
        }
    }

    private List<String> offered(Shell shell, String line) throws IOException, InterruptedException {
        assumeTrue(isInstalled(shell.program()), shell + " is not installed");
        Path script = folder.resolve("completion");
        Files.writeString(
                script, Script.of(shell.program(), TestingCommandLine.get()).orElseThrow());
        Path program = folder.resolve("writ");
        Files.writeString(program, PROGRAM);
        assertThat(program.toFile().setExecutable(true)).isTrue();
        Files.writeString(folder.resolve("some.txt"), "");
        ProcessBuilder builder = new ProcessBuilder(shell.command(script, line)).directory(folder.toFile());
        builder.environment().put("PATH", folder + ":" + System.getenv("PATH"));
        builder.environment().put("HOME", folder.toString());
        Process process = builder.redirectErrorStream(true).start();
        process.getOutputStream().close();
        String out = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        assertThat(process.waitFor(20, TimeUnit.SECONDS)).isTrue();
        return out.lines().filter(text -> !text.isBlank()).toList();
    }

    private static boolean isInstalled(String program) {
        return List.of(System.getenv("PATH").split(":")).stream()
                .anyMatch(folder -> Files.isExecutable(Path.of(folder, program)));
    }

    @ParameterizedTest
    @EnumSource
    void commandsAreOffered(Shell shell) throws Exception {
        assertThat(offered(shell, "writ ")).contains("task", "top", "approvals").doesNotContain("complete-ids");
        assertThat(offered(shell, "writ task ")).contains("ls", "log", "cancel").doesNotContain("top");
        assertThat(offered(shell, "writ gr")).containsExactly("grants");
    }

    @ParameterizedTest
    @EnumSource
    void optionsAreOfferedAndWhatFollowsThem(Shell shell) throws Exception {
        assertThat(offered(shell, "writ task log --f")).containsExactly("--follow");
        assertThat(offered(shell, "writ task ls --output ")).containsExactlyInAnyOrder("table", "json", "ndjson");
        assertThat(offered(shell, "writ run --allow ")).containsExactlyInAnyOrder("edit", "run", "commit");
    }

    @ParameterizedTest
    @EnumSource
    void idsAreAskedForAtTheServerThatIsNamed(Shell shell) throws Exception {
        assertThat(offered(shell, "writ task get ")).containsExactly("id-task");
        assertThat(offered(shell, "writ approvals approve ")).containsExactly("id-approvals");
        assertThat(offered(shell, "writ grants ls --task ")).containsExactly("id-task");
        assertThat(offered(shell, "writ grants revoke --server http://127.0.0.1:1 --data /x "))
                .containsExactly("id-grants_--server_http___127.0.0.1_1_--data__x");
    }

    @ParameterizedTest
    @EnumSource
    void onlyTheFirstOperandIsAnId(Shell shell) throws Exception {
        assertThat(offered(shell, "writ task reply id-task ")).isEmpty();
        assertThat(offered(shell, "writ task reply --data /x ")).hasSize(1);
    }

    @Test
    void everyIdThatACommandTakesIsKnown() {
        List<String> unknown = new ArrayList<>();
        for (Command command : Command.all(TestingCommandLine.get())) {
            boolean takesId = TestingCommandLine.operand(command.path()).matches("ID|NAME");
            if (takesId && !(command.first() instanceof Wanted.Known)) {
                unknown.add(command.path());
            }
        }
        assertThat(unknown).isEmpty();
    }

    @Test
    void anOtherShellIsNotKnown() {
        assertThat(Script.of("tcsh", TestingCommandLine.get())).isEmpty();
    }
}
