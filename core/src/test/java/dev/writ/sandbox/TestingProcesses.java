package dev.writ.sandbox;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.TimeUnit;
import java.util.function.BooleanSupplier;
import java.util.stream.Stream;

/** What runs on this machine, seen from outside of any box. */
final class TestingProcesses {
    private TestingProcesses() {}

    /** Whether any process has the word in its command line. */
    static boolean mention(String word) {
        return commandLines().anyMatch(line -> line.contains(word));
    }

    private static Stream<String> commandLines() {
        return ProcessHandle.allProcesses().map(process -> {
            try {
                return Files.readString(Path.of("/proc", Long.toString(process.pid()), "cmdline"));
            } catch (IOException e) {
                return "";
            }
        });
    }

    /** The test's time limit ends a wait in vain. */
    static void until(BooleanSupplier condition) throws InterruptedException {
        while (!condition.getAsBoolean()) {
            TimeUnit.MILLISECONDS.sleep(10);
        }
    }
}
