package dev.writ.cli.docs;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/**
 * A document, done as it stands: its blocks of commands run one after the other in one shell, and every block of output below
 * one is looked for in what they said. {@code …} stands for anything there.
 *
 * @param folder empty; the home of who does it is in there
 * @param environment more of it
 */
record DocumentRun(Path document, Path folder, Map<String, String> environment) {
    private static final int LONGEST_SECONDS = 180;
    private static final String MARK = "== end of block ";

    /** What a block of commands should say, by its number. */
    private record Expected(int block, List<String> lines) {}

    /** Holds that every block of commands came to its end and said what stands below it. */
    void check() throws IOException, InterruptedException {
        List<Expected> expected = new ArrayList<>();
        // What still runs is ended, and waited for: it would write where it worked while that is taken away.
        StringBuilder script = new StringBuilder("""
                set -u
                trap 'kill $(jobs -p) 2>/dev/null; wait' EXIT
                """);
        int blocks = 0;
        for (Documents.Block block : Documents.blocks(document)) {
            if (block.language().equals("sh")) {
                script.append(String.join("\n", block.lines()))
                        .append("\necho '")
                        .append(MARK)
                        .append(blocks++)
                        .append("'\n");
            } else if (block.language().equals("text")) {
                expected.add(new Expected(blocks - 1, block.lines()));
            }
        }
        assertThat(expected).isNotEmpty();
        String said = run(script.toString());
        assertThat(said).as("it got to the end:\n" + said).contains(MARK + (blocks - 1) + "\n");
        for (Expected one : expected) {
            String part = part(said, one.block());
            for (String line : one.lines()) {
                assertThat(part).containsPattern(pattern(line));
            }
        }
    }

    private static String part(String said, int block) {
        int until = said.indexOf(MARK + block + "\n");
        assertThat(until)
                .as("it got to the end of block " + block + ":\n" + said)
                .isNotNegative();
        int before = block == 0 ? 0 : said.indexOf(MARK + (block - 1) + "\n");
        return said.substring(before, until);
    }

    /** Spaces in any number; an ellipsis is anything. */
    private static Pattern pattern(String line) {
        return Pattern.compile(Pattern.compile("…|\\s+")
                .splitAsStream(line.strip())
                .filter(word -> !word.isEmpty())
                .map(Pattern::quote)
                .collect(Collectors.joining("[^\\n]*")));
    }

    private String run(String script) throws IOException, InterruptedException {
        Path home = Files.createDirectories(folder.resolve("home"));
        Path programs = Files.createDirectories(folder.resolve("bin"));
        Path writ = Files.writeString(programs.resolve("writ"), """
                #!/bin/sh
                exec '%s' -XX:+UseSerialGC -XX:TieredStopAtLevel=1 -Xmx512m --enable-native-access=ALL-UNNAMED \\
                  '-Djava.util.logging.config.file=%s' -cp '%s' dev.writ.cli.Main "$@"
                """.formatted(
                Path.of(System.getProperty("java.home"), "bin", "java"),
                Documents.HOME.resolve("config").resolve("logging.properties").toRealPath(),
                Pattern.compile(":")
                        .splitAsStream(
                                System.getProperty("surefire.test.class.path", System.getProperty("java.class.path")))
                        .filter(entry -> !entry.isEmpty())
                        .map(entry -> Path.of(entry).toAbsolutePath().toString())
                        .collect(Collectors.joining(":"))));
        assertThat(writ.toFile().setExecutable(true)).isTrue();
        Path output = folder.resolve("output");
        ProcessBuilder builder = new ProcessBuilder("bash", "-c", script)
                .directory(home.toFile())
                .redirectErrorStream(true)
                .redirectOutput(output.toFile());
        builder.environment().put("HOME", home.toString());
        builder.environment().put("PATH", programs + ":" + System.getenv("PATH"));
        // Whatever else runs on this machine has the usual port.
        builder.environment().put("WRIT_PORT", "0");
        builder.environment().keySet().removeIf(name -> name.startsWith("XDG_") || name.startsWith("GIT_"));
        builder.environment().putAll(environment);
        Process shell = builder.start();
        try {
            assertThat(shell.waitFor(LONGEST_SECONDS, TimeUnit.SECONDS))
                    .as(() -> "it ends:\n" + read(output))
                    .isTrue();
        } finally {
            shell.descendants().forEach(ProcessHandle::destroyForcibly);
            shell.destroyForcibly();
        }
        return read(output);
    }

    private static String read(Path file) {
        try {
            return Files.readString(file, StandardCharsets.UTF_8);
        } catch (IOException e) {
            return e.toString();
        }
    }

    static boolean hasOnPath(String program) {
        return Pattern.compile(":")
                .splitAsStream(System.getenv("PATH"))
                .anyMatch(place -> Files.isExecutable(Path.of(place, program)));
    }
}
