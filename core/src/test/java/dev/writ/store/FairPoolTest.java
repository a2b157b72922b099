package dev.writ.store;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import java.lang.reflect.Proxy;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import javax.sql.DataSource;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** Who is interrupted takes and gives back connections as anybody else, and is interrupted still. */
class FairPoolTest {
    private final List<String> seen = Collections.synchronizedList(new ArrayList<>());

    private void saw(String what) {
        seen.add(what + (Thread.currentThread().isInterrupted() ? " interrupted" : " calmly"));
    }

    private DataSource pool() {
        Connection connection = (Connection) Proxy.newProxyInstance(
                getClass().getClassLoader(), new Class<?>[] {Connection.class}, (proxy, method, arguments) -> {
                    saw(method.getName());
                    return null;
                });
        return (DataSource) Proxy.newProxyInstance(
                getClass().getClassLoader(), new Class<?>[] {DataSource.class}, (proxy, method, arguments) -> {
                    saw(method.getName());
                    return connection;
                });
    }

    @Test
    void the_pool_is_met_calmly_and_the_interruption_stays() throws Exception {
        FairPool fair = new FairPool(pool(), 1, Duration.ofSeconds(10));
        Thread.currentThread().interrupt();
        try (Connection connection = fair.getConnection()) {
            connection.commit();
        }
        fair.getConnection().close();
        assertThat(Thread.interrupted()).isTrue();
        fair.close();
        assertThat(seen)
                .containsExactly(
                        "getConnection calmly",
                        "commit interrupted",
                        "close calmly",
                        "getConnection calmly",
                        "close calmly");
    }

    @Test
    void who_waits_too_long_is_told_so_and_a_connection_that_comes_back_is_lent_again() throws Exception {
        FairPool fair = new FairPool(pool(), 1, Duration.ofMillis(50));
        Connection only = fair.getConnection();
        assertThatExceptionOfType(FairPool.Busy.class).isThrownBy(fair::getConnection);
        only.close();
        only.close();
        Connection again = fair.getConnection();
        assertThatExceptionOfType(FairPool.Busy.class)
                .as("closing twice is closing once")
                .isThrownBy(fair::getConnection);
        again.close();
    }

    @Test
    @Timeout(60)
    void who_is_interrupted_while_waiting_in_line_meets_the_pool_calmly_too() throws Exception {
        FairPool fair = new FairPool(pool(), 1, Duration.ofSeconds(30));
        Connection only = fair.getConnection();
        Thread waiting = Thread.ofPlatform().start(() -> {
            try (Connection connection = fair.getConnection()) {
                connection.commit();
            } catch (SQLException e) {
                throw new AssertionError(e);
            }
        });
        while (waiting.getState() != Thread.State.TIMED_WAITING) {
            Thread.onSpinWait();
        }
        waiting.interrupt();
        only.close();
        waiting.join();
        fair.close();
        assertThat(seen)
                .containsExactly(
                        "getConnection calmly",
                        "close calmly",
                        "getConnection calmly",
                        "commit interrupted",
                        "close calmly");
    }

    @Test
    @Timeout(60)
    void an_interruption_in_the_very_moment_does_not_reach_who_gives_back() throws Exception {
        Thread me = Thread.currentThread();
        Connection connection = (Connection) Proxy.newProxyInstance(
                getClass().getClassLoader(), new Class<?>[] {Connection.class}, (proxy, method, arguments) -> {
                    me.interrupt();
                    saw(method.getName());
                    return null;
                });
        DataSource pool = (DataSource) Proxy.newProxyInstance(
                getClass().getClassLoader(),
                new Class<?>[] {DataSource.class},
                (proxy, method, arguments) -> connection);
        FairPool fair = new FairPool(pool, 1, Duration.ofSeconds(10));
        fair.getConnection().close();
        while (seen.isEmpty()) {
            Thread.onSpinWait();
        }
        assertThat(Thread.interrupted()).isTrue();
        assertThat(seen).containsExactly("close calmly");
    }

    /** More of them than processors, on a pool that has only begun to open its connections. */
    @Test
    @Timeout(60)
    void virtual_threads_that_are_interrupted_while_they_read_do_not_keep_each_other_from_running(@TempDir Path folder)
            throws Exception {
        for (int round = 0; round < 5; round++) {
            try (Database database = SqliteStore.open(folder.resolve("writ-" + round + ".db"));
                    ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor()) {
                List<Future<Long>> all = new ArrayList<>();
                for (int i = 0; i < 64; i++) {
                    all.add(threads.submit(() -> {
                        long read = 0;
                        for (int j = 0; j < 200; j++) {
                            Thread.currentThread().interrupt();
                            read += database.read(handle -> handle.createQuery("SELECT 1")
                                    .mapTo(Long.class)
                                    .one());
                        }
                        return read;
                    }));
                }
                for (Future<Long> one : all) {
                    assertThat(one.get(30, TimeUnit.SECONDS)).isEqualTo(200);
                }
            }
        }
    }
}
