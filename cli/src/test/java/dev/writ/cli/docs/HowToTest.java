package dev.writ.cli.docs;

import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.zonky.test.db.postgres.embedded.EmbeddedPostgres;
import java.nio.file.Path;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.CleanupMode;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Each guide in {@code docs/howto}, done as it stands. */
@EnabledOnOs(OS.LINUX)
class HowToTest {
    private static final Path FOLDER = Documents.HOME.resolve("docs").resolve("howto");

    @TempDir(cleanup = CleanupMode.ON_SUCCESS)
    Path folder;

    static Stream<String> guides() {
        return Documents.forUsers().stream()
                .filter(file -> file.getParent().equals(FOLDER))
                .map(file -> file.getFileName().toString());
    }

    @ParameterizedTest
    @MethodSource("guides")
    void every_command_of_a_guide_does_what_stands_below_it(String guide) throws Exception {
        assumeTrue(
                Stream.of("bash", "git", "bwrap", "curl", "python3").allMatch(DocumentRun::hasOnPath),
                "the guides need git, bubblewrap, curl and Python");
        Path document = FOLDER.resolve(guide);
        if (String.join("\n", Documents.lines(document)).contains("$DATABASE")) {
            try (EmbeddedPostgres server = EmbeddedPostgres.start()) {
                String address = "postgresql://postgres@localhost:" + server.getPort() + "/postgres";
                new DocumentRun(document, folder, Map.of("DATABASE", address)).check();
            }
        } else {
            new DocumentRun(document, folder, Map.of()).check();
        }
    }
}
