package dev.writ.server;

import static dev.writ.server.TestingModel.calls;
import static dev.writ.server.TestingModel.ends;
import static dev.writ.server.TestingModel.lastResult;
import static dev.writ.server.TestingModel.turns;
import static org.assertj.core.api.Assertions.assertThat;

import dev.writ.entity.Change;
import dev.writ.entity.Definition;
import dev.writ.entity.EntityKind;
import dev.writ.entity.Tunable;
import dev.writ.improvement.Experiment;
import dev.writ.improvement.Experiment.State;
import dev.writ.improvement.ImprovementLoop;
import dev.writ.improvement.Proposal;
import dev.writ.improvement.gate.Outcome;
import dev.writ.improvement.gate.Stage;
import dev.writ.insight.activity.Rollups;
import dev.writ.model.ModelRequest;
import dev.writ.runtime.Submission;
import dev.writ.task.Task;
import dev.writ.task.TaskState;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * Writ with a setting that makes its tasks fail: it finds that out from its own records, tries another value on recorded
 * and then on real tasks, keeps it since it helps, and takes back what somebody else proposes to the contrary.
 */
class SelfImprovementTest {
    private static final String TOOL = "file_system_listing";
    private static final int POOR = 50;
    private static final int MOST_TASKS = 300;

    @TempDir
    Path folder;

    private final TestingModel model = new TestingModel();
    private TestingWrit writ;
    private Path workspace;

    @BeforeEach
    void start() throws Exception {
        workspace = Files.createDirectory(folder.resolve("workspace"));
        Files.writeString(workspace.resolve("long.txt"), "hay\n".repeat(80) + "needle\n" + "hay\n".repeat(10));
        // Where the needle is not among what it got, the agent looks a little further, and gives up.
        model.worker(request -> turns(
                        calls("file_system_listing__read_file", "{\"path\": \"long.txt\"}"),
                        seen -> (isFound(seen) ? ends("found") : calls("file_system_listing__read_file", """
                                        {"path": "long.txt", "offset": 55, "limit": 5}"""))
                                .answer(seen),
                        calls("end_task", "{\"status\": \"failed\", \"result\": \"There is no needle.\"}"))
                .answer(request));
        writ = TestingWrit.start(folder, model);
        Definition tool = tool();
        writ.parts()
                .definitions()
                .update(
                        EntityKind.TOOL,
                        TOOL,
                        Tunable.READ_LINES.patch(POOR),
                        1,
                        Change.by("person:ann", "too little"));
        assertThat(Tunable.READ_LINES.in(tool.content())).isGreaterThan(POOR);
    }

    @AfterEach
    void stop() {
        writ.close();
    }

    private static boolean isFound(ModelRequest request) {
        return lastResult(request).text().contains("needle");
    }

    private Definition tool() {
        return writ.parts().definitions().get(EntityKind.TOOL, TOOL);
    }

    private long lines() {
        return Tunable.READ_LINES.in(tool().content());
    }

    /** Requests as a person hands them in; whether each found the needle. */
    private List<Boolean> work(int count) {
        List<Task> tasks = new ArrayList<>();
        for (int i = 0; i < count; i++) {
            tasks.add(writ.submit(
                    Submission.of("Find the needle in the file long.txt").in(workspace, Set.of())));
        }
        return tasks.stream()
                .map(task -> writ.ended(task.id()).state() == TaskState.COMPLETED)
                .toList();
    }

    private ImprovementLoop loop() {
        return writ.core().improvement().orElseThrow();
    }

    private Experiment now(Experiment experiment) {
        return writ.parts().improvements().experiments().get(experiment.id());
    }

    /** The loop looks, and people work on, until the experiment has ended. */
    private Experiment ended(Experiment experiment) {
        int tasks = 0;
        while (now(experiment).state().isOpen()) {
            assertThat(tasks).as("tasks without a verdict: " + now(experiment)).isLessThan(MOST_TASKS);
            if (!loop().advance()) {
                boolean real = now(experiment).stage() == Stage.CANARY
                        || now(experiment).stage() == Stage.FULL;
                tasks += real ? work(4).size() : waitABit();
            }
        }
        return now(experiment);
    }

    private static int waitABit() {
        try {
            Thread.sleep(50);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
        return 0;
    }

    @Test
    void a_setting_that_makes_tasks_fail_is_found_changed_and_kept_and_a_sabotage_is_not() {
        assertThat(work(20)).doesNotContain(true);

        Experiment experiment = loop().propose().stream()
                .filter(one -> one.proposal().changes().toString().contains("read_lines"))
                .findFirst()
                .orElseThrow();
        assertThat(experiment.proposal().proposedBy()).isEqualTo("catalogue");
        assertThat(ended(experiment).state()).as(now(experiment).reason()).isEqualTo(State.PROMOTED);
        assertThat(lines()).isEqualTo(2 * POOR);
        List<Outcome> outcomes = writ.parts().improvements().experiments().outcomes(experiment.id());
        assertThat(outcomes).extracting(Outcome::stage).contains(Stage.REPLAY, Stage.CANARY, Stage.FULL);
        assertThat(work(4)).doesNotContain(false);
        // Replays worked in copies, and those are gone.
        assertThat(writ.settings.dataFolder().resolve("trials").resolve(experiment.id()))
                .satisfiesAnyOf(
                        trials -> assertThat(trials).doesNotExist(),
                        trials -> assertThat(trials).isEmptyDirectory());

        writ.pass(Duration.ofHours(25));
        Experiment sabotage = writ.parts()
                .improvements()
                .actions()
                .propose(new Proposal(
                        EntityKind.TOOL,
                        TOOL,
                        Tunable.READ_LINES.patch(POOR),
                        "request",
                        "Fewer lines are enough.",
                        "Results are shorter.",
                        List.of(),
                        "agent:worker"))
                .orElseThrow();
        assertThat(ended(sabotage).state()).isIn(State.REJECTED, State.ROLLED_BACK);
        assertThat(now(sabotage).reason()).contains("score worse");
        assertThat(lines()).isEqualTo(2 * POOR);
        assertThat(work(4)).doesNotContain(false);
        countsRealWorkOnly();
    }

    private void countsRealWorkOnly() {
        new Rollups(writ.parts().database()).advance(1_000);
        String ofReplays = "(SELECT tree FROM tree_versions WHERE stage = 'replay')";
        assertThat(writ.value("SELECT COUNT(*) FROM tool_usage_events WHERE tool = ? AND tree IN " + ofReplays, TOOL))
                .isNotEqualTo("0");
        assertThat(writ.value(
                        "SELECT SUM(succeeded + failed + denied) FROM activity WHERE stage = 'tool' AND grain = 'hour'"
                                + " AND agent = '*' AND subject = ?",
                        TOOL))
                .isEqualTo(writ.value(
                        "SELECT COUNT(*) FROM tool_usage_events WHERE tool = ? AND tree NOT IN " + ofReplays, TOOL));
    }
}
