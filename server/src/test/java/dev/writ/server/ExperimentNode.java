package dev.writ.server;

import static dev.writ.server.TestingModel.calls;
import static dev.writ.server.TestingModel.ends;
import static dev.writ.server.TestingModel.lastResult;
import static dev.writ.server.TestingModel.turns;

import dev.writ.entity.Change;
import dev.writ.entity.Definition;
import dev.writ.entity.EntityKind;
import dev.writ.entity.Tunable;
import dev.writ.improvement.Experiment;
import dev.writ.improvement.gate.Stage;
import dev.writ.runtime.Submission;
import dev.writ.task.Task;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.TimeUnit;

/** A Writ with a setting that makes its tasks fail, and people who work with it, in a process that tests kill. */
final class ExperimentNode {
    static final String TOOL = "file_system_listing";
    static final int POOR = 50;

    private ExperimentNode() {}

    /** The file has what is looked for just beyond the limit; with more lines it is found. */
    static TestingModel model() {
        return new TestingModel()
                .worker(request -> turns(
                                calls("file_system_listing__read_file", "{\"path\": \"long.txt\"}"),
                                seen -> (lastResult(seen).text().contains("needle")
                                                ? ends("found")
                                                : calls("file_system_listing__read_file", """
                                                        {"path": "long.txt", "offset": 55, "limit": 5}"""))
                                        .answer(seen),
                                calls("end_task", "{\"status\": \"failed\", \"result\": \"There is no needle.\"}"))
                        .answer(request));
    }

    /** @param arguments the folder, in which there are {@code workspace} and the data */
    public static void main(String[] arguments) throws Exception {
        Path folder = Path.of(arguments[0]);
        TestingWrit writ = TestingWrit.start(folder, model());
        if (experiment(writ).isEmpty()) {
            begin(writ, folder);
        }
        // Until the test ends it.
        String told = "";
        for (long end = System.nanoTime() + TimeUnit.MINUTES.toNanos(2); System.nanoTime() < end; ) {
            Experiment now = experiment(writ).orElseThrow();
            int outcomes =
                    writ.parts().improvements().experiments().outcomes(now.id()).size();
            String line = now.stage().id() + " " + now.state().id() + " " + outcomes;
            if (!line.equals(told)) {
                System.out.println(line);
                told = line;
            }
            if (now.stage() == Stage.CANARY || now.stage() == Stage.FULL) {
                work(writ, folder, 2);
            } else {
                TimeUnit.MILLISECONDS.sleep(5);
            }
        }
    }

    static Optional<Experiment> experiment(TestingWrit writ) {
        return writ.parts().improvements().experiments().list(false, 50).stream()
                .filter(one -> one.proposal().changes().toString().contains("read_lines"))
                .findFirst();
    }

    private static void begin(TestingWrit writ, Path folder) throws IOException {
        Files.writeString(
                Files.createDirectories(folder.resolve("workspace")).resolve("long.txt"),
                "hay\n".repeat(80) + "needle\n" + "hay\n".repeat(10));
        Definition tool = writ.parts().definitions().get(EntityKind.TOOL, TOOL);
        writ.parts()
                .definitions()
                .update(
                        EntityKind.TOOL,
                        TOOL,
                        Tunable.READ_LINES.patch(POOR),
                        tool.activeVersion(),
                        Change.by("person:ann", "too little"));
        work(writ, folder, 16);
        writ.core().improvement().orElseThrow().propose();
    }

    static void work(TestingWrit writ, Path folder, int count) {
        List<Task> tasks = new ArrayList<>();
        for (int i = 0; i < count; i++) {
            tasks.add(writ.submit(
                    Submission.of("Find the needle in the file long.txt").in(folder.resolve("workspace"), Set.of())));
        }
        tasks.forEach(task -> writ.ended(task.id()));
    }
}
