package dev.writ.server.chaos;

import static org.assertj.core.api.Assertions.assertThat;

import dev.writ.server.TestingPostgres;
import java.nio.file.Path;
import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.CleanupMode;
import org.junit.jupiter.api.io.TempDir;

/**
 * Servers are killed with SIGKILL at random moments of real work: what was acknowledged reaches its end, and nothing unsafe
 * happens twice. {@code ./writ chaos} does the same for as long as one likes.
 */
class KillTest {
    private static final long SEED = Long.getLong("writ.seed", System.nanoTime());

    @TempDir(cleanup = CleanupMode.ON_SUCCESS)
    Path folder;

    @Test
    void a_server_on_a_file_is_killed_fourteen_times() throws Exception {
        survives(Chaos.Place.ofFile(folder.resolve("writ.db")), 1, 14);
    }

    @Test
    void two_servers_on_postgresql_are_killed_six_times() throws Exception {
        survives(Chaos.Place.ofPostgres(TestingPostgres.address(folder)), 2, 6);
    }

    private void survives(Chaos.Place place, int servers, int kills) throws Exception {
        try (Chaos chaos = new Chaos(folder, place, servers, SEED)) {
            chaos.kill(kills, Duration.ofMillis(1_500));
            assertThat(chaos.breaches())
                    .as(() -> "seed " + SEED + "\n" + chaos.said())
                    .isEmpty();
            System.out.println("seed " + SEED + ": " + kills + " kills; " + chaos.story());
            assertThat(chaos.load().acknowledged()).isPositive();
            assertThat(evidenceOfWork(chaos)).as("marks on the disk").isPositive();
        }
    }

    private static long evidenceOfWork(Chaos chaos) {
        return chaos.evidence.marks().size();
    }
}
