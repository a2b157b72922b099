package dev.writ.sandbox;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import com.sun.net.httpserver.HttpServer;
import dev.writ.FailureCode;
import dev.writ.permission.Host;
import dev.writ.sandbox.network.NetworkUse;
import java.io.IOException;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.InstantSource;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.TestInstance.Lifecycle;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * A real command with one host, a server on this machine's loopback: it reaches that one, through the proxy alone, and
 * nothing else of what a hostile command tries.
 */
@Timeout(120)
@TestInstance(Lifecycle.PER_CLASS)
class SandboxNetworkTest {
    private static final Duration LONG = Duration.ofSeconds(30);

    TestingSandbox box;
    private HttpServer granted;
    private HttpServer other;

    @BeforeAll
    void open(@TempDir Path temporary) throws Exception {
        assumeTrue(Files.isExecutable(Path.of("/usr/bin/perl")), "perl, in which the attempts are written, is missing");
        box = new TestingSandbox(temporary);
        granted = server("granted");
        other = server("GOT");
        prepare();
    }

    /** For subclasses, to change the workspace before it is used. */
    void prepare() throws IOException {
        // Its owner is who runs the tests.
    }

    @AfterAll
    void close() {
        granted.stop(0);
        other.stop(0);
    }

    @Test
    void what_the_call_names_is_reached_by_a_plain_request() throws Exception {
        CommandResult result = run(NetworkAttempt.perl(NetworkAttempt.PLAIN, address(granted), "/hello?a=b"));
        assertThat(result.output().text()).as(result.toString()).contains("200", "granted /hello?a=b");
        assertThat(result.network().allowed()).containsExactly(host(granted));
        assertThat(result.network().refused()).isEmpty();
        assertThat(result.network().made()).singleElement().satisfies(made -> {
            assertThat(made.host()).isEqualTo(host(granted));
            assertThat(made.connections()).isEqualTo(1);
            assertThat(made.received()).isPositive();
        });
        assertThat(result.layers()).contains("network: proxy (" + host(granted) + ")");
    }

    @Test
    void what_the_call_names_is_reached_by_a_tunnel() throws Exception {
        CommandResult result = run(NetworkAttempt.perl(NetworkAttempt.TUNNEL, address(granted)));
        assertThat(result.output().text()).as(result.toString()).contains("granted /");
    }

    @Test
    void another_port_of_the_same_machine_is_refused_by_name() throws Exception {
        CommandResult result = run(NetworkAttempt.perl(NetworkAttempt.PLAIN, address(other), "/"));
        assertThat(result.output().text()).contains("403").doesNotContain("GOT");
        assertThat(result.network().made()).isEmpty();
        assertThat(result.network().refused())
                .containsExactly(new NetworkUse.Refusal(address(other), NetworkUse.NOT_NAMED, 1));
    }

    static Stream<NetworkAttempt> attempts() {
        return NetworkAttempt.ALL.stream();
    }

    @ParameterizedTest
    @MethodSource("attempts")
    void it_cannot(NetworkAttempt attempt) throws Exception {
        String before = "export other=" + other.getAddress().getPort() + " granted="
                + granted.getAddress().getPort() + "\n";
        CommandResult result = run(EscapeAttempt.GUARD + before + attempt.text());
        assertThat(result.exitCode()).as(result.toString()).isNotEqualTo(99);
        assertThat(result.output().text()).contains("TRIED").doesNotContain("GOT");
    }

    @Test
    void its_programs_find_the_proxy_in_the_usual_variables_and_no_others_of_ours() throws Exception {
        assertThat(run("env | cut -d= -f1 | sort | tr '\\n' ' '").output().text())
                .isEqualTo("ALL_PROXY HOME HTTPS_PROXY HTTP_PROXY LANG NO_PROXY PATH PWD TERM all_proxy http_proxy"
                        + " https_proxy no_proxy ");
    }

    @Test
    void it_starts_only_when_the_way_out_is_open_and_has_no_child_that_it_did_not_start() throws Exception {
        assertThat(run("""
                                cat /proc/net/tcp /proc/net/tcp6 | grep -c ':0C38 .* 0A '
                                for c in $(cat /proc/$$/task/$$/children); do readlink /proc/$c/exe; done | grep -c java
                                """).output().text()).isEqualTo("1\n0\n");
    }

    @Test
    void a_command_without_hosts_has_neither_relay_nor_socket() throws Exception {
        CommandResult result = box.shell("ls -A /run; env | grep -i proxy; cat /proc/net/tcp | wc -l");
        assertThat(result.output().text().strip()).isEqualTo("1");
        assertThat(result.network()).isEqualTo(NetworkUse.NONE);
        assertThat(result.layers()).noneMatch(layer -> layer.startsWith("network:"));
    }

    @Test
    void nothing_is_left_of_it_on_the_machine() throws Exception {
        List<Path> before = doors();
        run("true");
        CommandResult killed = box.sandbox()
                .run(new SandboxedCommand(
                        box.workspace(),
                        List.of("sleep", "60"),
                        "",
                        "",
                        SandboxProfile.FULL,
                        List.of(host(granted)),
                        Duration.ofSeconds(1)));
        assertThat(killed.timedOut()).isTrue();
        long end = System.nanoTime() + LONG.toNanos();
        List<Path> left = doors();
        while (!before.containsAll(left) && System.nanoTime() < end) {
            Thread.onSpinWait();
            left = doors();
        }
        assertThat(before).containsAll(left);
    }

    @Test
    void it_is_known_whether_commands_can_be_given_a_way_to_hosts() throws Exception {
        assertThat(box.sandbox().missingNetwork()).isEmpty();
        Sandbox without =
                new Sandbox(box.file("own"), InstantSource.system(), Path.of("/nowhere/bwrap"), TestingSandbox.SMALL);
        assertThat(without.missingNetwork())
                .hasValueSatisfying(failure -> assertThat(failure.code()).isEqualTo(FailureCode.PROTECTION_MISSING));
    }

    @Test
    void what_a_killed_writ_left_behind_is_removed() throws Exception {
        Path ours =
                Files.createTempDirectory("writ-net-" + ProcessHandle.current().pid() + "-");
        Path anothers = Files.createTempDirectory("writ-net-999999999999-");
        Files.createFile(anothers.resolve("proxy"));
        BoxNetwork.removeAbandoned();
        assertThat(anothers).doesNotExist();
        assertThat(ours).exists();
        Files.delete(ours);
    }

    @Test
    void a_command_that_only_looks_has_no_network() {
        assertThatExceptionOfType(IllegalArgumentException.class)
                .isThrownBy(() -> new SandboxedCommand(
                        box.workspace(),
                        List.of("true"),
                        "",
                        "",
                        SandboxProfile.READ_ONLY,
                        List.of(host(granted)),
                        LONG));
    }

    /** For subclasses, to run it in another way. */
    CommandResult run(String text) throws Exception {
        return box.sandbox()
                .run(new SandboxedCommand(
                        box.workspace(),
                        List.of("sh", "-c", text),
                        "",
                        "",
                        SandboxProfile.FULL,
                        List.of(host(granted)),
                        LONG));
    }

    /** Those of this process. Other tests of it may run beside this one, so any of them may go, too. */
    private static List<Path> doors() throws IOException {
        String own = "writ-net-" + ProcessHandle.current().pid() + "-";
        try (Stream<Path> files = Files.list(Path.of(System.getProperty("java.io.tmpdir")))) {
            return files.filter(file -> file.getFileName().toString().startsWith(own))
                    .sorted()
                    .toList();
        }
    }

    Host granted() {
        return host(granted);
    }

    private static Host host(HttpServer server) {
        return Host.parse(address(server));
    }

    private static String address(HttpServer server) {
        return "127.0.0.1:" + server.getAddress().getPort();
    }

    private static HttpServer server(String answer) throws IOException {
        HttpServer server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 16);
        server.createContext("/", exchange -> {
            byte[] body = (answer + " " + exchange.getRequestURI() + "\n").getBytes(StandardCharsets.US_ASCII);
            exchange.sendResponseHeaders(200, body.length);
            try (OutputStream stream = exchange.getResponseBody()) {
                stream.write(body);
            }
        });
        server.start();
        return server;
    }
}
