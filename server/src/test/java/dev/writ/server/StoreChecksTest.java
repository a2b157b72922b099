package dev.writ.server;

import static org.assertj.core.api.Assertions.assertThat;

import dev.writ.server.Doctor.Check;
import dev.writ.server.Doctor.State;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What {@code writ doctor} says of a PostgreSQL server. */
class StoreChecksTest {
    @TempDir
    Path folder;

    private List<Check> checks(String address, InstantSource clock) {
        Settings settings = Settings.load(Map.of("database", address), Map.of("HOME", folder.toString()));
        return new StoreChecks(settings, clock).all();
    }

    private List<Check> checks(String address) {
        return checks(address, InstantSource.system());
    }

    private static Check named(List<Check> checks, String name) {
        return checks.stream()
                .filter(check -> check.name().equals(name))
                .findFirst()
                .orElseThrow();
    }

    @Test
    void where_writ_stores_in_a_file_there_is_nothing_to_say() {
        Settings settings = Settings.load(Map.of(), Map.of("HOME", folder.toString()));
        assertThat(new StoreChecks(settings, InstantSource.system()).all()).isEmpty();
    }

    @Test
    void an_empty_database_is_fine() {
        List<Check> checks = checks(TestingPostgres.address(folder));
        assertThat(checks).filteredOn(check -> check.state() == State.MISSING).isEmpty();
        assertThat(named(checks, "database server").detail()).contains("PostgreSQL ");
        assertThat(named(checks, "database version").detail()).startsWith("empty");
    }

    @Test
    void a_database_at_work_says_its_version_and_its_nodes() {
        String address = TestingPostgres.address(folder);
        TestingWrit writ = TestingWrit.node(folder.resolve("node"), address, new TestingModel());
        try {
            // This folder has not the key of the log: nobody gave it to it.
            assertThat(named(checks(address), "audit key").state()).isEqualTo(State.MISSING);
            assertThat(named(checks(address), "database version"))
                    .satisfies(check -> assertThat(check.state()).isEqualTo(State.OK))
                    .satisfies(check -> assertThat(check.detail()).endsWith(", 1 node works on it"));
        } finally {
            writ.close();
        }
    }

    @Test
    void a_server_that_does_not_answer_is_said_to() throws Exception {
        int port;
        try (ServerSocket closed = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            port = closed.getLocalPort();
        }
        assertThat(checks("postgresql://ada@127.0.0.1:" + port + "/writ"))
                .singleElement()
                .satisfies(check -> {
                    assertThat(check.state()).isEqualTo(State.MISSING);
                    assertThat(check.detail()).contains("does not answer");
                });
    }

    @Test
    void an_unknown_user_and_an_unknown_database_are_told_apart() {
        String address = TestingPostgres.address(folder);
        assertThat(checks(address.replace("postgres@", "nobody@")))
                .singleElement()
                .satisfies(check -> assertThat(check.detail()).contains("refuses the user or the password"));
        assertThat(checks(address.replaceFirst("/writ_[^/]*$", "/none")))
                .singleElement()
                .satisfies(check -> assertThat(check.hint()).contains("CREATE DATABASE"));
    }

    @Test
    void a_user_without_rights_is_told_which() {
        String address = TestingPostgres.address(folder);
        String name = "reader_" + address.substring(address.lastIndexOf('_') + 1, address.lastIndexOf('_') + 9);
        TestingPostgres.execute("CREATE ROLE " + name + " LOGIN");
        TestingWrit.node(folder.resolve("node"), address, new TestingModel()).close();
        assertThat(checks(address.replace("postgres@", name + "@")))
                .singleElement()
                .satisfies(check -> {
                    assertThat(check.state()).isEqualTo(State.MISSING);
                    assertThat(check.detail()).contains("may not do what Writ needs");
                    assertThat(check.hint()).contains("own the schema");
                });
    }

    @Test
    void clocks_that_differ_are_told() {
        InstantSource late = () -> Instant.now().minus(Duration.ofMinutes(1));
        Check check = named(checks(TestingPostgres.address(folder), late), "database clock");
        assertThat(check.state()).isEqualTo(State.WARNING);
        assertThat(check.detail()).contains("ahead of the clock of this machine");
    }
}
