package dev.writ.server;

import static org.assertj.core.api.Assertions.assertThat;

import dev.writ.entity.EntityKind;
import dev.writ.entity.Tunable;
import dev.writ.improvement.Experiment;
import dev.writ.improvement.Experiment.State;
import dev.writ.improvement.gate.Outcome;
import dev.writ.improvement.gate.Stage;
import java.io.BufferedReader;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** {@code kill -9} of a real process in the middle of an experiment loses neither what was measured nor what is in force. */
class KilledExperimentTest {
    @TempDir
    Path folder;

    private @Nullable Process process;
    private @Nullable TestingWrit writ;

    @AfterEach
    void stop() throws InterruptedException {
        if (process != null) {
            process.destroyForcibly().waitFor();
        }
        if (writ != null) {
            writ.close();
        }
    }

    @Test
    void killed_while_tasks_are_run_again_and_when_it_is_just_in_force_it_comes_to_the_same_end() throws Exception {
        List<Outcome> replayed = killedAt(Stage.REPLAY, 5);
        List<Outcome> watched = killedAt(Stage.FULL, 0);
        assertThat(watched).containsAll(replayed);

        TestingWrit last = TestingWrit.start(folder, ExperimentNode.model());
        writ = last;
        for (int i = 0; i < 50 && experiment(last).state().isOpen(); i++) {
            ExperimentNode.work(last, folder, 4);
        }
        Experiment ended = experiment(last);
        assertThat(ended.state()).as(ended.reason()).isEqualTo(State.PROMOTED);
        assertThat(lines(last)).isEqualTo(2 * ExperimentNode.POOR);
        assertThat(outcomes(last)).containsAll(watched);
        assertThat(outcomes(last)).extracting(Outcome::tree).doesNotHaveDuplicates();
        last.until(
                () -> last.value(
                                        "SELECT COUNT(*) FROM tree_versions WHERE state = 'open' AND stage = 'replay'"
                                                + " AND experiment = ?",
                                        ended.id())
                                .equals("0")
                        && copies(last, ended) == 0,
                () -> "something of the recorded tasks is left");
    }

    private static long copies(TestingWrit writ, Experiment experiment) {
        Path folder = writ.settings.dataFolder().resolve("trials").resolve(experiment.id());
        if (Files.notExists(folder)) {
            return 0;
        }
        try (Stream<Path> copies = Files.list(folder)) {
            return copies.count();
        } catch (IOException e) {
            throw new AssertionError(e);
        }
    }

    /**
     * Lets a process of its own work until so much more is measured in the stage, and kills it.
     *
     * @return what is on record afterwards, which is at least what the process had seen
     */
    private List<Outcome> killedAt(Stage stage, int more) throws Exception {
        Process started = new ProcessBuilder(
                        Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                        "--enable-native-access=ALL-UNNAMED",
                        "-XX:TieredStopAtLevel=1",
                        "-XX:+UseSerialGC",
                        "-cp",
                        System.getProperty("java.class.path"),
                        ExperimentNode.class.getName(),
                        folder.toString())
                .redirectError(folder.resolve("stderr.log").toFile())
                .start();
        process = started;
        int seen = seen(started.inputReader(), stage, more);
        started.destroyForcibly().waitFor();

        TestingWrit found = TestingWrit.open(folder, ExperimentNode.model());
        try {
            Experiment experiment = experiment(found);
            assertThat(outcomes(found)).hasSizeGreaterThanOrEqualTo(seen);
            boolean holdsForAll = experiment.stage() == Stage.FULL;
            int active = found.parts()
                    .definitions()
                    .get(EntityKind.TOOL, ExperimentNode.TOOL)
                    .activeVersion();
            assertThat(active).isEqualTo(holdsForAll ? experiment.candidate() : experiment.incumbent());
            assertThat(lines(found)).isEqualTo(holdsForAll ? 2 * ExperimentNode.POOR : ExperimentNode.POOR);
            return outcomes(found);
        } finally {
            found.close();
        }
    }

    /** How many outcomes the process has seen by then, of all stages. */
    private int seen(BufferedReader says, Stage stage, int more) throws IOException {
        int atFirst = -1;
        for (String line = says.readLine(); line != null; line = says.readLine()) {
            String[] parts = line.split(" ", -1);
            if (parts.length == 3 && parts[0].equals(stage.id())) {
                int outcomes = Integer.parseInt(parts[2]);
                atFirst = atFirst < 0 ? outcomes : atFirst;
                if (outcomes >= atFirst + more) {
                    return outcomes;
                }
            }
        }
        throw new AssertionError("the process ended by itself: " + Files.readString(folder.resolve("stderr.log")));
    }

    private static Experiment experiment(TestingWrit writ) {
        return ExperimentNode.experiment(writ).orElseThrow();
    }

    private static List<Outcome> outcomes(TestingWrit writ) {
        return writ.parts()
                .improvements()
                .experiments()
                .outcomes(experiment(writ).id());
    }

    private static long lines(TestingWrit writ) {
        return Tunable.READ_LINES.in(writ.parts()
                .definitions()
                .get(EntityKind.TOOL, ExperimentNode.TOOL)
                .content());
    }
}
