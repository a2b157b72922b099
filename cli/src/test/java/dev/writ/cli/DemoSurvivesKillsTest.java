package dev.writ.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.writ.Json;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Random;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.JsonNode;

/** Kills the demo's real process at random moments and starts it again on the same folder. */
class DemoSurvivesKillsTest {
    private static final int KILLS = 20;
    private static final long SEED = Long.getLong("writ.seed", 20_261_122);
    private static final long LONGEST_LIFE_MILLIS = 4_000;
    private static final long SHORTEST_LIFE_MILLIS = 700;

    @TempDir
    Path folder;

    @Test
    void killedTwentyTimesItStillProvesEverything() throws Exception {
        assumeTrue(
                Files.isExecutable(Path.of("/usr/bin/bwrap")), "bubblewrap is missing: the demo runs commands in it");
        Random random = new Random(SEED);
        Path data = folder.resolve("demo");
        int kills = 0;
        for (int i = 0; i < KILLS; i++) {
            Process demo = start(data);
            long life =
                    SHORTEST_LIFE_MILLIS + (long) (random.nextDouble() * (LONGEST_LIFE_MILLIS - SHORTEST_LIFE_MILLIS));
            if (!demo.waitFor(life, TimeUnit.MILLISECONDS)) {
                demo.destroyForcibly().waitFor();
                kills++;
            } else {
                assertHolds(demo);
            }
        }
        Process last = start(data);
        assertThat(last.waitFor(4, TimeUnit.MINUTES)).as("the demo ends").isTrue();
        assertHolds(last);
        assertThat(kills).isGreaterThan(KILLS / 2);
    }

    private void assertHolds(Process demo) throws IOException {
        String output = new String(demo.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        JsonNode report = Json.parse(output.strip().lines().toList().getLast());
        report.path("checks")
                .forEach(check -> assertThat(check.path("ok").asBoolean())
                        .as(check.path("scenario").asString() + ": "
                                + check.path("check").asString() + ": "
                                + check.path("evidence").asString())
                        .isTrue());
        assertThat(report.path("checks").size()).isGreaterThan(20);
        assertThat(report.path("ok").asBoolean()).isTrue();
    }

    private Process start(Path data) throws IOException {
        return new ProcessBuilder(List.of(
                        Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                        "--enable-native-access=ALL-UNNAMED",
                        "-XX:TieredStopAtLevel=1",
                        "-XX:+UseSerialGC",
                        "-cp",
                        System.getProperty("java.class.path"),
                        "dev.writ.cli.Main",
                        "demo",
                        "--json",
                        "--no-input",
                        "--data",
                        data.toString()))
                .redirectError(folder.resolve("stderr.log").toFile())
                .start();
    }
}
