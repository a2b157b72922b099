package dev.writ.cli;

import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.writ.Json;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.TimeUnit;
import tools.jackson.databind.JsonNode;

/**
 * The command line of MCP Inspector, installed with npm below {@code target}, and the Node.js it asks for, whatever is
 * installed on the machine. Scripts of packages are not run.
 */
final class Inspector {
    private static final String PACKAGE = "@modelcontextprotocol/inspector";
    private static final String VERSION = "2.12.0";
    private static final String NODE_VERSION = "22.23.3";
    private static final Path PLACE = Path.of("target", "inspector").toAbsolutePath();
    private static final Duration TO_INSTALL = Duration.ofSeconds(120);
    private static final Duration TO_RUN = Duration.ofSeconds(90);

    private final Path home;

    /** @param home where it may keep what it likes to */
    Inspector(Path home) {
        this.home = home;
    }

    /** What one run printed: a line of JSON, a result or an error. */
    record Said(int exit, JsonNode out, JsonNode error) {
        JsonNode result() {
            return out.path("result");
        }

        String text() {
            return result().path("content").path(0).path("text").asString("");
        }

        List<String> tools() {
            return result().path("tools")
                    .valueStream()
                    .map(tool -> tool.path("name").asString())
                    .toList();
        }
    }

    /** Skips the test that asks where it cannot be had. */
    static void install() throws IOException, InterruptedException {
        String node = "node-linux-"
                + (System.getProperty("os.arch").toLowerCase(Locale.ROOT).equals("aarch64") ? "arm64" : "x64");
        String wanted = "{\"private\":true,\"dependencies\":{\"" + PACKAGE + "\":\"" + VERSION + "\",\"" + node
                + "\":\"" + NODE_VERSION + "\"}}\n";
        Path list = PLACE.resolve("package.json");
        if (Files.exists(list) && Files.readString(list).equals(wanted) && Files.exists(script())) {
            return;
        }
        Files.createDirectories(PLACE);
        Files.writeString(list, wanted);
        Path log = PLACE.resolve("install.log");
        boolean installed;
        try {
            Process npm = new ProcessBuilder(
                            "npm",
                            "install",
                            "--no-audit",
                            "--no-fund",
                            "--ignore-scripts",
                            "--fetch-retries=1",
                            "--fetch-timeout=20000")
                    .directory(PLACE.toFile())
                    .redirectErrorStream(true)
                    .redirectOutput(log.toFile())
                    .start();
            installed = npm.waitFor(TO_INSTALL.toSeconds(), TimeUnit.SECONDS) && npm.exitValue() == 0;
            npm.destroyForcibly();
        } catch (IOException e) {
            installed = false;
        }
        if (!installed) {
            Files.deleteIfExists(list);
        }
        assumeTrue(installed, "MCP Inspector could not be installed with npm; see " + log);
    }

    private static Path script() {
        return PLACE.resolve("node_modules/" + PACKAGE + "/clients/launcher/build/index.js");
    }

    private static Path node() throws IOException {
        try (var packages = Files.newDirectoryStream(PLACE.resolve("node_modules"), "node-linux-*")) {
            return packages.iterator().next().resolve("bin/node");
        }
    }

    /** Runs it to its end. */
    Said run(String... arguments) throws IOException, InterruptedException {
        return start(arguments).ended();
    }

    /** Runs it, with one line of JSON as its output. */
    Run start(String... arguments) throws IOException {
        List<String> command = new ArrayList<>(
                List.of(node().toString(), script().toString(), "--cli", "--format", "json", "--quiet"));
        command.addAll(List.of(arguments));
        Path out = Files.createTempFile(home, "inspector", ".out");
        Path error = Files.createTempFile(home, "inspector", ".err");
        ProcessBuilder builder = new ProcessBuilder(command)
                .directory(home.toFile())
                .redirectOutput(out.toFile())
                .redirectError(error.toFile());
        builder.environment().put("HOME", home.toString());
        return new Run(builder.start(), out, error);
    }

    /** One that was started. */
    record Run(Process process, Path out, Path error) {
        Said ended() throws IOException, InterruptedException {
            try {
                boolean ended = process.waitFor(TO_RUN.toSeconds(), TimeUnit.SECONDS);
                return new Said(ended ? process.exitValue() : -1, json(out), json(error));
            } finally {
                kill();
            }
        }

        void kill() {
            process.descendants().forEach(ProcessHandle::destroyForcibly);
            process.destroyForcibly();
        }

        private static JsonNode json(Path file) throws IOException {
            return Files.readAllLines(file).stream()
                    .filter(line -> line.startsWith("{"))
                    .reduce((first, last) -> last)
                    .map(Json::parse)
                    .orElseGet(Json::object);
        }
    }
}
