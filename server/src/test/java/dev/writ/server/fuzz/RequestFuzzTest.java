package dev.writ.server.fuzz;

import static org.assertj.core.api.Assertions.assertThat;

import dev.writ.server.chaos.ServerProcess;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The short run; {@code ./writ fuzz --only http --seconds 3600} is the long one. */
class RequestFuzzTest {
    @TempDir
    Path folder;

    @Test
    void no_request_breaks_the_server_or_stays_in_it() throws Exception {
        try (ServerProcess server = new ServerProcess(folder, "server", List.of(), "")) {
            server.start();
            RequestFuzz fuzz = new RequestFuzz(server, Files.createDirectory(folder.resolve("workspace")), 1);
            List<Finding> findings = fuzz.run(Duration.ofSeconds(4), Duration.ofSeconds(8));
            assertThat(findings).as(fuzz.story()).isEmpty();
            assertThat(fuzz.states()).as("the server was looked after").hasSizeGreaterThan(3);
        }
    }
}
