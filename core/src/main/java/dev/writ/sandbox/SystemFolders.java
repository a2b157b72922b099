package dev.writ.sandbox;

import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;

/** Folders of the machine that the box needs itself, so that it cannot have them otherwise. */
final class SystemFolders {
    /** Nothing can be mounted over these, or in them, without breaking the box. */
    private static final List<Path> WITH_ALL_IN_THEM =
            Stream.of("/proc", "/dev", "/sys", "/run", "/etc").map(Path::of).toList();

    private static final List<Path> WHOLE = Stream.of("/", "/usr", "/usr/bin", "/usr/lib", "/tmp", "/bin", "/lib")
            .map(Path::of)
            .toList();

    private SystemFolders() {}

    static boolean have(Path folder) {
        return WHOLE.contains(folder) || WITH_ALL_IN_THEM.stream().anyMatch(folder::startsWith);
    }
}
