package dev.writ.cli.demo;

import dev.writ.Failure;
import dev.writ.FailureCode;
import dev.writ.WritException;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.stream.Stream;

/** The folder the demo runs in. A finished demo is cleared away by the next one; an unfinished one goes on. */
public final class DemoFolder {
    private static final String STARTED = "demo-started";
    private static final String FINISHED = "demo-finished";

    private final Path path;
    private final boolean resumed;

    private DemoFolder(Path path, boolean resumed) {
        this.path = path;
        this.resumed = resumed;
    }

    /**
     * Opens the folder of a demo, which is made where it is missing.
     *
     * @param kind which demo it is
     * @throws WritException with {@code conflict} for a folder that holds anything but this demo
     */
    public static DemoFolder open(Path path, String kind) {
        try {
            if (Files.exists(path.resolve(FINISHED))) {
                clear(path);
            }
            boolean resumed = Files.exists(path.resolve(STARTED));
            if (resumed && !Files.readString(path.resolve(STARTED)).equals(kind)) {
                throw new WritException(
                        FailureCode.CONFLICT,
                        "The folder " + path + " holds another demo that has not come to its end.",
                        "Finish that one, or name an empty folder with --data.");
            }
            if (!resumed && Files.isDirectory(path) && !isEmpty(path)) {
                throw new WritException(
                        FailureCode.CONFLICT,
                        "The folder " + path + " holds other data.",
                        "Name an empty folder with --data, or leave it out.");
            }
            Files.createDirectories(path);
            if (!resumed) {
                Files.writeString(path.resolve(STARTED), kind);
            }
            return new DemoFolder(path, resumed);
        } catch (IOException e) {
            throw new WritException(
                    Failure.of(
                            FailureCode.STORE_READ_ONLY,
                            "The demo folder " + path + " cannot be used: " + e.getMessage() + ".",
                            "Name another one with --data."),
                    e);
        }
    }

    /** Where the demo's Writ keeps its data: beside the folders that its agents work in. */
    public static Path data(Path demo) {
        return demo.resolve("data");
    }

    public Path path() {
        return path;
    }

    /** Whether an unfinished demo was found. */
    public boolean isResumed() {
        return resumed;
    }

    /** The next demo starts anew. */
    public void finished() {
        try {
            Files.writeString(path.resolve(FINISHED), "");
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static boolean isEmpty(Path folder) throws IOException {
        try (Stream<Path> entries = Files.list(folder)) {
            return entries.findAny().isEmpty();
        }
    }

    private static void clear(Path folder) throws IOException {
        try (Stream<Path> paths = Files.walk(folder)) {
            for (Path each : paths.sorted(Comparator.reverseOrder()).toList()) {
                Files.delete(each);
            }
        }
    }
}
