package dev.writ.server;

import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;

/** A folder below {@code target} with packages of the npm registry; tests that need one are skipped where it cannot be had. */
final class TestingNpm {
    private static final Duration TO_INSTALL = Duration.ofSeconds(90);

    private final Path folder;

    private TestingNpm(Path folder) {
        this.folder = folder;
    }

    /** Installs packages, each with its version; scripts that packages bring are not run. */
    static TestingNpm install(String name, String... packages) throws IOException, InterruptedException {
        assumeTrue(works("node", "--version") && works("npm", "--version"), "Node.js and npm are not there");
        TestingNpm npm = new TestingNpm(Path.of("target", name).toAbsolutePath());
        Files.createDirectories(npm.folder);
        Files.writeString(npm.folder.resolve("package.json"), "{\"type\": \"module\"}\n");
        List<String> command =
                new ArrayList<>(List.of("npm", "install", "--no-audit", "--no-fund", "--ignore-scripts"));
        command.addAll(List.of(packages));
        Process install = npm.start(command, "install.log");
        boolean installed = install.waitFor(TO_INSTALL.toSeconds(), TimeUnit.SECONDS) && install.exitValue() == 0;
        install.destroyForcibly();
        assumeTrue(
                installed,
                "the packages could not be installed from the npm registry; see " + npm.folder.resolve("install.log"));
        return npm;
    }

    Path folder() {
        return folder;
    }

    /** Starts a command in the folder; what it says is in the log. */
    Process start(List<String> command, String log) throws IOException {
        return new ProcessBuilder(command)
                .directory(folder.toFile())
                .redirectErrorStream(true)
                .redirectOutput(folder.resolve(log).toFile())
                .start();
    }

    private static boolean works(String... command) throws InterruptedException {
        try {
            Process process = new ProcessBuilder(command)
                    .redirectErrorStream(true)
                    .redirectOutput(ProcessBuilder.Redirect.DISCARD)
                    .start();
            return process.waitFor(10, TimeUnit.SECONDS) && process.exitValue() == 0;
        } catch (IOException e) {
            return false;
        }
    }
}
