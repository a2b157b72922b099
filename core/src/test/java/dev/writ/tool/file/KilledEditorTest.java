package dev.writ.tool.file;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.BufferedReader;
import java.io.IOException;
import java.nio.file.Path;
import java.util.SortedMap;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A process killed while it changes files leaves a journal from which everything can be taken back. */
class KilledEditorTest {
    private static final int KILLS = 4;

    @TempDir
    Path temp;

    @Test
    void afterEveryKillTheJournalIsTrueAndEverythingCanBeTakenBack() throws Exception {
        try (TestingFiles files = new TestingFiles(temp)) {
            for (int i = 0; i < 4; i++) {
                files.write("d" + i + "/f", "original " + i);
                files.write("d" + i + "/deep/g", "original " + i);
            }
            SortedMap<String, String> original = TestingFiles.contents(files.root);

            for (int kill = 0; kill < KILLS; kill++) {
                runAndKill(files.root, kill, 15 + 7 * kill);
                files.server.changes().settle();
                assertThat(files.server.changes().ofTree("tree_1"))
                        .extracting(FileChange::state)
                        .containsOnly(FileChange.State.DONE);
                assertThat(TestingFiles.contents(files.root).keySet()).noneMatch(name -> name.contains(".writ-"));
            }

            assertThat(files.server.changes().undoTree("tree_1", "person:ann"))
                    .hasSizeGreaterThan(KILLS * 10)
                    .allSatisfy(undone -> assertThat(undone.failure()).isEmpty());
            assertThat(TestingFiles.contents(files.root)).isEqualTo(original);
        }
    }

    private void runAndKill(Path root, int seed, int changes) throws IOException, InterruptedException {
        Process editor = new ProcessBuilder(
                        Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                        "--enable-native-access=ALL-UNNAMED",
                        "-XX:TieredStopAtLevel=1",
                        "-cp",
                        System.getProperty("java.class.path"),
                        KilledEditor.class.getName(),
                        root.toString(),
                        temp.resolve("writ.db").toString(),
                        Integer.toString(seed))
                .redirectError(ProcessBuilder.Redirect.DISCARD)
                .start();
        try (BufferedReader lines = editor.inputReader()) {
            for (int i = 0; i < changes; i++) {
                assertThat(lines.readLine()).as("the editor runs").isEqualTo("changed");
            }
        } finally {
            editor.destroyForcibly().waitFor();
        }
    }
}
