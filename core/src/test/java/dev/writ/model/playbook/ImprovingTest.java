package dev.writ.model.playbook;

import static org.assertj.core.api.Assertions.assertThat;

import dev.writ.FailureCode;
import dev.writ.Json;
import dev.writ.WritException;
import dev.writ.model.playbook.TestingTerminal.Ran;
import dev.writ.model.playbook.TestingWorld.Ended;
import java.io.StringReader;
import java.nio.file.Path;
import java.util.HashSet;
import java.util.List;
import java.util.Properties;
import java.util.Set;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ImprovingTest {
    private static final String BEGINNING = "# service\nbatch=10\npause_ms=40\nport=8080\nname=tea\n";

    @TempDir
    Path folder;

    private TestingWorld world;
    private int runs;
    private final Set<Integer> lost = new HashSet<>();
    private List<Integer> noise = List.of(0, 1, 2);

    /** A service that is slow with long pauses, and with batches other than 20. */
    @BeforeEach
    void prepare() {
        world = new TestingWorld(folder, new TestingTerminal(this::measure));
        world.file("config/service.properties", BEGINNING)
                .file("measure.sh", "#!/bin/sh\n. config/service.properties\n");
    }

    private Ran measure(List<String> argv) {
        runs++;
        if (lost.contains(runs)) {
            throw new WritException(FailureCode.OUTCOME_UNKNOWN, "Writ was interrupted while it ran.", "Verify.");
        }
        try {
            Properties settings = new Properties();
            settings.load(new StringReader(world.read("config/service.properties")));
            int batch = Integer.parseInt(settings.getProperty("batch"));
            int pause = Integer.parseInt(settings.getProperty("pause_ms"));
            int time = 400 + Math.abs(batch - 20) * 30 + pause * 10 + noise.get(runs % noise.size());
            return new Ran(0, "latency: " + time / 10.0 + "\nthroughput=" + 100_000 / time + "\n", "", time);
        } catch (java.io.IOException e) {
            throw new java.io.UncheckedIOException(e);
        }
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "make `./measure.sh` faster by tuning config/service.properties",
                "Make ./measure.sh faster",
                "speed up `./measure.sh`",
                "Optimise config/service.properties for `./measure.sh`",
                "tune service.properties so that ./measure.sh runs faster",
                "reduce the run time of `./measure.sh` by changing config/service.properties",
                "optimize ./measure.sh please",
                "reduce the latency printed by `./measure.sh`"
            })
    void keepsWhatHelpsAndRollsTheRestBack(String request) {
        Ended ended = world.run("optimizer_agent", request);
        assertThat(ended.completed()).as(ended.result()).isTrue();
        assertThat(ended.data().path("after").asDouble())
                .isLessThan(ended.data().path("before").asDouble());
        assertThat(ended.data().path("kept").size()).isPositive();
        assertThat(ended.data().path("rolled_back").size()).isPositive();
        assertThat(world.read("config/service.properties"))
                .contains("batch=20\n", "port=8080\n", "name=tea\n")
                .startsWith("# service\n");
        assertThat(world.asked("file_edit").toString()).contains("\"write\":[\"config/service.properties\"]");
        assertThat(ended.result()).contains("Kept:", "Rolled back:");
        assertThat(world.said()).contains("-batch=10", "+batch=20");
    }

    @Test
    void runsThatWereLostInACrashAreMadeAnew() {
        lost.addAll(List.of(2, 5, 6));
        Ended ended = world.run("optimizer_agent", "make `./measure.sh` faster");
        assertThat(ended.completed()).as(ended.result()).isTrue();
        assertThat(world.read("config/service.properties")).contains("batch=20\n");
    }

    @Test
    void timesThatDifferMuchAreMeasuredMoreOften() {
        noise = List.of(0, 900, 700, 5, 0, 800, 3);
        Ended ended = world.run("optimizer_agent", "make `./measure.sh` faster");
        assertThat(ended.completed()).as(ended.result()).isTrue();
        assertThat(world.read("config/service.properties")).contains("batch=20\n");
    }

    @Test
    void whatWasMeasuredOnACalmMachineIsMeasuredAgainOnABusyOne() {
        // Runs are counted from 1: the first one has the machine to itself, and what is tried then is not shorter by
        // more
        // than the runs differ. Only those of the old value that come after it say that it helps.
        noise = List.of(600, 0, 500, 700, 800, 500, 900, 600, 200, 210, 250, 600, 610, 650);
        Ended ended = world.run("optimizer_agent", "make `./measure.sh` faster by tuning config/service.properties");
        assertThat(ended.completed()).as(ended.result()).isTrue();
        assertThat(world.read("config/service.properties")).contains("batch=20\n");
    }

    @Test
    void whatWasShorterOnlyBecauseTheMachineWasLessBusyIsNotKept() {
        world.file("config/service.properties", "batch=20\npause_ms=0\n");
        // From the seventh run on the machine is calm, so that even a worse value seems shorter than the one before.
        noise = List.of(0, 500, 900, 950, 800, 900, 1000, 700, 100, 110, 120, 100, 110, 120, 0, 5, 5, 0, 5, 5);
        Ended ended = world.run("optimizer_agent", "make `./measure.sh` faster by tuning config/service.properties");
        assertThat(ended.completed()).as(ended.result()).isTrue();
        assertThat(ended.result()).contains("(no better than the runs differ)");
        assertThat(world.read("config/service.properties")).isEqualTo("batch=20\npause_ms=0\n");
    }

    @Test
    void readsANumberThatTheCommandPrints() {
        Ended ended = world.run(
                "optimizer_agent",
                "Increase the throughput printed by `./measure.sh` by tuning config/service.properties");
        assertThat(ended.data().path("unit").asString("")).isEqualTo("throughput");
        assertThat(ended.data().path("after").asDouble())
                .isGreaterThan(ended.data().path("before").asDouble());
    }

    @Test
    void worksFromItsInput() {
        Ended ended = world.role(
                "optimizer_agent",
                Json.object()
                        .put("request", "Improve this.")
                        .put("command", "./measure.sh")
                        .put("file", "config/service.properties"));
        assertThat(ended.completed()).as(ended.result()).isTrue();
        assertThat(world.read("config/service.properties")).contains("batch=20");
    }

    @Test
    void whenNothingHelpsTheFileIsAsItWas() {
        world.file("config/service.properties", "port=80\nbatch=20\nname=x\npause_ms=0\n");
        Ended ended = world.ask("make `./measure.sh` faster by tuning config/service.properties");
        assertThat(ended.completed()).isTrue();
        assertThat(ended.result()).contains("No change to config/service.properties made `./measure.sh` better");
        assertThat(world.read("config/service.properties")).isEqualTo("port=80\nbatch=20\nname=x\npause_ms=0\n");
    }

    @Test
    void aRefusalOfTheFileChangesNothing() {
        Ended ended = world.refuse("file_edit", "A person denied it: no").ask("make ./measure.sh faster");
        assertThat(ended.code()).isEqualTo("approval_denied");
        assertThat(world.read("config/service.properties")).isEqualTo(BEGINNING);
    }

    @Test
    void aCommandThatPrintsNoSuchNumberIsSaid() {
        Ended ended = world.ask("reduce the elephants printed by `./measure.sh` by tuning config/service.properties");
        assertThat(ended.completed()).isFalse();
        assertThat(ended.result()).contains("elephants");
        assertThat(world.read("config/service.properties")).isEqualTo(BEGINNING);
    }

    @Test
    void severalCandidatesAreAskedAbout() {
        world.file("measure.sh", "#!/bin/sh\n").file("other.yaml", "a: 1\n");
        Ended ended = world.ask("make ./measure.sh faster");
        assertThat(ended.completed()).isFalse();
        assertThat(ended.result()).contains("config/service.properties, other.yaml");
    }
}
