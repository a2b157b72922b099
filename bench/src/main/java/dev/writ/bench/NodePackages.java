package dev.writ.bench;

import java.io.File;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;

/**
 * Programs for Node.js whose packages come from npm. They are installed below {@code bench/target} at first use, and used
 * again by later runs. No package's own commands are run, but for those that were named to be built.
 */
final class NodePackages {
    private static final Duration TO_INSTALL = Duration.ofMinutes(10);
    private static final Path HEADERS = Path.of("include", "node", "node.h");

    private final Path folder;

    private NodePackages(Path folder) {
        this.folder = folder;
    }

    /**
     * @param name of the folder they share
     * @param packages with their versions, as in {@code @scope/name@1.2.3}
     * @param toBuild packages among what comes along that have a part to be compiled
     */
    static NodePackages install(Plan plan, String name, List<String> packages, List<String> toBuild)
            throws Missing, IOException, InterruptedException {
        Path folder = Installation.home().resolve("bench/target/npm").resolve(name);
        Path installed = folder.resolve("installed.txt");
        String wanted = nodeVersion() + " " + String.join(" ", packages);
        if (Files.exists(installed) && Files.readString(installed).equals(wanted)) {
            return new NodePackages(folder);
        }
        plan.say("  installing " + String.join(", ", packages) + "…");
        if (Files.exists(folder)) {
            Folders.remove(folder);
        }
        Files.createDirectories(folder);
        Files.writeString(folder.resolve("package.json"), "{\"private\": true}\n");
        List<String> install =
                new ArrayList<>(List.of("npm", "install", "--no-audit", "--no-fund", "--ignore-scripts"));
        install.addAll(packages);
        run(folder, install);
        if (!toBuild.isEmpty()) {
            List<String> build = new ArrayList<>(List.of("npm", "rebuild"));
            headers().ifPresent(there -> build.add("--nodedir=" + there));
            build.addAll(toBuild);
            run(folder, build);
        }
        Files.writeString(installed, wanted);
        return new NodePackages(folder);
    }

    /** As {@code v22.1.0}. */
    static String nodeVersion() throws Missing, IOException, InterruptedException {
        try {
            Process node = new ProcessBuilder("node", "--version").start();
            try (InputStream says = node.getInputStream()) {
                String version = new String(says.readAllBytes(), StandardCharsets.UTF_8).strip();
                if (node.waitFor() == 0) {
                    return version;
                }
            }
        } catch (IOException e) {
            throw new Missing("there is no Node.js here");
        }
        throw new Missing("Node.js does not tell its version");
    }

    /** Where the headers of the installed Node.js are, so that nobody has to fetch them. */
    private static Optional<Path> headers() {
        return Stream.of(System.getenv().getOrDefault("PATH", "").split(File.pathSeparator))
                .map(Path::of)
                .filter(bin -> Files.isExecutable(bin.resolve("node")))
                .map(Path::getParent)
                .filter(Objects::nonNull)
                .filter(prefix -> Files.isReadable(prefix.resolve(HEADERS)))
                .findFirst();
    }

    private static void run(Path folder, List<String> command) throws Missing, IOException, InterruptedException {
        Path said = folder.resolve("npm.log");
        Process npm;
        try {
            npm = new ProcessBuilder(command)
                    .directory(folder.toFile())
                    .redirectErrorStream(true)
                    .redirectOutput(ProcessBuilder.Redirect.appendTo(said.toFile()))
                    .start();
        } catch (IOException e) {
            throw new Missing("there is no npm here");
        }
        try {
            if (!npm.waitFor(TO_INSTALL.toSeconds(), TimeUnit.SECONDS) || npm.exitValue() != 0) {
                throw new Missing("`" + String.join(" ", command) + "` failed, see "
                        + Installation.home().relativize(said));
            }
        } finally {
            npm.descendants().forEach(ProcessHandle::destroyForcibly);
            npm.destroyForcibly();
        }
    }

    Path folder() {
        return folder;
    }

    /** A program of ours that uses the packages, ready to be started with arguments added. */
    ProcessBuilder program(String resource, List<String> arguments) throws IOException {
        Path script = folder.resolve(resource);
        try (InputStream source = Objects.requireNonNull(NodePackages.class.getResourceAsStream(resource))) {
            Files.copy(source, script, StandardCopyOption.REPLACE_EXISTING);
        }
        List<String> line = new ArrayList<>(List.of("node", script.toString()));
        line.addAll(arguments);
        return new ProcessBuilder(line).directory(folder.toFile());
    }
}
