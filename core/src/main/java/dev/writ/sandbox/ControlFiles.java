package dev.writ.sandbox;

import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * Files of a writable folder that other programs, outside any box, run or obey: a command that could write them would get
 * hold of the user's own shell or git. They are read-only in the box, and {@code .git} cannot be swapped for another.
 *
 * @param repositories the folders {@code .git} of those that have one
 * @param locked what must stay as it is
 */
record ControlFiles(List<PinnedPath> repositories, List<PinnedPath> locked) {
    private static final List<String> IN_ROOT = List.of(".envrc");
    private static final List<String> IN_REPOSITORY = List.of("hooks", "config", "config.worktree");

    /** Those that a box with these folders could change. */
    static ControlFiles of(BoxFolders folders) {
        List<PinnedPath> repositories = new ArrayList<>();
        List<PinnedPath> locked = new ArrayList<>();
        for (Path root : folders.writable()) {
            Path git = root.resolve(".git");
            // In a linked work tree .git is a file that says where the repository is.
            boolean folder = Files.isDirectory(git, LinkOption.NOFOLLOW_LINKS);
            Stream.concat(
                            IN_ROOT.stream().map(root::resolve),
                            folder ? IN_REPOSITORY.stream().map(git::resolve) : Stream.of(git))
                    .filter(folders::isWritable)
                    .map(PinnedPath::of)
                    .flatMap(Optional::stream)
                    .forEach(locked::add);
            if (folder && folders.isWritable(git)) {
                PinnedPath.of(git).ifPresent(repositories::add);
            }
        }
        return new ControlFiles(List.copyOf(repositories), List.copyOf(locked));
    }

    /** Every name that something is mounted over. */
    Set<Path> mountPoints() {
        return Stream.concat(
                        all().map(PinnedPath::path),
                        repositories.stream().map(git -> git.path().resolve("hooks")))
                .collect(Collectors.toUnmodifiableSet());
    }

    /** The folders for hooks that repositories lack, and a command could make and fill. */
    List<Path> missingHooks() {
        return repositories.stream()
                .map(git -> git.path().resolve("hooks"))
                .filter(hooks -> !Files.exists(hooks, LinkOption.NOFOLLOW_LINKS))
                .toList();
    }

    /** Everything whose identity must be the same in the box. */
    Stream<PinnedPath> all() {
        return Stream.concat(repositories.stream(), locked.stream());
    }
}
