package dev.writ.sandbox;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.writ.FailureCode;
import dev.writ.WritException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** A service that cannot be protected, or asks for what cannot be had, is refused in plain words. */
@Timeout(60)
class SandboxServiceRefusalTest {
    @TempDir
    Path folder;

    TestingSandbox box;
    private Path root;

    @BeforeEach
    void open() throws Exception {
        box = new TestingSandbox(folder);
        root = box.workspace().root();
    }

    @ParameterizedTest
    @ValueSource(strings = {"/", "/usr", "/etc", "/etc/ssl", "/proc", "/dev/shm", "/tmp", "/run"})
    void folders_of_the_system(String system) {
        isRefused(List.of(Path.of(system)), List.of(), "the sandbox needs that folder of the system");
        isRefused(List.of(), List.of(Path.of(system)), "the sandbox needs that folder of the system");
    }

    @Test
    void folders_that_are_none() throws Exception {
        Path file = Files.writeString(root.resolve("file"), "x");
        isRefused(List.of(root.resolve("missing")), List.of(), "does not exist");
        isRefused(List.of(file), List.of(), "is no folder");
        isRefused(List.of(Path.of("relative")), List.of(), "no full path");
        isRefused(List.of(root.resolve("../workspace")), List.of(), "no full path");
    }

    @Test
    void a_link_in_place_of_a_folder() throws Exception {
        Path other = Files.createDirectories(folder.toRealPath().resolve("other/below"));
        Files.createSymbolicLink(root.resolve("link"), other.getParent());
        isRefused(List.of(), List.of(root.resolve("link")), "a link leads there");
        isRefused(List.of(root.resolve("link/below")), List.of(), "a link leads there");
    }

    @Test
    void the_folder_in_which_writ_keeps_its_own_data() throws Exception {
        isRefused(List.of(folder.toRealPath()), List.of(), "Writ keeps its own data");
        isRefused(List.of(folder.toRealPath().resolve("sandbox/trial")), List.of(), "Writ keeps its own data");
    }

    @Test
    void a_directory_in_none_of_its_folders() throws Exception {
        Path other = Files.createDirectories(folder.toRealPath().resolve("other"));
        SandboxedService service = new SandboxedService(
                "tested", List.of("pwd"), Map.of(), List.of(root), List.of(), List.of(), Optional.of(other));
        isRefused(() -> box.sandbox().start(service), FailureCode.INVALID_ARGUMENTS, "lies in none of its folders");
    }

    @ParameterizedTest
    @ValueSource(strings = {"no-such-program", "./missing", "/etc/passwd", "/root/bin/tool", "../workspace"})
    void a_program_that_is_not_there(String program) {
        isRefused(
                () -> box.sandbox().start(box.service(List.of(root), List.of(), program)),
                FailureCode.OPERATION_FAILED,
                "There is no program");
    }

    @ParameterizedTest
    @ValueSource(strings = {"LD_PRELOAD", "BASH_ENV", "ENV", "A B", "", "A=B", "1A", "BASH_FUNC_echo%%"})
    void a_variable_that_would_steer_the_builders_or_is_none(String name) {
        isRefused(
                () -> new SandboxedService(
                        "tested",
                        List.of("true"),
                        Map.of(name, "x"),
                        List.of(),
                        List.of(),
                        List.of(),
                        Optional.empty()),
                FailureCode.INVALID_ARGUMENTS,
                "variable");
    }

    @Test
    void words_that_no_program_can_be_given() {
        isRefused(() -> box.service(List.of(), List.of(), "printf", "a\0b"), FailureCode.INVALID_ARGUMENTS, "zero");
        isRefused(() -> box.service(List.of(), List.of()), FailureCode.INVALID_ARGUMENTS, "no program");
    }

    @Test
    void anything_without_bubblewrap() {
        Sandbox without = new Sandbox(
                folder.resolve("other"), InstantSource.system(), folder.resolve("no-bwrap"), TestingSandbox.SMALL);
        isRefused(
                () -> without.start(box.service(List.of(), List.of(root), "touch", "ran")),
                FailureCode.PROTECTION_MISSING,
                "no-bwrap was not found");
        assertThat(root.resolve("ran")).doesNotExist();
    }

    @Test
    void a_folder_that_its_owner_cannot_reach_is_named_by_the_builders() throws Exception {
        assumeTrue(BoxOwner.runsAsAdministrator(), "only the administrator can give files away");
        Files.setAttribute(root, "unix:uid", 61234);
        isRefused(
                () -> box.sandbox().start(box.service(List.of(), List.of(root), "true")),
                FailureCode.OPERATION_FAILED,
                "The sandbox could not be built for the service tested");
    }

    private void isRefused(List<Path> reads, List<Path> writes, String why) {
        isRefused(() -> box.sandbox().start(box.service(reads, writes, "true")), FailureCode.INVALID_ARGUMENTS, why);
    }

    private static void isRefused(ThrowingCallable call, FailureCode code, String why) {
        assertThatThrownBy(call).isInstanceOfSatisfying(WritException.class, e -> {
            assertThat(e.failure().code()).isEqualTo(code);
            assertThat(e.failure().message()).contains(why);
            assertThat(e.failure().hint()).isNotBlank();
        });
    }
}
