package dev.writ.sandbox;

import dev.writ.FailureCode;
import dev.writ.WritException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * The folders of the machine that a box has besides the system's, each at its own path.
 *
 * @param mounts those around others first
 */
record BoxFolders(List<Mount> mounts) {
    private static final Comparator<Path> OUTER_FIRST =
            Comparator.comparingInt(Path::getNameCount).thenComparing(Comparator.naturalOrder());

    BoxFolders {
        mounts = List.copyOf(mounts);
    }

    /** @param writable whether the box may change what is in it */
    record Mount(PinnedPath folder, boolean writable) {
        Path path() {
            return folder.path();
        }
    }

    /**
     * The folders as they are now; a folder in both lists can be written.
     *
     * @throws WritException with {@code workspace_unusable} where one is missing, or a link
     */
    static BoxFolders of(List<Path> readable, List<Path> writable) {
        Map<Path, Boolean> named = new TreeMap<>(OUTER_FIRST);
        readable.forEach(path -> named.put(path, false));
        writable.forEach(path -> named.put(path, true));
        Map<Path, Boolean> needed = new LinkedHashMap<>();
        named.forEach((path, write) -> {
            if (!around(needed, path).map(write::equals).orElse(false)) {
                needed.put(path, write);
            }
        });
        Map<Path, Boolean> all = new TreeMap<>(OUTER_FIRST);
        all.putAll(needed);
        needed.forEach((path, write) -> {
            // A mount point cannot be renamed, but a folder on the way to it could be, and another put in its place.
            for (Path at = path.getParent(); !write && at != null && isWritable(needed, at); at = at.getParent()) {
                all.putIfAbsent(at, true);
            }
        });
        List<Mount> mounts = new ArrayList<>();
        all.forEach((path, write) -> mounts.add(new Mount(PinnedPath.of(path).orElseThrow(() -> gone(path)), write)));
        return new BoxFolders(mounts);
    }

    /** What is said of a folder that was there a moment ago. */
    static WritException gone(Path folder) {
        return new WritException(
                FailureCode.WORKSPACE_UNUSABLE,
                "The folder " + folder + " no longer exists, or something else was put in its place.",
                "Restore it, or name another folder.");
    }

    private static boolean isWritable(Map<Path, Boolean> folders, Path path) {
        return around(folders, path).orElse(false);
    }

    /** Whether the innermost of the folders around a path, or that at it, can be written; empty where there is none. */
    private static Optional<Boolean> around(Map<Path, Boolean> folders, Path path) {
        for (Path at = path; at != null; at = at.getParent()) {
            if (folders.containsKey(at)) {
                return Optional.of(folders.getOrDefault(at, false));
            }
        }
        return Optional.empty();
    }

    /** Whether the box may change what is at a path. */
    boolean isWritable(Path path) {
        return isWritable(mounts.stream().collect(Collectors.toMap(Mount::path, Mount::writable)), path);
    }

    /** Those that the box may change. */
    List<Path> writable() {
        return mounts.stream().filter(Mount::writable).map(Mount::path).toList();
    }

    List<Path> all() {
        return mounts.stream().map(Mount::path).toList();
    }

    Stream<PinnedPath> pinned() {
        return mounts.stream().map(Mount::folder);
    }

    /** Those that are mounted over a name in another of them, which whoever can write there could swap. */
    Set<Path> mountPoints() {
        return all().stream()
                .filter(path -> all().stream().anyMatch(other -> path.startsWith(other) && !path.equals(other)))
                .collect(Collectors.toUnmodifiableSet());
    }
}
