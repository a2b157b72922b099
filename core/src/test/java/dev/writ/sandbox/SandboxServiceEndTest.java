package dev.writ.sandbox;

import static dev.writ.sandbox.TestingProcesses.until;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.UUID;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** A service ends when it must, whole, and what it says meanwhile takes bounded memory. */
@Timeout(60)
class SandboxServiceEndTest {
    @TempDir
    Path folder;

    TestingSandbox box;
    /** Stands in the command lines of what a test starts. */
    private final String marker = "writ-service-" + UUID.randomUUID();

    @BeforeEach
    void open() throws Exception {
        box = new TestingSandbox(folder);
    }

    @Test
    void the_sudden_end_of_writ_is_its_end_too() throws Exception {
        Process writ = new ProcessBuilder(
                        Path.of(System.getProperty("java.home"), "bin/java").toString(),
                        "--enable-native-access=ALL-UNNAMED",
                        "-cp",
                        System.getProperty("java.class.path"),
                        DyingWrit.class.getName(),
                        Files.createDirectory(folder.resolve("its")).toString(),
                        marker)
                .redirectError(ProcessBuilder.Redirect.DISCARD)
                .start();
        assertThat(writ.getInputStream().read()).isEqualTo('u');
        assertThat(TestingProcesses.mention(marker)).isTrue();
        writ.destroyForcibly().waitFor();
        until(() -> !TestingProcesses.mention(marker));
    }

    @Test
    void what_ends_by_itself_tells_its_exit_code() throws Exception {
        try (RunningService service = box.startShell("echo last; echo oops >&2; exit 7")) {
            assertThat(service.ended().get(20, TimeUnit.SECONDS)).isEqualTo(7);
            assertThat(service.isAlive()).isFalse();
            assertThat(service.exitCode()).hasValue(7);
            assertThat(service.output().readNBytes(100)).asString(UTF_8).isEqualTo("last\n");
            assertThat(service.log().text().text()).isEqualTo("oops\n");
        }
    }

    @Test
    void close_lets_a_service_finish_that_heeds_the_end_of_its_input() throws Exception {
        RunningService service = box.startShell("while read -r line; do :; done; echo x > finished; exit 3");
        service.close();
        assertThat(service.exitCode()).hasValue(3);
        assertThat(box.file("finished")).exists();
    }

    @Test
    void close_ends_even_grandchildren_that_heed_neither_signals_nor_their_input() throws Exception {
        RunningService service = box.startShell("""
                trap '' TERM HUP INT
                setsid sh -c 'trap "" TERM HUP INT; while :; do sleep 1; done' "$1" > /dev/null 2>&1 < /dev/null &
                echo up; while :; do sleep 1; done""", marker);
        assertThat(service.output().read()).isEqualTo('u');
        assertThat(TestingProcesses.mention(marker)).isTrue();

        long before = System.nanoTime();
        service.close();
        assertThat(Duration.ofNanos(System.nanoTime() - before)).isLessThan(Duration.ofSeconds(8));
        assertThat(service.exitCode()).hasValue(137);
        until(() -> !TestingProcesses.mention(marker));
    }

    @Test
    void close_waits_for_no_service_that_does_not_read() throws Exception {
        RunningService service = box.startShell("echo up; while :; do sleep 1; done", marker);
        Thread writer = Thread.ofVirtual().start(() -> {
            try {
                service.input().write(new byte[1 << 20]);
                service.input().flush();
            } catch (IOException e) {
                // As it must.
            }
        });
        assertThat(service.output().read()).isEqualTo('u');
        service.close();
        assertThat(service.isAlive()).isFalse();
        assertThat(writer.join(Duration.ofSeconds(20))).isTrue();
        service.close();
    }

    @Test
    void endless_errors_take_no_memory_and_hold_nothing_up() throws Exception {
        try (RunningService service =
                box.startShell("echo first >&2; yes 'to nobody' >&2 & while read -r line; do echo $line; done")) {
            until(() -> service.log().leftOut() > 5_000_000);
            service.input().write("still there\n".getBytes(UTF_8));
            service.input().flush();
            assertThat(new BufferedReader(new InputStreamReader(service.output(), UTF_8)).readLine())
                    .isEqualTo("still there");
            String text = service.log().text().text();
            assertThat(text).startsWith("first\nto nobody").contains("bytes left out");
            assertThat(text.length()).isLessThan(TestingSandbox.SMALL.outputBytes() + 100);
        }
    }

    @Test
    void endless_output_that_nobody_reads_waits_in_the_service() throws Exception {
        // It says how far it came when it has not come on for a second, at the latest after two.
        try (RunningService service = box.startShell("""
                exec perl -e '$SIG{ALRM} = sub { print STDERR "blocks $n\\n"; exit 4 }; alarm 2;
                  while (1) { syswrite STDOUT, "x" x 4096; $n++; }'""")) {
            assertThat(service.ended().get(20, TimeUnit.SECONDS)).isEqualTo(4);
            String log = service.log().text().text().strip();
            assertThat(log).startsWith("blocks ");
            assertThat(Integer.parseInt(log.substring("blocks ".length()))).isLessThan(100);
            assertThat(service.output().readNBytes(2_000_000).length).isLessThan(500_000);
        }
    }

    @Test
    void what_it_logs_is_fit_to_be_shown() throws Exception {
        try (RunningService service = box.startShell(
                "printf '\\033[31mred\\033[0m zero\\342\\200\\213width AKIAIOSFODNN7EXAMPLE\\n' >&2; exit 0")) {
            service.ended().get(20, TimeUnit.SECONDS);
            assertThat(service.log().text().text()).isEqualTo("red zerowidth [redacted:aws-key]\n");
        }
    }

    @Test
    void an_interrupted_start_leaves_nothing() throws Exception {
        box.run("true");
        Thread.currentThread().interrupt();
        try (RunningService service = box.startShell("sleep 300", marker)) {
            assertThat(service).as("must not start").isNull();
        } catch (InterruptedException e) {
            assertThat(Thread.interrupted()).isFalse();
        }
        until(() -> !TestingProcesses.mention(marker));
    }

    @Test
    void nothing_is_left_of_it_on_the_machine() throws Exception {
        box.run("true");
        for (int i = 0; i < 3; i++) {
            box.startShell("read -r line").close();
        }
        until(() -> Thread.getAllStackTraces().keySet().stream()
                .noneMatch(thread -> thread.getName().startsWith("writ-box")));
        assertThat(ProcessHandle.current().children().map(ProcessHandle::pid)).isEmpty();
        ControlGroups groups = ControlGroups.find(Path.of("/sys/fs/cgroup"), "1:pids:/");
        String ours = ControlGroups.PREFIX + ProcessHandle.current().pid() + "-";
        assertThat(groups.processes().stream()
                        .flatMap(parent -> Stream.of(parent.toFile().list((dir, name) -> name.startsWith(ours)))))
                .isEmpty();
        try (Stream<Path> files = Files.list(folder.resolve("sandbox"))) {
            assertThat(files.map(file -> file.getFileName().toString()))
                    .noneMatch(name -> name.startsWith("variables-"));
        }
    }
}
