package dev.writ.server;

import static dev.writ.server.TestingModel.calls;
import static dev.writ.server.TestingModel.ends;
import static dev.writ.server.TestingModel.turns;
import static org.assertj.core.api.Assertions.assertThat;

import dev.writ.entity.EntityKind;
import dev.writ.entity.Tunable;
import dev.writ.improvement.Experiment;
import dev.writ.improvement.Experiment.State;
import dev.writ.improvement.ImprovementLoop;
import dev.writ.improvement.Proposal;
import dev.writ.improvement.gate.Stage;
import dev.writ.runtime.Submission;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Trials where several nodes may share the database. */
@OnPostgres
class SharedImprovementTest {
    @TempDir
    Path folder;

    /** Another node could take such a task, and would not find the copy of its workspace. */
    @Test
    void no_task_is_run_again_in_a_copy_that_one_node_alone_has() throws Exception {
        Path workspace = Files.createDirectory(folder.resolve("workspace"));
        Files.writeString(workspace.resolve("note.txt"), "a note\n");
        TestingModel model = new TestingModel();
        model.worker(request -> turns(calls("file_system_listing__read_file", "{\"path\": \"note.txt\"}"), ends("read"))
                .answer(request));
        try (TestingWrit writ = TestingWrit.start(folder, model)) {
            for (int i = 0; i < 3; i++) {
                writ.ended(writ.submit(Submission.of("Read the file note.txt").in(workspace, Set.of()))
                        .id());
            }
            long lines = Tunable.READ_LINES.in(writ.parts()
                    .definitions()
                    .get(EntityKind.TOOL, "file_system_listing")
                    .content());
            Experiment experiment = writ.parts()
                    .improvements()
                    .actions()
                    .propose(new Proposal(
                            EntityKind.TOOL,
                            "file_system_listing",
                            Tunable.READ_LINES.patch(2 * lines),
                            "request",
                            "More lines at a time need fewer calls.",
                            "Tasks take fewer calls.",
                            List.of(),
                            "agent:worker"))
                    .orElseThrow();
            ImprovementLoop loop = writ.core().improvement().orElseThrow();
            while (loop.advance()) {
                // Until there is nothing to do.
            }
            Experiment now = writ.parts().improvements().experiments().get(experiment.id());
            assertThat(now.state()).isEqualTo(State.RUNNING);
            assertThat(now.stage()).isEqualTo(Stage.CANARY);
            assertThat(writ.parts().improvements().experiments().outcomes(experiment.id()))
                    .isEmpty();
            assertThat(writ.settings.dataFolder().resolve("trials")).doesNotExist();
        }
    }
}
