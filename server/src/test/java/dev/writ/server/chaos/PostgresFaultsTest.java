package dev.writ.server.chaos;

import static org.assertj.core.api.Assertions.assertThat;

import dev.writ.server.TestingPostgres;
import io.zonky.test.db.postgres.embedded.EmbeddedPostgres;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.concurrent.TimeUnit;
import java.util.function.BooleanSupplier;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledIfSystemProperty;
import org.junit.jupiter.api.io.CleanupMode;
import org.junit.jupiter.api.io.TempDir;

/** A database server that goes away, is cut off or is slow: the servers say so, lose nothing, and go on by themselves. */
@EnabledIfSystemProperty(named = "writ.faults", matches = "true", disabledReason = "It takes minutes.")
class PostgresFaultsTest {
    private static final long SEED = Long.getLong("writ.seed", System.nanoTime());

    @TempDir(cleanup = CleanupMode.ON_SUCCESS)
    Path folder;

    @Test
    void connections_that_are_cut_between_any_two_bytes_lose_nothing() throws Exception {
        Chaos.Place direct = Chaos.Place.ofPostgres(TestingPostgres.address(folder));
        try (CuttingProxy proxy = new CuttingProxy(port(direct), SEED);
                Chaos chaos = new Chaos(folder, through(proxy, direct), 1, SEED)) {
            work(chaos, 4);
            proxy.cutting(true);
            // Not a wait for something: this is how long it is cut.
            TimeUnit.SECONDS.sleep(5);
            proxy.cutting(false);
            proxy.cutAll();
            work(chaos, 4);
            assertThat(proxy.cuts()).isGreaterThan(10);
            holds(chaos);
        }
    }

    @Test
    void a_database_server_that_stops_and_starts_is_waited_for() throws Exception {
        Path data = folder.resolve("postgresql");
        EmbeddedPostgres first = postgres(data, 0);
        int port = first.getPort();
        try (Chaos chaos = new Chaos(
                folder, Chaos.Place.ofPostgres("postgresql://postgres@localhost:" + port + "/postgres"), 1, SEED)) {
            work(chaos, 4);
            first.close();
            until(chaos, () -> chaos.load().answers().containsKey("refused: store_unreachable"));
            EmbeddedPostgres second = postgres(data, port);
            try {
                work(chaos, 4);
                holds(chaos);
            } finally {
                second.close();
            }
        } finally {
            first.close();
        }
    }

    @Test
    void a_database_that_is_slow_is_waited_for_and_nobody_is_taken_for_dead() throws Exception {
        Chaos.Place direct = Chaos.Place.ofPostgres(TestingPostgres.address(folder));
        try (CuttingProxy proxy = new CuttingProxy(port(direct), SEED);
                Chaos chaos = new Chaos(folder, through(proxy, direct), 1, SEED)) {
            work(chaos, 2);
            proxy.delay(Duration.ofMillis(40));
            work(chaos, 2);
            proxy.delay(Duration.ZERO);
            holds(chaos);
            assertThat(chaos.said()).doesNotContain("for dead");
        }
    }

    private static EmbeddedPostgres postgres(Path data, int port) throws IOException {
        EmbeddedPostgres.Builder builder = EmbeddedPostgres.builder()
                .setDataDirectory(data)
                .setCleanDataDirectory(false)
                .setServerConfig("max_connections", "100");
        return (port == 0 ? builder : builder.setPort(port)).start();
    }

    private static int port(Chaos.Place place) {
        return java.net.URI.create(place.database()).getPort();
    }

    private static Chaos.Place through(CuttingProxy proxy, Chaos.Place direct) {
        return new Chaos.Place(
                direct.database().replace(":" + port(direct) + "/", ":" + proxy.port() + "/"), direct.jdbcUrl());
    }

    /** So many requests more are taken. */
    private static void work(Chaos chaos, int more) throws InterruptedException {
        int from = chaos.load().acknowledged();
        until(chaos, () -> chaos.load().acknowledged() >= from + more);
    }

    private static void until(Chaos chaos, BooleanSupplier condition) throws InterruptedException {
        long end = System.nanoTime() + Duration.ofMinutes(3).toNanos();
        while (!condition.getAsBoolean()) {
            assertThat(System.nanoTime())
                    .as(() -> chaos.load().answers() + "\n" + chaos.said())
                    .isLessThan(end);
            TimeUnit.MILLISECONDS.sleep(20);
        }
    }

    private static void holds(Chaos chaos) throws Exception {
        assertThat(chaos.breaches())
                .as(() -> "seed " + SEED + "\n" + chaos.said())
                .isEmpty();
        System.out.println("seed " + SEED + ": " + chaos.story());
    }
}
