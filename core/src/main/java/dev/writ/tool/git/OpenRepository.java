package dev.writ.tool.git;

import dev.writ.Failure;
import dev.writ.FailureCode;
import dev.writ.WritException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.util.Locale;
import java.util.Optional;
import org.eclipse.jgit.dircache.DirCache;
import org.eclipse.jgit.errors.LockFailedException;
import org.eclipse.jgit.lib.ObjectId;
import org.eclipse.jgit.lib.ObjectReader;
import org.eclipse.jgit.lib.Repository;
import org.eclipse.jgit.lib.RepositoryState;
import org.eclipse.jgit.revwalk.RevWalk;
import org.eclipse.jgit.storage.file.FileRepositoryBuilder;
import org.eclipse.jgit.treewalk.AbstractTreeIterator;
import org.eclipse.jgit.treewalk.CanonicalTreeParser;
import org.eclipse.jgit.treewalk.EmptyTreeIterator;

/** A checked repository, open for one call in one thread, with configuration reduced to its harmless part. */
final class OpenRepository implements AutoCloseable {
    private final RepositoryPlace place;
    private final CommandlessFileSystem files;
    private final Repository git;

    private OpenRepository(RepositoryPlace place, CommandlessFileSystem files, Repository git) {
        this.place = place;
        this.files = files;
        this.git = git;
    }

    /** @throws WritException where the repository depends on anything outside of its own folders */
    static OpenRepository open(RepositoryPlace place) throws IOException {
        IsolatedSystem.install();
        new GitFolder(place).check();
        checkWorkTree(place);
        CommandlessFileSystem files = CommandlessFileSystem.over(place.root());
        try {
            return new OpenRepository(
                    place,
                    files,
                    new FileRepositoryBuilder()
                            .setFS(files)
                            .setGitDir(place.gitDir().toFile())
                            .setGitCommonDir(place.commonDir().toFile())
                            .setWorkTree(place.workTree().toFile())
                            .setMustExist(true)
                            .build());
        } catch (IOException | RuntimeException e) {
            files.close();
            throw e;
        }
    }

    private static void checkWorkTree(RepositoryPlace place) throws IOException {
        String configured = SafeConfig.read(place.root(), place.commonDir().resolve("config"))
                .workTree();
        if (!configured.isEmpty()
                && !place.gitDir().resolve(configured).normalize().equals(place.workTree())) {
            throw new WritException(
                    FailureCode.OUTSIDE_WORKSPACE,
                    "The configuration of \"" + place.shown() + "\" puts its working files elsewhere (core.worktree).",
                    "Remove core.worktree from the repository's configuration.");
        }
    }

    RepositoryPlace place() {
        return place;
    }

    Repository git() {
        return git;
    }

    /** @throws WritException where HEAD names no plain branch, or one whose record is damaged */
    Head head() throws IOException {
        Head head = Head.of(git);
        // JGit takes a branch file that is empty or cut for one that is not there.
        if (head instanceof Head.Unborn unborn
                && Files.isRegularFile(place.commonDir().resolve(unborn.branch().ref()), LinkOption.NOFOLLOW_LINKS)) {
            throw new WritException(
                    FailureCode.OPERATION_FAILED,
                    "The branch " + unborn.branch().value() + " of \"" + place.shown() + "\" is damaged.",
                    "Look with git reflog for the commit it was at, and restore it from there.");
        }
        return head;
    }

    /** Reads the working files, entering no other repository. */
    WorkTreeIterator workTree() {
        return new WorkTreeIterator(git);
    }

    /** The files of a commit, or none for no commit. */
    AbstractTreeIterator tree(ObjectReader reader, Optional<ObjectId> commit) throws IOException {
        if (commit.isEmpty()) {
            return new EmptyTreeIterator();
        }
        try (RevWalk walk = new RevWalk(reader)) {
            CanonicalTreeParser tree = new CanonicalTreeParser();
            tree.reset(reader, walk.parseTree(commit.get()));
            return tree;
        }
    }

    /** The locked index; the caller unlocks it. */
    DirCache lockIndex() throws IOException {
        try {
            return git.lockDirCache();
        } catch (LockFailedException e) {
            throw new WritException(
                    new Failure(
                            FailureCode.CONFLICT,
                            "The index of \"" + place.shown() + "\" is locked by another git process.",
                            "Wait for it to end; if none is running, remove the file index.lock from the .git folder."),
                    e);
        }
    }

    /** Writes a locked index and puts it in place. */
    static void write(DirCache index) throws IOException {
        prepareWrite(index);
        finishWrite(index);
    }

    /** Writes a locked index beside the one in place, so that only a rename is left to do. */
    static void prepareWrite(DirCache index) throws IOException {
        index.write();
    }

    /** Puts a written index in place. */
    static void finishWrite(DirCache index) throws IOException {
        if (!index.commit()) {
            throw new IOException("the index could not be put in place");
        }
    }

    /** @throws WritException with {@code conflict} while a merge, rebase or the like is in progress */
    void requireNothingInProgress() {
        RepositoryState state = git.getRepositoryState();
        if (state != RepositoryState.SAFE) {
            throw new WritException(
                    FailureCode.CONFLICT,
                    "The repository is in the middle of something else: "
                            + state.getDescription().toLowerCase(Locale.ROOT) + ".",
                    "Finish or abort that first, with git itself.");
        }
    }

    @Override
    public void close() throws IOException {
        git.close();
        files.close();
    }
}
