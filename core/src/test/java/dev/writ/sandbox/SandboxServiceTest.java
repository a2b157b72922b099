package dev.writ.sandbox;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.BufferedReader;
import java.io.InputStreamReader;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** What a service has, and what it says. */
@Timeout(60)
class SandboxServiceTest {
    @TempDir
    Path folder;

    TestingSandbox box;
    private Path read;
    private Path write;

    @BeforeEach
    void open() throws Exception {
        box = new TestingSandbox(folder);
        read = Files.createDirectories(folder.toRealPath().resolve("read"));
        write = box.workspace().root();
        Files.writeString(read.resolve("given"), "given");
    }

    @Test
    void lines_go_both_ways_as_long_as_it_runs() throws Exception {
        try (RunningService service = box.startShell("while read -r line; do echo \"heard $line\"; done")) {
            BufferedReader answers = new BufferedReader(new InputStreamReader(service.output(), UTF_8));
            for (String word : List.of("one", "zwei – ✓", "three")) {
                service.input().write((word + "\n").getBytes(UTF_8));
                service.input().flush();
                assertThat(answers.readLine()).isEqualTo("heard " + word);
            }
            assertThat(service.isAlive()).isTrue();
            assertThat(service.exitCode()).isEmpty();
        }
    }

    @Test
    void it_runs_under_every_layer_and_says_so() throws Exception {
        try (RunningService service = box.startShell("read -r line")) {
            assertThat(service.layers()).contains("read-only-control-files");
            assertThat(service.layers())
                    .containsAll(Stream.of(SandboxLayer.values())
                            .map(SandboxLayer::id)
                            .toList());
        }
        SandboxedService look = box.service(List.of(read), List.of(), "sh", "-c", BoxView.SCRIPT);
        BoxView view = new BoxView(outputOf(look), TestingSandbox.SMALL);
        assertThat(SandboxLayer.values())
                .allSatisfy(layer -> assertThat(view.problem(layer)).isEmpty());
    }

    @Test
    void it_reads_its_read_folder_and_cannot_change_it() throws Exception {
        assertThat(outputOf(box.service(
                        List.of(read),
                        List.of(),
                        "sh",
                        "-c",
                        "cat given; (echo x > made) 2>&- || rm -f given 2>&- || mkdir d 2>&- || echo ' kept'")))
                .isEqualTo("given kept\n");
        assertThat(read.resolve("given")).hasContent("given");
        assertThat(read.resolve("made")).doesNotExist();
    }

    @Test
    void it_writes_in_its_write_folder() throws Exception {
        outputOf(box.service(List.of(read), List.of(write), "sh", "-c", "cat " + read + "/given > made"));
        assertThat(write.resolve("made")).hasContent("given");
    }

    @Test
    void a_folder_within_another_is_as_it_was_named() throws Exception {
        Path inner = Files.createDirectories(write.resolve("a/programs"));
        Path deep = Files.createDirectories(read.resolve("out"));
        outputOf(box.service(List.of(read, inner), List.of(write, deep), "sh", "-c", """
                cd %s; echo x > a/programs/made; mv a b; mv a/programs a/other; echo x > a/ordinary
                echo x > %s/out/made; echo x > %s/made""".formatted(write, read, read)));
        assertThat(inner).isEmptyDirectory();
        assertThat(write.resolve("a/ordinary")).exists();
        assertThat(deep.resolve("made")).exists();
        assertThat(read.resolve("made")).doesNotExist();
    }

    @Test
    void what_other_programs_would_obey_in_its_write_folder_stays() throws Exception {
        Files.createDirectories(write.resolve(".git/hooks"));
        outputOf(box.service(List.of(), List.of(write), "sh", "-c", "echo x > .git/hooks/pre-commit; echo x > ok"));
        assertThat(write.resolve(".git/hooks")).isEmptyDirectory();
        assertThat(write.resolve("ok")).exists();
    }

    @Test
    void no_other_folder_is_there_and_its_home_is_empty_and_private() throws Exception {
        assertThat(outputOf(box.service(List.of(), List.of(), "sh", "-c", """
                ls -A /root /home %s %s ~ 2>&-; echo x > ~/mine && cat ~/mine""".formatted(write, read)))
                        .lines()
                        .filter(line -> !line.isEmpty()))
                .containsExactly("/tmp:", "x");
        assertThat(outputOf(box.service(
                        List.of(read), List.of(), "sh", "-c", "ls -A ~/mine " + write + " " + read + "/..")))
                .isEqualTo(read + "/..:\nread\n");
    }

    @Test
    void it_has_the_variables_that_were_named_and_none_of_ours() throws Exception {
        Map<String, String> named = Map.of("TOKEN", "two words\nand a line = 'x'", "EMPTY", "", "LANG", "C");
        SandboxedService service = new SandboxedService(
                "tested",
                List.of("perl", "-e", "print join '|', map { \"$_=$ENV{$_}\" } sort keys %ENV"),
                named,
                List.of(),
                List.of(),
                List.of(),
                Optional.empty());
        assertThat(outputOf(service))
                .isEqualTo("EMPTY=|HOME=/tmp|LANG=C|PATH=/usr/local/bin:/usr/bin:/bin|PWD=/tmp|TERM=dumb"
                        + "|TOKEN=two words\nand a line = 'x'");
        assertThat(service.toString()).contains("TOKEN").doesNotContain("two words");
    }

    @Test
    void a_variables_value_stands_on_no_command_line_and_in_no_file() throws Exception {
        String secret = "secret-" + UUID.randomUUID();
        SandboxedService service = new SandboxedService(
                "tested",
                List.of("sh", "-c", "echo $TOKEN; read -r line"),
                Map.of("TOKEN", secret),
                List.of(),
                List.of(),
                List.of(),
                Optional.empty());
        try (RunningService running = box.sandbox().start(service)) {
            BufferedReader answers = new BufferedReader(new InputStreamReader(running.output(), UTF_8));
            assertThat(answers.readLine()).isEqualTo(secret);
            assertThat(TestingProcesses.mention(secret)).isFalse();
            assertThat(folder.resolve("sandbox"))
                    .isDirectoryNotContaining(
                            file -> file.getFileName().toString().startsWith("variables-"));
        }
    }

    @Test
    void a_program_in_a_folder_of_its_own_is_run_by_its_path() throws Exception {
        Path program = Files.writeString(read.resolve("server"), "#!/bin/sh\necho from $0\n");
        assertThat(program.toFile().setExecutable(true)).isTrue();
        assertThat(outputOf(box.service(List.of(read), List.of(), program.toString())))
                .isEqualTo("from " + program + "\n");
        assertThat(outputOf(box.service(List.of(read), List.of(), "./server"))).isEqualTo("from " + program + "\n");
    }

    @Test
    void a_link_of_its_own_to_a_program_of_the_system_is_run_too() throws Exception {
        Files.createSymbolicLink(read.resolve("perl"), Path.of("/usr/bin/perl"));
        assertThat(outputOf(box.service(List.of(read), List.of(), read + "/perl", "-e", "print 'ran'")))
                .isEqualTo("ran");
    }

    @Test
    void it_starts_in_the_directory_it_was_given() throws Exception {
        Path below = Files.createDirectory(read.resolve("below"));
        SandboxedService service = new SandboxedService(
                "tested", List.of("pwd"), Map.of(), List.of(read), List.of(), List.of(), Optional.of(below));
        assertThat(outputOf(service)).isEqualTo(below + "\n");
    }

    @Test
    void node_starts_with_what_services_have() throws Exception {
        assumeTrue(ProgramSearch.SYSTEM.system("node").isPresent(), "node is not installed here");
        // A WebAssembly memory is what reserves most addresses.
        String text = "new WebAssembly.Memory({initial: 1, maximum: 100}); console.log('ran')";
        SandboxedService service = new SandboxedService(
                "tested", List.of("node", "-e", text), Map.of(), List.of(), List.of(), List.of(), Optional.empty());
        assertThat(outputOf(service)).isEqualTo("ran\n");
    }

    private String outputOf(SandboxedService service) throws Exception {
        try (RunningService running = box.sandbox().start(service)) {
            running.input().close();
            String output = new String(running.output().readNBytes(1 << 20), UTF_8);
            running.ended().get(20, TimeUnit.SECONDS);
            return output;
        }
    }
}
