package dev.writ.tool.git;

import dev.writ.WritException;
import dev.writ.sandbox.Workspace;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import org.eclipse.jgit.dircache.DirCache;

/** Which files of a workspace are in the index of the repository at its root. For one thread. */
public final class TrackedFiles {
    /** A larger index is not read: nobody waits for it. */
    private static final long LARGEST_INDEX_BYTES = 50_000_000;

    private final DirCache index;

    private TrackedFiles(DirCache index) {
        this.index = index;
    }

    /** Empty where there is no repository at the root, it uses anything outside of the workspace, or its index is huge. */
    public static Optional<TrackedFiles> of(Workspace workspace) {
        try {
            RepositoryPlace place = RepositoryPlace.find(workspace, ".");
            Path index = place.gitDir().resolve("index");
            if (Files.exists(index) && Files.size(index) > LARGEST_INDEX_BYTES) {
                return Optional.empty();
            }
            try (OpenRepository repository = OpenRepository.open(place)) {
                return Optional.of(new TrackedFiles(repository.git().readDirCache()));
            }
        } catch (WritException | IOException e) {
            return Optional.empty();
        }
    }

    /** @param path relative to the root */
    public boolean contains(String path) {
        return index.findEntry(path) >= 0;
    }
}
