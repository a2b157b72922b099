package dev.writ.server;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.Statement;
import java.time.Duration;
import java.util.concurrent.locks.LockSupport;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** {@code /readyz} says whether Writ takes work, and if not, why. */
@Timeout(120)
class ReadinessTest {
    private static final Duration LONGEST_WAIT = Duration.ofSeconds(60);

    @TempDir
    Path folder;

    private TestingApi api;

    @BeforeEach
    void start() {
        api = TestingApi.start(folder, new TestingModel());
    }

    @AfterEach
    void stop() {
        api.close();
    }

    private String ask() {
        return api.raw("GET /readyz HTTP/1.1", "Host: localhost", "Connection: close");
    }

    private String until(String status) {
        long end = System.nanoTime() + LONGEST_WAIT.toNanos();
        while (true) {
            String answer = ask();
            if (answer.startsWith("HTTP/1.1 " + status)) {
                return answer;
            }
            assertThat(System.nanoTime()).as(answer).isLessThan(end);
            LockSupport.parkNanos(Duration.ofMillis(50).toNanos());
        }
    }

    @Test
    void ready_it_says_so() {
        assertThat(ask()).startsWith("HTTP/1.1 200").endsWith("ready");
    }

    @Test
    void while_it_shuts_down_it_is_not_and_still_alive() {
        api.writ.drain();
        assertThat(ask()).startsWith("HTTP/1.1 503").contains("unavailable", "Writ is shutting down.");
        assertThat(api.raw("GET /healthz HTTP/1.1", "Host: localhost", "Connection: close"))
                .startsWith("HTTP/1.1 200");
    }

    @Test
    void a_full_disk_shows_and_passes() {
        pages(1);
        assertThat(until("503")).contains("unavailable", "The store cannot be written");
        pages(1_000_000);
        assertThat(until("200")).endsWith("ready");
    }

    /** SQLite takes no less than the database has. */
    private void pages(long most) {
        api.writ
                .core()
                .database()
                .write(transaction -> transaction
                        .handle()
                        .createQuery("PRAGMA max_page_count = " + most)
                        .mapTo(Long.class)
                        .one());
    }

    @Test
    void a_store_that_another_process_locks_shows_and_passes() throws Exception {
        try (Connection other =
                        DriverManager.getConnection("jdbc:sqlite:" + folder.resolve(".local/share/writ/writ.db"));
                Statement statement = other.createStatement()) {
            statement.execute("BEGIN IMMEDIATE");
            long from = System.nanoTime();
            String answer = until("503");
            assertThat(answer).containsAnyOf("has not taken a write", "The store cannot be written");
            assertThat(Duration.ofNanos(System.nanoTime() - from)).isLessThan(Duration.ofSeconds(30));
            statement.execute("ROLLBACK");
        }
        assertThat(until("200")).endsWith("ready");
    }
}
