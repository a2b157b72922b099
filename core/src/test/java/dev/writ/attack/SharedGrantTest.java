package dev.writ.attack;

import static org.assertj.core.api.Assertions.assertThat;

import dev.writ.TestingClock;
import dev.writ.permission.Assignment;
import dev.writ.store.PostgresAddress;
import dev.writ.store.TestingPostgres;
import java.nio.file.Path;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** JIT-6 with two nodes that have heard nothing of each other yet: the record of a call asks the database. */
class SharedGrantTest {
    private static final String READ = "file_system_listing.read_file";

    @TempDir
    Path folder;

    private TestingWrit one;
    private TestingWrit two;

    @BeforeEach
    void start() {
        PostgresAddress address = TestingPostgres.address(folder);
        TestingClock clock = new TestingClock();
        one = TestingWrit.node(folder.resolve("one"), address, clock);
        two = TestingWrit.node(folder.resolve("two"), address, clock);
    }

    @AfterEach
    void stop() {
        two.close();
        one.close();
    }

    @Test
    void whatOneNodeRevokedTheOtherRefusesFromThenOn() {
        String task = one.task();
        two.file("a/b.txt", "text");
        Assignment grant = one.grant(task, "file_system_listing", "{'read': ['a/**']}");
        assertThat(two.tries(task, READ, "{'path': 'a/b.txt'}")).isEqualTo("succeeded");
        one.revoke(grant);
        assertThat(two.tries(task, READ, "{'path': 'a/b.txt'}")).startsWith("denied:");
    }

    @Test
    void usesAreCountedOverBoth() {
        String task = one.task();
        one.file("a/b.txt", "text");
        two.file("a/b.txt", "text");
        one.grant(task, "file_system_listing", "{'read': ['a/**']}", TestingWrit.HOUR, 2);
        assertThat(one.tries(task, READ, "{'path': 'a/b.txt'}")).isEqualTo("succeeded");
        assertThat(two.tries(task, READ, "{'path': 'a/b.txt'}")).isEqualTo("succeeded");
        assertThat(one.tries(task, READ, "{'path': 'a/b.txt'}")).startsWith("denied:");
        assertThat(two.tries(task, READ, "{'path': 'a/b.txt'}")).startsWith("denied:");
    }
}
