package dev.writ.sandbox;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.writ.FailureCode;
import dev.writ.WritException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** No box is mounted over names that another command could swap for a link meanwhile. */
@Timeout(60)
class HeldFilesTest {
    private static final Duration LONG = Duration.ofSeconds(50);

    @TempDir
    Path folder;

    TestingSandbox box;

    @BeforeEach
    void open() throws Exception {
        box = new TestingSandbox(folder);
    }

    @Test
    void control_files_made_by_a_running_command_hold_back_other_writing_commands_until_it_ends() throws Exception {
        RunningCommand running =
                start(SandboxProfile.FULL, "bash", "-c", "echo x > .envrc; mkdir .git; touch up; sleep 300");
        awaitUp();

        assertConflict(() -> box.run("true"));
        assertThat(box.sandbox()
                        .run(box.command(SandboxProfile.READ_ONLY, LONG, "cat", ".envrc"))
                        .output()
                        .text())
                .isEqualTo("x\n");

        running.kill();
        running.await();
        // Until the kernel has let go of the last killed process.
        while (true) {
            try {
                assertThat(box.run("true").exitCode()).isZero();
                return;
            } catch (WritException e) {
                assertThat(e.failure().code()).isEqualTo(FailureCode.CONFLICT);
                TimeUnit.MILLISECONDS.sleep(5);
            }
        }
    }

    @Test
    void a_command_may_follow_at_once_on_one_that_made_a_repository() throws Exception {
        assertThat(box.shell("mkdir -p .git/hooks; echo x > .git/config").exitCode())
                .isZero();
        assertThat(box.shell("cat .git/config").output().text()).isEqualTo("x\n");
    }

    @Test
    void commands_that_found_the_same_control_files_run_beside_each_other() throws Exception {
        Files.createDirectories(box.file(".git"));
        Files.writeString(box.file(".git/config"), "[core]\n");
        Files.writeString(box.file(".envrc"), "x");
        RunningCommand running = start(SandboxProfile.FULL, "bash", "-c", "touch up; sleep 300");
        awaitUp();
        assertThat(box.run("true").exitCode()).isZero();
        running.kill();
        running.await();
    }

    @Test
    void names_that_a_box_holds_cannot_be_swapped_from_inside_it() throws Exception {
        Files.createDirectories(box.file(".git"));
        Files.writeString(box.file(".git/config"), "[core]\n");
        Files.writeString(box.file(".envrc"), "x");
        CommandResult result = box.shell("for name in .git .git/hooks .git/config .envrc; do"
                + " ln -sfT /oldroot/tmp/planted $name && echo GOT; mv -T $name away && echo GOT;"
                + " rm -rf $name; [ -e $name ] || echo GOT; done");
        assertThat(result.output().text()).isEmpty();
    }

    @Test
    void a_workspace_around_another_counts_as_the_same() {
        HeldFiles held = new HeldFiles();
        Path outer = box.workspace().root();
        Path inner = outer.resolve("inner");
        assertThat(inner.toFile().mkdir()).isTrue();
        assertThat(inner.resolve(".git").toFile().mkdir()).isTrue();

        HeldFiles.Hold first = held.hold(BoxFolders.of(List.of(), List.of(outer)));
        assertConflict(() -> held.hold(BoxFolders.of(List.of(), List.of(inner))));
        first.release();
        held.hold(BoxFolders.of(List.of(), List.of(inner)));
        assertConflict(() -> held.hold(BoxFolders.of(List.of(), List.of(outer))));
    }

    private RunningCommand start(SandboxProfile profile, String... argv) {
        return box.sandbox().start(box.command(profile, LONG, argv));
    }

    private void awaitUp() throws InterruptedException {
        while (!Files.exists(box.file("up"))) {
            TimeUnit.MILLISECONDS.sleep(10);
        }
    }

    private static void assertConflict(ThrowingCallable call) {
        assertThatThrownBy(call).isInstanceOfSatisfying(WritException.class, e -> {
            assertThat(e.failure().code()).isEqualTo(FailureCode.CONFLICT);
            assertThat(e.failure().hint()).contains("when the other command has ended");
        });
    }
}
