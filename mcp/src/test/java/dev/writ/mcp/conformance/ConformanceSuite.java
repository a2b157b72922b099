package dev.writ.mcp.conformance;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;

/** The conformance suite of the protocol's authors, at one version, with the Node it needs; both come from npm. */
record ConformanceSuite(Path node, Path script) {
    static final String VERSION = "0.2.0-alpha.12";
    private static final String NODE_VERSION = "22.23.3";
    private static final String PACKAGE = "@modelcontextprotocol/conformance";
    private static final Duration LONGEST_RUN = Duration.ofMinutes(3);

    /** Why the suite cannot be run here, as a sentence; the ways out are in it. */
    static final class Missing extends Exception {
        Missing(String why) {
            super(why);
        }
    }

    /**
     * Installs the suite into the folder, unless it is there.
     *
     * @throws Missing where there is no npm, or it cannot install within the time
     */
    static ConformanceSuite install(Path folder, Duration longest) throws IOException, InterruptedException, Missing {
        ConformanceSuite suite = new ConformanceSuite(
                folder.resolve("node_modules/.bin/node"), folder.resolve("node_modules/" + PACKAGE + "/dist/index.js"));
        String wanted = "{\"private\":true,\"dependencies\":{\"" + PACKAGE + "\":\"" + VERSION + "\",\"node\":\""
                + NODE_VERSION + "\"}}\n";
        Path list = folder.resolve("package.json");
        boolean current = Files.exists(list) && Files.readString(list).equals(wanted);
        if (current && Files.isExecutable(suite.node) && Files.exists(suite.script)) {
            return suite;
        }
        Files.createDirectories(folder);
        Files.writeString(list, wanted);
        Path log = folder.resolve("install.log");
        int result = run(
                folder,
                log,
                longest,
                List.of("npm", "install", "--no-audit", "--no-fund", "--fetch-retries=1", "--fetch-timeout=20000"));
        if (result != 0 || !Files.isExecutable(suite.node) || !Files.exists(suite.script)) {
            Files.deleteIfExists(list);
            throw new Missing(
                    "The suite could not be installed with npm; is its registry reached? What it said: " + log);
        }
        return suite;
    }

    /** Runs all scenarios for one revision, and gives what the suite printed. */
    String run(String url, String revision, Path folder) throws IOException, InterruptedException, Missing {
        Path output = folder.resolve("run-" + revision + ".txt");
        run(
                folder,
                output,
                LONGEST_RUN,
                List.of(
                        node.toAbsolutePath().toString(),
                        script.toAbsolutePath().toString(),
                        "server",
                        "--url",
                        url,
                        "--requirements",
                        revision,
                        "--timeout",
                        "8000"));
        return Files.readString(output, StandardCharsets.UTF_8);
    }

    private static int run(Path folder, Path output, Duration longest, List<String> command)
            throws IOException, InterruptedException, Missing {
        ProcessBuilder builder = new ProcessBuilder(command)
                .directory(folder.toFile())
                .redirectErrorStream(true)
                .redirectOutput(output.toFile());
        builder.environment().putAll(Map.of("NO_COLOR", "1", "CI", "1"));
        Process process;
        try {
            process = builder.start();
        } catch (IOException e) {
            throw new Missing("There is no " + command.getFirst() + " here; install Node.js 22 or newer, with npm.");
        }
        try {
            if (!process.waitFor(longest.toMillis(), TimeUnit.MILLISECONDS)) {
                throw new Missing(command.getFirst() + " took longer than " + longest.toSeconds()
                        + " s; is the network there? What it said: " + output);
            }
            return process.exitValue();
        } finally {
            process.descendants().forEach(ProcessHandle::destroyForcibly);
            process.destroyForcibly();
        }
    }
}
