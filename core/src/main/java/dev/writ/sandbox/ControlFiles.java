package dev.writ.sandbox;

import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * Files of a workspace that other programs, outside any box, run or obey: a command that could write them would get
 * hold of the user's own shell or git. They are read-only in the box, and {@code .git} cannot be swapped for another.
 *
 * @param repository the folder {@code .git}, where the workspace has one
 * @param locked what must stay as it is
 */
record ControlFiles(Optional<PinnedPath> repository, List<PinnedPath> locked) {
    /** Of a workspace that a command cannot write to anyway. */
    static final ControlFiles NONE = new ControlFiles(Optional.empty(), List.of());

    private static final List<String> IN_ROOT = List.of(".envrc");
    private static final List<String> IN_REPOSITORY = List.of("hooks", "config", "config.worktree");

    static ControlFiles of(Path root) {
        Path git = root.resolve(".git");
        boolean folder = Files.isDirectory(git, LinkOption.NOFOLLOW_LINKS);
        // In a linked work tree .git is a file that says where the repository is.
        Stream<Path> candidates = Stream.concat(
                Stream.concat(IN_ROOT.stream().map(root::resolve), folder ? Stream.empty() : Stream.of(git)),
                folder ? IN_REPOSITORY.stream().map(git::resolve) : Stream.empty());
        return new ControlFiles(
                folder ? PinnedPath.of(git) : Optional.empty(),
                candidates.map(PinnedPath::of).flatMap(Optional::stream).toList());
    }

    /** Every name that something is mounted over. */
    Set<Path> mountPoints() {
        return Stream.concat(
                        all().map(PinnedPath::path),
                        repository.stream().map(git -> git.path().resolve("hooks")))
                .collect(Collectors.toUnmodifiableSet());
    }

    /** Whether the repository lacks a folder for hooks, which a command could then make and fill. */
    boolean lacksHooks() {
        return repository
                .map(git -> !Files.exists(git.path().resolve("hooks"), LinkOption.NOFOLLOW_LINKS))
                .orElse(false);
    }

    /** Everything whose identity must be the same in the box. */
    Stream<PinnedPath> all() {
        return Stream.concat(repository.stream(), locked.stream());
    }
}
