package dev.writ.sandbox;

import static dev.writ.sandbox.TestingProcesses.until;
import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** Commands end when they must, whole, and leave nothing behind. */
@Timeout(60)
class SandboxEndTest {
    @TempDir
    Path folder;

    TestingSandbox box;
    /** Stands in the command lines of what a test starts, so that survivors can be found. */
    final String marker = "writ-test-" + UUID.randomUUID();

    @BeforeEach
    void open() throws Exception {
        box = new TestingSandbox(folder);
    }

    @Test
    void time_out_kills_even_what_left_the_session() throws Exception {
        CommandResult result = box.sandbox()
                .run(box.command(
                        SandboxProfile.FULL, Duration.ofMillis(700), "bash", "-c", escapee() + " echo on; sleep 300"));

        assertThat(result.timedOut()).isTrue();
        assertThat(result.exitCode()).isEqualTo(137);
        assertThat(result.output().text()).isEqualTo("on\n");
        assertThat(result.duration()).isBetween(Duration.ofMillis(600), Duration.ofSeconds(8));
        assertThatNothingSurvives();
    }

    @Test
    void the_end_of_a_command_is_the_end_of_all_it_started() throws Exception {
        CommandResult result = box.shell(escapee() + " echo done");
        assertThat(result.output().text()).isEqualTo("done\n");
        assertThat(result.timedOut()).isFalse();
        assertThatNothingSurvives();
    }

    @Test
    void kill_ends_a_running_command_at_once() throws Exception {
        RunningCommand running = box.sandbox()
                .start(box.command(
                        SandboxProfile.FULL, Duration.ofSeconds(50), "bash", "-c", escapee() + " touch up; sleep 300"));
        awaitFile("up");

        long before = System.nanoTime();
        running.kill();
        CommandResult result = running.await();
        assertThat(Duration.ofNanos(System.nanoTime() - before)).isLessThan(Duration.ofSeconds(5));
        assertThat(result.timedOut()).isFalse();
        assertThat(result.exitCode()).isNotZero();
        assertThatNothingSurvives();
    }

    @Test
    void kill_before_the_box_stands_kills_it_too() throws Exception {
        for (int i = 0; i < 10; i++) {
            RunningCommand running = box.sandbox()
                    .start(box.command(
                            SandboxProfile.FULL, Duration.ofSeconds(50), "bash", "-c", escapee() + " sleep 300"));
            running.kill();
            running.await();
        }
        assertThatNothingSurvives();
    }

    @Test
    void an_interrupted_wait_kills_the_command() throws Exception {
        CountDownLatch waiting = new CountDownLatch(1);
        CompletableFuture<String> seen = new CompletableFuture<>();
        Thread thread = Thread.ofPlatform().start(() -> {
            RunningCommand running = box.sandbox()
                    .start(box.command(
                            SandboxProfile.FULL, Duration.ofSeconds(50), "bash", "-c", escapee() + " sleep 300"));
            waiting.countDown();
            try {
                running.await();
                seen.complete("ended");
            } catch (InterruptedException e) {
                seen.complete("interrupted");
            }
        });
        waiting.await();
        thread.interrupt();
        assertThat(seen.get(10, TimeUnit.SECONDS)).isEqualTo("interrupted");
        assertThatNothingSurvives();
    }

    @Test
    void a_command_outlives_the_thread_that_asked_for_it() throws Exception {
        CompletableFuture<RunningCommand> started = new CompletableFuture<>();
        Thread asking = Thread.ofPlatform()
                .start(() -> started.complete(box.sandbox()
                        .start(box.command(
                                SandboxProfile.FULL, Duration.ofSeconds(20), "sh", "-c", "sleep 0.5; echo alive"))));
        asking.join();
        assertThat(started.get().await().output().text()).isEqualTo("alive\n");
    }

    @Test
    void no_threads_groups_or_zombies_are_left() throws Exception {
        box.run("true");
        for (int i = 0; i < 5; i++) {
            box.run("echo", "x");
        }
        until(() -> Thread.getAllStackTraces().keySet().stream()
                .noneMatch(thread -> thread.getName().startsWith("writ-box")));
        until(() -> groupsOfOurs().isEmpty());
        assertThat(ProcessHandle.current().children().map(ProcessHandle::pid).toList())
                .isEmpty();
    }

    @Test
    void commands_run_beside_each_other() throws Exception {
        List<CompletableFuture<String>> all = Stream.of("one", "two", "three", "four")
                .map(word -> CompletableFuture.supplyAsync(() -> {
                    try {
                        return box.run("echo", word).output().text().strip();
                    } catch (InterruptedException e) {
                        throw new IllegalStateException(e);
                    }
                }))
                .toList();
        assertThat(all.stream().map(CompletableFuture::join)).containsExactly("one", "two", "three", "four");
    }

    private String escapee() {
        return "setsid nohup python3 -c 'import time; time.sleep(300)' " + marker + " >/dev/null 2>&1 & ";
    }

    private void assertThatNothingSurvives() throws Exception {
        until(() -> !TestingProcesses.mention(marker));
    }

    private static Set<String> groupsOfOurs() {
        ControlGroups groups = ControlGroups.find(Path.of("/sys/fs/cgroup"), "1:pids:/");
        String prefix = ControlGroups.PREFIX + ProcessHandle.current().pid() + "-";
        return groups.processes().stream()
                .flatMap(parent -> Stream.of(parent.toFile().list((dir, name) -> name.startsWith(prefix))))
                .collect(Collectors.toSet());
    }

    private void awaitFile(String name) throws Exception {
        until(() -> Files.exists(box.file(name)));
    }
}
