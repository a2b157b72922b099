package dev.writ.tool.terminal;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.writ.sandbox.CommandResult;
import dev.writ.sandbox.SandboxProfile;
import dev.writ.sandbox.TestingSandbox;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** The patterns are of use only if the programs understand what they allow. */
class VettedExamplesTest {
    @TempDir
    Path folder;

    TestingSandbox box;

    @BeforeEach
    void open() throws Exception {
        box = new TestingSandbox(folder);
        Files.writeString(box.file("notes.txt"), "one,1,x\ntwo,2,y\n");
        Files.writeString(box.file("other.txt"), "one,1,x\nthree,3,z\n");
        Files.writeString(box.file("run.sh"), "echo never run\n");
        Files.writeString(box.file("app.js"), "process.exit(3);\n");
        Files.createDirectory(box.file("src"));
    }

    static Stream<List<String>> examples() {
        return VettedCommands.all().stream()
                .filter(VettedCommand::readOnly)
                .flatMap(command -> command.examples().stream());
    }

    @ParameterizedTest
    @MethodSource("examples")
    void a_command_that_only_looks_is_understood_where_nothing_can_be_changed(List<String> argv) throws Exception {
        assumeTrue(
                Files.isExecutable(Path.of("/usr/bin", argv.getFirst())), argv.getFirst() + " is not installed here");
        CommandResult result = box.sandbox()
                .run(box.command(SandboxProfile.READ_ONLY, Duration.ofSeconds(30), argv.toArray(String[]::new)));
        // One is the answer of grep, cmp and diff that find nothing or a difference; usage errors of these are two.
        assertThat(result.exitCode())
                .as("%s: %s", argv, result.errors().text())
                .isBetween(0, List.of("grep", "cmp", "diff").contains(argv.getFirst()) ? 1 : 0);
    }
}
