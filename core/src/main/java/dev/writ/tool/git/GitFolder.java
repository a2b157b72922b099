package dev.writ.tool.git;

import dev.writ.Failure;
import dev.writ.FailureCode;
import dev.writ.WritException;
import java.io.IOException;
import java.nio.file.FileVisitResult;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.SimpleFileVisitor;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.Set;
import java.util.regex.Pattern;

/** Checks that a {@code .git} folder is self-contained before anything in it is used. */
final class GitFolder {
    private static final int MOST_ENTRIES = 300_000;
    private static final long LARGEST_LIST = 4_000_000;
    private static final Pattern COMMIT_ID = Pattern.compile("[0-9a-f]{40}");
    /** What is never read: hooks do not run, and the others belong to other working trees or tools. */
    private static final Set<String> UNUSED = Set.of("hooks", "modules", "worktrees", "lfs", "annex");

    private final RepositoryPlace place;

    GitFolder(RepositoryPlace place) {
        this.place = place;
    }

    /** @throws WritException where the folder uses data from elsewhere, through links, alternates or odd references */
    void check() throws IOException {
        checkEntries(place.gitDir());
        if (!place.commonDir().equals(place.gitDir())) {
            checkEntries(place.commonDir());
        }
        for (String name : new String[] {"alternates", "http-alternates"}) {
            Path file = place.commonDir().resolve("objects/info").resolve(name);
            if (Files.exists(file, LinkOption.NOFOLLOW_LINKS) && Files.size(file) > 0) {
                throw refused("it takes objects from another repository (alternates)");
            }
        }
        for (String name : new String[] {"info/exclude", "info/attributes"}) {
            Path file = place.commonDir().resolve(name);
            if (Files.exists(file, LinkOption.NOFOLLOW_LINKS) && Files.size(file) > LARGEST_LIST) {
                throw refused("its " + name + " is too large");
            }
        }
        checkHead();
    }

    private void checkHead() throws IOException {
        Path file = place.gitDir().resolve("HEAD");
        if (!Files.exists(file, LinkOption.NOFOLLOW_LINKS)) {
            throw refused("it has no HEAD");
        }
        String head = new SafeFiles(place.root()).text(file, 4096).strip();
        boolean branch = head.startsWith("ref: ")
                && BranchName.isBranch(head.substring(5).strip());
        // Where refs are kept in a reftable, the HEAD file is a fixed placeholder.
        boolean placeholder = head.equals("ref: refs/heads/.invalid");
        if (!branch && !placeholder && !COMMIT_ID.matcher(head).matches()) {
            throw refused("its HEAD names neither a branch nor a commit");
        }
    }

    private void checkEntries(Path folder) throws IOException {
        Files.walkFileTree(folder, new SimpleFileVisitor<>() {
            private int entries;

            @Override
            public FileVisitResult preVisitDirectory(Path directory, BasicFileAttributes attributes) {
                return isUnused(directory) ? FileVisitResult.SKIP_SUBTREE : FileVisitResult.CONTINUE;
            }

            @Override
            public FileVisitResult visitFile(Path file, BasicFileAttributes attributes) {
                if (++entries > MOST_ENTRIES) {
                    throw new WritException(
                            FailureCode.TOO_LARGE,
                            "The git folder of \"" + place.shown() + "\" has more than " + MOST_ENTRIES + " files.",
                            "Pack its objects with git gc, then try again.");
                }
                if (!attributes.isRegularFile() && !isUnused(file)) {
                    throw refused("its git folder contains a link or a special file");
                }
                return FileVisitResult.CONTINUE;
            }

            @Override
            public FileVisitResult visitFileFailed(Path file, IOException e) throws IOException {
                // Git itself removes locks and temporary files at any time.
                if (e instanceof NoSuchFileException) {
                    return FileVisitResult.CONTINUE;
                }
                throw e;
            }

            private boolean isUnused(Path path) {
                return folder.equals(path.getParent())
                        && UNUSED.contains(path.getFileName().toString());
            }
        });
    }

    private WritException refused(String why) {
        return new WritException(new Failure(
                FailureCode.OUTSIDE_WORKSPACE,
                "The repository \"" + place.shown() + "\" cannot be used: " + why + ".",
                "Use a repository whose .git folder holds all of its own data."));
    }
}
