package dev.writ.bench;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.function.Consumer;

/**
 * How much to measure, and where.
 *
 * @param quick whether a rough figure soon is wanted
 * @param folder for data; it is on the disk whose speed is measured, and removed at the end
 * @param evaluation folder of public benchmark data
 * @param progress takes lines for people who wait
 */
record Plan(boolean quick, Path folder, Path evaluation, Consumer<String> progress) {
    /** How often each figure is measured anew, to show how far it can be trusted. */
    int repeats() {
        return 3;
    }

    int choose(int inQuickRuns, int inFullRuns) {
        return quick ? inQuickRuns : inFullRuns;
    }

    /** A fresh folder. */
    Path newFolder(String prefix) throws IOException {
        return Files.createTempDirectory(folder, prefix + "-");
    }

    void say(String line) {
        progress.accept(line);
    }
}
