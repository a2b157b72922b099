package dev.writ.cli.docs;

import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.CleanupMode;
import org.junit.jupiter.api.io.TempDir;

/** The tutorial, done as it stands. */
@EnabledOnOs(OS.LINUX)
class TutorialTest {
    private static final Path TUTORIAL = Documents.HOME.resolve("docs").resolve("tutorial.md");

    @TempDir(cleanup = CleanupMode.ON_SUCCESS)
    Path folder;

    @Test
    void every_command_of_the_tutorial_does_what_stands_below_it() throws Exception {
        assumeTrue(
                DocumentRun.hasOnPath("git") && DocumentRun.hasOnPath("bwrap"),
                "the tutorial needs git and bubblewrap");
        new DocumentRun(TUTORIAL, folder, Map.of()).check();
    }
}
