package dev.writ.sandbox;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeFalse;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.StandardProtocolFamily;
import java.net.UnixDomainSocketAddress;
import java.nio.channels.ServerSocketChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.TestInstance.Lifecycle;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * What a hostile command tries in each profile, and does not get. {@link EscapeAttempt} lists it; nothing of it ever runs
 * outside a box. This class has workspaces of whoever runs the tests; in containers that is the administrator.
 */
@Timeout(120)
@TestInstance(Lifecycle.PER_CLASS)
class SandboxIsolationTest {
    private static final Duration LONG = Duration.ofSeconds(20);

    TestingSandbox box;
    private Path folder;
    private Path other;
    private Process host;
    private String abstractName = "";
    private ServerSocket server;
    private ServerSocketChannel beside;
    private ServerSocketChannel within;

    @BeforeAll
    void open(@TempDir Path temporary) throws Exception {
        folder = temporary.toRealPath();
        box = new TestingSandbox(folder);
        other = Files.createDirectory(folder.resolve("other"));
        Files.writeString(other.resolve("secret"), "private");
        Files.createDirectories(box.file(".git/hooks"));
        Files.writeString(box.file(".git/config"), "[core]\n");
        Files.writeString(box.file(".envrc"), "original\n");
        Files.writeString(box.file("kept"), "kept");
        server = new ServerSocket(0, 1, InetAddress.getLoopbackAddress());
        beside = listen(other.resolve("socket"));
        within = listen(box.file("s"));
        for (Path path : List.of(folder, other)) {
            Files.setPosixFilePermissions(path, PosixFilePermissions.fromString("rwxr-xr-x"));
        }
        abstractName = "writ-host-process-" + UUID.randomUUID();
        host = hostProcess(abstractName);
        prepare();
    }

    /** For subclasses, to change the workspace before it is used. */
    void prepare() throws IOException {
        // Its owner is who runs the tests.
    }

    @AfterAll
    void close() throws Exception {
        host.destroyForcibly().waitFor();
        server.close();
        beside.close();
        within.close();
    }

    static Stream<Arguments> attempts() {
        return EscapeAttempt.ALL.stream()
                .flatMap(attempt -> attempt.profiles().stream().map(profile -> Arguments.of(profile, attempt)));
    }

    @ParameterizedTest(name = "{0}: {1}")
    @MethodSource("attempts")
    void it_cannot(SandboxProfile profile, EscapeAttempt attempt) throws Exception {
        assumeTrue(mustFail(profile, attempt), "allowed here");
        String output = attempt(profile, attempt.text());
        assumeFalse(output.contains("SKIP"), output);
        assertThat(output).doesNotContain("GOT");
        assertThat(box.file(".git/hooks")).isEmptyDirectory();
        assertThat(box.file(".git/config")).hasContent("[core]");
        assertThat(box.file(".envrc")).hasContent("original");
        assertThat(box.file("kept")).hasContent("kept");
        assertThat(folder.resolve("victim")).doesNotExist();
    }

    /** Without this the attempts above might fail for another reason than the box. */
    @ParameterizedTest
    @MethodSource("profiles")
    void what_an_attempt_gets_would_be_seen(SandboxProfile profile) throws Exception {
        assertThat(attempt(profile, "[ \"$(cat kept)\" = kept ] && echo GOT")).isEqualTo("GOT\n");
        assertThat(attempt(
                        profile,
                        "perl -e 'print \"GOT\" if syscall(shift) > 0' "
                                + (System.getProperty("os.arch").equals("amd64") ? 39 : 172)))
                .isEqualTo("GOT");
    }

    @Test
    void a_writing_command_can_write_in_its_workspace() throws Exception {
        attempt(SandboxProfile.FULL, "touch made; git init -q . 2> /dev/null; echo x > .git/HEAD");
        assertThat(box.file("made")).exists();
        assertThat(box.file(".git/HEAD")).hasContent("x");
    }

    @ParameterizedTest
    @MethodSource("profiles")
    void nothing_of_it_survives_its_time(SandboxProfile profile) throws Exception {
        String marker = "writ-survivor-" + UUID.randomUUID();
        CommandResult result = box.sandbox()
                .run(box.command(
                        profile,
                        Duration.ofMillis(700),
                        "sh",
                        "-c",
                        "setsid sh -c 'trap \"\" TERM HUP; while :; do sleep 1; done' " + marker
                                + " > /dev/null 2>&1 & sleep 300"));
        assertThat(result.timedOut()).isTrue();
        TestingProcesses.until(() -> !TestingProcesses.mention(marker));
    }

    static Stream<SandboxProfile> profiles() {
        return Stream.of(SandboxProfile.values());
    }

    private String attempt(SandboxProfile profile, String text) throws Exception {
        Map<String, String> names = Map.of(
                "other", other.toString(),
                "data", folder.resolve("sandbox").toString(),
                "victim", folder.resolve("victim").toString(),
                "port", Integer.toString(server.getLocalPort()),
                "socket", box.file("s").toString(),
                "abstract", abstractName,
                "hostpid", Long.toString(host.pid()));
        StringBuilder script = new StringBuilder(EscapeAttempt.GUARD);
        names.forEach((name, value) -> {
            if (!name.equals("abstract") || text.contains("abstract")) {
                script.append("export ").append(name).append("='").append(value).append("'\n");
            }
        });
        Outcome outcome = run(profile, script.append(text).toString());
        assertThat(outcome.exitCode()).as(outcome.output()).isNotEqualTo(99);
        return outcome.output();
    }

    record Outcome(int exitCode, String output) {}

    /** For subclasses, to run it in another way. */
    Outcome run(SandboxProfile profile, String text) throws Exception {
        CommandResult result = box.sandbox().run(box.command(profile, LONG, "sh", "-c", text));
        assertThat(result.layers()).contains("profile:" + profile.id());
        return new Outcome(result.exitCode(), result.output().text());
    }

    /** For subclasses whose boxes allow something that this profile does not. */
    boolean mustFail(SandboxProfile profile, EscapeAttempt attempt) {
        return attempt.profiles().contains(profile);
    }

    /** A process of the machine that listens on an abstract socket, where perl is there to do that. */
    private static Process hostProcess(String abstractName) throws IOException {
        boolean perl = Files.isExecutable(Path.of("/usr/bin/perl"));
        assumeTrue(perl, "perl, in which many attempts are written, is not installed here");
        Process process = new ProcessBuilder(
                        "/usr/bin/perl",
                        "-MSocket",
                        "-e",
                        "socket(S, PF_UNIX, SOCK_STREAM, 0); bind(S, pack('S a*', 1, \"\\0$ARGV[0]\")) or die;"
                                + " listen(S, 5); syswrite STDOUT, 'x'; sleep 60",
                        abstractName)
                .redirectErrorStream(true)
                .start();
        assertThat(process.getInputStream().read()).isEqualTo('x');
        return process;
    }

    private static ServerSocketChannel listen(Path path) throws IOException {
        ServerSocketChannel channel = ServerSocketChannel.open(StandardProtocolFamily.UNIX);
        channel.bind(UnixDomainSocketAddress.of(path));
        Files.setPosixFilePermissions(path, PosixFilePermissions.fromString("rwxrwxrwx"));
        return channel;
    }
}
