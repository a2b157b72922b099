package dev.writ.server.chaos;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * What is to be seen outside of the database: which requests were acknowledged, which marks commands and edits left in the
 * workspace, and the audit log's public key. All of it is in files below one folder.
 */
record Evidence(Path folder) {
    /** Each command appends its mark here; each edit to the other. */
    static final String COMMANDS = "commands.txt";

    static final String EDITS = "edits.txt";

    /** @throws UncheckedIOException where the folder cannot be made */
    static Evidence in(Path folder) {
        try {
            Files.createDirectories(folder.resolve("workspace"));
            Evidence evidence = new Evidence(folder);
            Files.writeString(evidence.workspace().resolve(EDITS), "marks of edits\n");
            Files.writeString(evidence.workspace().resolve(COMMANDS), "marks of commands\n");
            Files.writeString(evidence.workspace().resolve("mark.sh"), "echo \"$1\" >> " + COMMANDS + "\n");
            return evidence;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    Path workspace() {
        return folder.resolve("workspace");
    }

    Path key() {
        return folder.resolve("key.pub");
    }

    /** Notes, durably, that the server has taken a request. */
    synchronized void acknowledged(String task) {
        append(folder.resolve("acknowledged.txt"), task);
    }

    List<String> acknowledged() {
        return lines(folder.resolve("acknowledged.txt"));
    }

    /** How often each mark is there. */
    Map<String, Long> marks() {
        return Stream.of(COMMANDS, EDITS)
                .flatMap(file -> lines(workspace().resolve(file)).stream())
                .filter(line -> line.startsWith("mark-"))
                .collect(Collectors.groupingBy(mark -> mark, Collectors.counting()));
    }

    private static void append(Path file, String line) {
        try {
            Files.writeString(
                    file,
                    line + "\n",
                    StandardCharsets.UTF_8,
                    StandardOpenOption.CREATE,
                    StandardOpenOption.APPEND,
                    StandardOpenOption.SYNC);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static List<String> lines(Path file) {
        try {
            return Files.exists(file) ? Files.readAllLines(file) : List.of();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
