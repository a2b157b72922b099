package dev.writ.server.chaos;

import dev.writ.server.TestingPostgres;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;

/** {@code ./writ chaos}: kills servers for long, on both databases, and looks whether all that must hold does. */
final class ChaosRun {
    private static final Duration LONGEST_LIFE = Duration.ofMillis(1_500);

    private ChaosRun() {}

    /** @param arguments how many kills, the seed, and a folder for what remains; the exit code is 1 where something broke */
    public static void main(String[] arguments) throws Exception {
        int kills = Integer.parseInt(arguments[0]);
        long seed = Long.parseLong(arguments[1]);
        Path folder = Files.createDirectories(Path.of(arguments[2]).toAbsolutePath());
        System.out.println("seed " + seed + "; data, logs and what was seen stay in " + folder);
        int onPostgres = kills / 4;
        boolean holds = run(
                        folder.resolve("file"),
                        Chaos.Place.ofFile(folder.resolve("file").resolve("writ.db")),
                        1,
                        kills - onPostgres,
                        seed)
                & run(
                        folder.resolve("postgresql"),
                        Chaos.Place.ofPostgres(TestingPostgres.address(folder)),
                        3,
                        onPostgres,
                        seed);
        System.exit(holds ? 0 : 1);
    }

    private static boolean run(Path folder, Chaos.Place place, int servers, int kills, long seed) throws Exception {
        Instant from = Instant.now();
        Files.createDirectories(folder);
        try (Chaos chaos = new Chaos(folder, place, servers, seed)) {
            List<Duration> starts = chaos.kill(kills, LONGEST_LIFE);
            List<Breach> breaches = chaos.breaches();
            System.out.println(folder.getFileName() + ": " + servers + (servers == 1 ? " server, " : " servers, ")
                    + kills + " kills in "
                    + Duration.between(from, Instant.now()).toSeconds() + " s");
            System.out.println("  " + chaos.story());
            if (!starts.isEmpty()) {
                System.out.println(
                        "  serves again after " + starts.get(starts.size() / 2).toMillis() + " ms (median), "
                                + starts.getFirst().toMillis() + " ms (longest)");
            }
            breaches.forEach(breach -> System.out.println("  BROKEN " + breach));
            System.out.println(breaches.isEmpty() ? "  everything holds" : "  see the logs in " + folder);
            return breaches.isEmpty();
        }
    }
}
