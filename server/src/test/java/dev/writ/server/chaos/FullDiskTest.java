package dev.writ.server.chaos;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.assertj.core.api.Assumptions;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledIfSystemProperty;
import org.junit.jupiter.api.io.CleanupMode;
import org.junit.jupiter.api.io.TempDir;

/** The disk of the data folder is full for a while: it is said plainly, nothing is lost, and work goes on by itself. */
@EnabledIfSystemProperty(named = "writ.faults", matches = "true", disabledReason = "It takes minutes.")
class FullDiskTest {
    private static final String BYTES = Integer.toString(32 << 20);
    private static final List<String> FILES = List.of("", "-wal");
    private static final Duration LONGEST = Duration.ofMinutes(3);

    @TempDir(cleanup = CleanupMode.ON_SUCCESS)
    Path folder;

    @Test
    void a_full_disk_is_told_of_loses_nothing_and_is_gone_on_from() throws Exception {
        Path disk = Files.createDirectory(folder.resolve("server-0"));
        List<String> box = List.of(
                "bwrap",
                "--die-with-parent",
                "--dev-bind",
                "/",
                "/",
                "--size",
                BYTES,
                "--tmpfs",
                disk.toString(),
                "--");
        Assumptions.assumeThat(works(box)).as("a small disk can be made here").isTrue();
        Evidence evidence = Evidence.in(folder);
        try (ServerProcess server = new ServerProcess(folder, "server-0", box, "")) {
            server.start();
            Load load = new Load(evidence, List.of(server), 11);
            try {
                until(server, () -> load.acknowledged() > 3);

                Path ballast = server.data().resolveSibling("ballast");
                fill(ballast);
                until(server, () -> load.answers().containsKey("refused: store_full"));
                until(server, () -> server.get("/readyz").status() == 503);
                Files.delete(ballast);

                int before = load.acknowledged();
                until(server, () -> load.acknowledged() > before + 3);
            } finally {
                load.stop();
            }
            until(server, () -> load.open(server) == 0);
            until(server, () -> server.get("/readyz").status() == 200);
            Files.writeString(evidence.key(), server.auditKey());
            String copy = copy(server.data().resolve("writ.db"));
            assertThat(Invariants.breaches(copy, evidence)).as(server::said).isEmpty();
        }
    }

    private static boolean works(List<String> box) throws InterruptedException {
        List<String> command = new java.util.ArrayList<>(box);
        command.add("true");
        try {
            return new ProcessBuilder(command).start().waitFor() == 0;
        } catch (IOException e) {
            return false;
        }
    }

    /** Until nothing more fits. */
    private static void fill(Path ballast) {
        try (OutputStream out = Files.newOutputStream(ballast)) {
            byte[] zeros = new byte[4_096];
            while (true) {
                out.write(zeros);
            }
        } catch (IOException e) {
            assertThat(e).hasMessageContaining("No space left");
        }
    }

    /**
     * The disk goes with the server, so it is looked at while the server is there; as files, since SQLite does not follow the
     * way into another mount namespace.
     */
    private String copy(Path database) throws IOException {
        Path copy = folder.resolve("copy.db");
        String before;
        do {
            before = state(database);
            for (String end : FILES) {
                Files.copy(beside(database, end), beside(copy, end), StandardCopyOption.REPLACE_EXISTING);
            }
        } while (!state(database).equals(before));
        return "jdbc:sqlite:" + copy;
    }

    private static String state(Path database) throws IOException {
        StringBuilder state = new StringBuilder();
        for (String end : FILES) {
            Path file = beside(database, end);
            state.append(Files.size(file)).append(' ').append(Files.getLastModifiedTime(file));
        }
        return state.toString();
    }

    private static Path beside(Path database, String end) {
        return database.resolveSibling(database.getFileName() + end);
    }

    /** Something that comes true. */
    @FunctionalInterface
    private interface Condition {
        boolean holds() throws Exception;
    }

    private static void until(ServerProcess server, Condition condition) throws Exception {
        long end = System.nanoTime() + LONGEST.toNanos();
        while (!condition.holds()) {
            assertThat(System.nanoTime()).as(server::said).isLessThan(end);
            TimeUnit.MILLISECONDS.sleep(20);
        }
    }
}
