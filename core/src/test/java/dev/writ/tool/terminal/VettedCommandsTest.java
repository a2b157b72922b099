package dev.writ.tool.terminal;

import static org.assertj.core.api.Assertions.assertThat;

import dev.writ.permission.Access.CommandAccess;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class VettedCommandsTest {
    @ParameterizedTest
    @ValueSource(
            strings = {
                "find . -exec sh -c id ;",
                "find . -delete",
                "find -delete",
                "find . -fprint x",
                "find . -ok rm {} ;",
                "env",
                "env sh",
                "xargs rm",
                "sh -c id",
                "bash -c id",
                "python3 -c print(1)",
                "node -e 1",
                "sed -i s/a/b/ x",
                "awk BEGIN{system(\"id\")}",
                "tar --checkpoint-action=exec=sh",
                "git -c core.pager=sh log",
                "python3 app.py",
                "make",
                "rm x",
                "nohup ls",
                "/usr/bin/ls",
                "./ls"
            })
    void is_no_diagnostic_command(String line) {
        assertThat(VettedCommands.isReadOnly(List.of(line.split(" ")))).isFalse();
    }

    @ParameterizedTest
    @ValueSource(strings = {"ls", "ls -la src", "cat a b", "find . -name *.java", "python3 --version", "df -h", "id"})
    void is_a_diagnostic_command(String line) {
        assertThat(VettedCommands.isReadOnly(List.of(line.split(" ")))).isTrue();
        assertThat(VettedCommands.diagnostics().permits(new CommandAccess(List.of(line.split(" ")))))
                .isTrue();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "sh -c id",
                "bash -c id",
                "python3 -c x",
                "node -e x",
                "make -f x all",
                "java -cp x Main",
                "find . -exec x"
            })
    void code_on_the_command_line_is_never_vetted(String line) {
        assertThat(VettedCommands.all()).noneMatch(command -> command.matches(List.of(line.split(" "))));
    }

    @Test
    void each_pattern_stands_once_and_is_described() {
        assertThat(VettedCommands.all()).extracting(VettedCommand::pattern).doesNotHaveDuplicates();
        assertThat(VettedCommands.all()).allSatisfy(command -> {
            assertThat(command.description()).isNotBlank();
            assertThat(command.pattern()).isNotEmpty().first().isNotIn("*", "**");
        });
    }
}
