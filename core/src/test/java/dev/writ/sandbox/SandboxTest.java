package dev.writ.sandbox;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.writ.FailureCode;
import dev.writ.WritException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.InstantSource;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class SandboxTest {
    private static final Duration LONG = Duration.ofSeconds(30);

    @TempDir
    Path folder;

    TestingSandbox box;

    @BeforeEach
    void open() throws Exception {
        box = new TestingSandbox(folder);
    }

    @Test
    void every_layer_is_found_present_and_reported() throws Exception {
        assertThat(box.sandbox().status().missing()).isEmpty();
        assertThat(box.sandbox().status().bubblewrap()).matches("[0-9]+\\.[0-9]+.*");
        assertThat(box.run("true").layers())
                .contains("network-namespace", "seccomp", "process-limit", "read-only-control-files")
                .doesNotContain("read-only-workspace");
    }

    @Test
    void a_command_changes_the_workspace() throws Exception {
        CommandResult result = box.shell("echo hello > made.txt; mkdir -p a/b; echo done; echo oops >&2; exit 3");

        assertThat(result.exitCode()).isEqualTo(3);
        assertThat(result.output().text()).isEqualTo("done\n");
        assertThat(result.errors().text()).isEqualTo("oops\n");
        assertThat(result.timedOut()).isFalse();
        assertThat(box.file("made.txt")).hasContent("hello");
        assertThat(Files.getOwner(box.file("made.txt")))
                .isEqualTo(Files.getOwner(box.workspace().root()));
    }

    @Test
    void a_read_only_command_changes_nothing() throws Exception {
        Files.writeString(box.file("kept.txt"), "kept");
        CommandResult result = box.sandbox()
                .run(box.command(
                        SandboxProfile.READ_ONLY, LONG, "bash", "-c", "cat kept.txt; echo x > kept.txt; rm kept.txt"));

        assertThat(result.output().text()).isEqualTo("kept");
        assertThat(result.exitCode()).isNotZero();
        assertThat(result.layers()).contains("read-only-workspace");
        assertThat(box.file("kept.txt")).hasContent("kept");
    }

    @Test
    void input_reaches_the_command_whole() throws Exception {
        String text = "line of text\n".repeat(20_000);
        CommandResult result = box.sandbox()
                .run(new SandboxedCommand(
                        box.workspace(),
                        List.of("wc", "-c"),
                        "",
                        text,
                        SandboxProfile.READ_ONLY,
                        Duration.ofSeconds(30)));
        assertThat(result.output().text().strip()).isEqualTo(Integer.toString(text.length()));
    }

    @Test
    void a_command_that_ignores_its_input_ends_all_the_same() throws Exception {
        CommandResult result = box.sandbox()
                .run(new SandboxedCommand(
                        box.workspace(), List.of("true"), "", "x".repeat(1 << 20), SandboxProfile.READ_ONLY, LONG));
        assertThat(result.exitCode()).isZero();
    }

    @Test
    void it_starts_in_the_named_folder() throws Exception {
        Path inner = Files.createDirectory(box.file("inner"));
        CommandResult result = box.sandbox()
                .run(new SandboxedCommand(box.workspace(), List.of("pwd"), "inner", "", SandboxProfile.FULL, LONG));
        assertThat(result.output().text().strip()).isEqualTo(inner.toString());
    }

    @ParameterizedTest
    @ValueSource(strings = {"..", "../..", "/etc", "link", "a\u0000b", "missing", "file"})
    void it_starts_nowhere_but_in_a_folder_of_the_workspace(String start) throws Exception {
        Files.createSymbolicLink(box.file("link"), Path.of("/etc"));
        Files.writeString(box.file("file"), "");
        assertThatThrownBy(() -> box.sandbox()
                        .run(new SandboxedCommand(
                                box.workspace(), List.of("pwd"), start, "", SandboxProfile.FULL, LONG)))
                .isInstanceOfSatisfying(
                        WritException.class,
                        e -> assertThat(e.failure().code()).isIn(FailureCode.OUTSIDE_WORKSPACE, FailureCode.NOT_FOUND));
    }

    @ParameterizedTest
    @ValueSource(strings = {"no-such-program", "./missing.sh", "../../../bin/true-not", "/etc/passwd", "a\u0000b", ""})
    void a_program_that_is_not_there_is_a_clear_failure(String program) {
        assertThatThrownBy(() -> box.run(program)).isInstanceOfSatisfying(WritException.class, e -> {
            assertThat(e.failure().code()).isEqualTo(FailureCode.OPERATION_FAILED);
            assertThat(e.failure().message()).startsWith("There is no program");
        });
    }

    @Test
    void a_bare_name_never_means_a_file_of_the_workspace() throws Exception {
        Path script = Files.writeString(box.file("ls"), "#!/bin/sh\necho swapped\n");
        assertThat(script.toFile().setExecutable(true)).isTrue();

        assertThat(box.run("ls").output().text()).isEqualTo("ls\n");
        assertThat(box.run("./ls").output().text()).isEqualTo("swapped\n");
    }

    @Test
    void a_file_that_is_not_executable_says_how_to_run_it() throws Exception {
        Files.writeString(box.file("app.sh"), "echo hi");
        assertThatThrownBy(() -> box.run("./app.sh")).hasMessageContaining("not executable");
    }

    @Test
    void a_shell_that_does_not_find_a_program_is_an_ordinary_result() throws Exception {
        assertThat(box.shell("no-such-program").exitCode()).isEqualTo(127);
    }

    @Test
    void arguments_reach_the_program_as_they_are() throws Exception {
        CommandResult result = box.run("printf", "%s|", "$(id)", "; rm -rf .", "a\nb", "--", "`x`", "*", "", "\\");
        assertThat(result.output().text()).isEqualTo("$(id)|; rm -rf .|a\nb|--|`x`|*||\\|");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "python3 --version",
                "node --version",
                "java -version",
                "gcc --version",
                "make --version",
                "git --version"
            })
    void common_tools_start(String line) throws Exception {
        List<String> argv = List.of(line.split(" "));
        assumeTrue(
                ProgramSearch.SYSTEM.system(argv.getFirst()).isPresent(),
                () -> argv.getFirst() + " is not installed here");
        CommandResult result = box.run(argv.toArray(String[]::new));
        assertThat(result.exitCode()).as(result.toString()).isZero();
    }

    @Test
    void a_workspace_that_is_gone_is_a_clear_failure() {
        Workspace gone = new Workspace(box.workspace().root().resolve("gone"));
        assertThatThrownBy(() -> box.sandbox()
                        .run(new SandboxedCommand(gone, List.of("ls"), "", "", SandboxProfile.READ_ONLY, LONG)))
                .isInstanceOfSatisfying(
                        WritException.class,
                        e -> assertThat(e.failure().code()).isEqualTo(FailureCode.WORKSPACE_UNUSABLE));
    }

    @ParameterizedTest
    @ValueSource(strings = {"/", "/usr", "/tmp", "/etc/ssl", "/proc", "/dev/shm"})
    void folders_of_the_system_are_no_workspaces(String root) {
        Workspace system = new Workspace(Path.of(root));
        assertThatThrownBy(() -> box.sandbox()
                        .run(new SandboxedCommand(system, List.of("ls"), "", "", SandboxProfile.READ_ONLY, LONG)))
                .isInstanceOfSatisfying(
                        WritException.class,
                        e -> assertThat(e.failure().code()).isEqualTo(FailureCode.WORKSPACE_UNUSABLE));
    }

    @Test
    void without_bubblewrap_nothing_runs() {
        Sandbox without = new Sandbox(
                folder.resolve("other"), InstantSource.system(), folder.resolve("no-bwrap"), TestingSandbox.SMALL);

        assertThat(without.status().complete()).isFalse();
        assertThat(without.status().missing()).hasSize(SandboxLayer.values().length);
        assertThatThrownBy(() -> without.run(box.command(SandboxProfile.FULL, LONG, "touch", "ran")))
                .isInstanceOfSatisfying(WritException.class, e -> {
                    assertThat(e.failure().code()).isEqualTo(FailureCode.PROTECTION_MISSING);
                    assertThat(e.failure().hint()).contains("apt install bubblewrap");
                });
        assertThat(box.file("ran")).doesNotExist();
    }

    /** A bubblewrap that leaves out some options, as one that is too old or was built without them might. */
    @ParameterizedTest
    @CsvSource({
        "--unshare-net, network-namespace",
        "--unshare-pid, pid-namespace",
        "--unshare-ipc, ipc-namespace",
        "--unshare-uts --hostname, uts-namespace",
        "--unshare-cgroup, cgroup-namespace",
        "--seccomp, seccomp",
        "--remount-ro, read-only-proc",
        "--disable-userns --assert-userns-disabled --seccomp, no-nested-namespaces",
        "--clearenv, empty-environment",
    })
    void a_command_whose_protection_lacks_a_layer_is_refused_by_its_name(String options, String layer)
            throws Exception {
        Path lacking = Files.writeString(folder.resolve("lacking"), """
                #!/usr/bin/perl
                my %%left_out = map { $_ => 1 } qw(%s);
                my @line;
                while (@ARGV) {
                    my $word = shift @ARGV;
                    if ($word eq '--') { push @line, $word, @ARGV; last; }
                    if ($left_out{$word}) { splice @ARGV, 0, $word =~ /^--(?:hostname|seccomp|remount-ro)$/ ? 1 : 0; next; }
                    push @line, $word;
                }
                $ENV{LEFT_BY_THE_HOST} = 'x';
                exec '/usr/bin/bwrap', @line;
                """.formatted(options));
        assumeTrue(
                Files.isExecutable(Path.of("/usr/bin/perl")),
                "perl, in which the test's bubblewrap is written, is missing");
        assertThat(lacking.toFile().setExecutable(true)).isTrue();
        Sandbox weak = new Sandbox(folder.resolve("other"), InstantSource.system(), lacking, TestingSandbox.SMALL);

        assertThat(weak.status().missing())
                .extracting(status -> status.layer().id())
                .contains(layer);
        assertThatThrownBy(() -> weak.run(box.command(SandboxProfile.FULL, LONG, "touch", "ran")))
                .isInstanceOfSatisfying(WritException.class, e -> {
                    assertThat(e.failure().code()).isEqualTo(FailureCode.PROTECTION_MISSING);
                    assertThat(e.failure().message()).contains(layer);
                });
        assertThat(box.file("ran")).doesNotExist();
    }

    @Test
    void a_bubblewrap_that_builds_no_box_is_found_out() throws Exception {
        Path pretender = Files.writeString(folder.resolve("pretender"), """
                #!/bin/sh
                while [ "$1" != -- ]; do shift; done; shift; exec "$@"
                """);
        assertThat(pretender.toFile().setExecutable(true)).isTrue();
        Sandbox weak = new Sandbox(folder.resolve("other"), InstantSource.system(), pretender, TestingSandbox.SMALL);

        assertThat(weak.status().missing())
                .extracting(SandboxStatus.LayerStatus::layer)
                .contains(SandboxLayer.NETWORK_NAMESPACE, SandboxLayer.SYSTEM_CALL_FILTER);
        assertThatThrownBy(() -> weak.run(box.command(SandboxProfile.FULL, LONG, "touch", "ran")))
                .hasMessageContaining("network-namespace");
        assertThat(box.file("ran")).doesNotExist();
    }
}
