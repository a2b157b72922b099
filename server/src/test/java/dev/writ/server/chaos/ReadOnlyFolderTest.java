package dev.writ.server.chaos;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.assertj.core.api.Assumptions;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The file system of the data folder is mounted read-only, which holds for root, too. */
class ReadOnlyFolderTest {
    @TempDir
    Path folder;

    @Test
    void a_server_on_a_read_only_folder_is_refused_plainly_and_starts_once_it_can_write() throws Exception {
        Path data = Files.createDirectory(folder.resolve("server-0"));
        List<String> box = List.of(
                "bwrap",
                "--die-with-parent",
                "--dev-bind",
                "/",
                "/",
                "--ro-bind",
                data.toString(),
                data.toString(),
                "--");
        Assumptions.assumeThat(works(box))
                .as("a folder can be mounted read-only here")
                .isTrue();
        try (ServerProcess server = new ServerProcess(folder, "server-0", List.of(), "")) {
            server.start();
        }
        List<Path> before = files(data);

        try (ServerProcess refused = new ServerProcess(folder, "server-0", box, "")) {
            assertThat(refused.endsByItself()).isEqualTo(ChaosServer.REFUSED);
            assertThat(refused.said())
                    .contains("store_read_only: The data folder " + data.resolve("data") + " cannot be used");
        }
        assertThat(files(data)).isEqualTo(before);

        try (ServerProcess again = new ServerProcess(folder, "server-0", List.of(), "")) {
            again.start();
            assertThat(again.get("/readyz").status()).isEqualTo(200);
        }
    }

    private static List<Path> files(Path folder) throws IOException {
        try (var files = Files.walk(folder)) {
            return files.sorted().toList();
        }
    }

    private static boolean works(List<String> box) throws InterruptedException {
        List<String> command = new ArrayList<>(box);
        command.add("true");
        try {
            return new ProcessBuilder(command).start().waitFor() == 0;
        } catch (IOException e) {
            return false;
        }
    }
}
