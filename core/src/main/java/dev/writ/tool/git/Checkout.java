package dev.writ.tool.git;

import dev.writ.Failure;
import dev.writ.FailureCode;
import dev.writ.WritException;
import java.io.IOException;
import java.util.List;
import org.eclipse.jgit.diff.DiffEntry;
import org.eclipse.jgit.dircache.DirCache;
import org.eclipse.jgit.dircache.DirCacheCheckout;
import org.eclipse.jgit.errors.CheckoutConflictException;
import org.eclipse.jgit.lib.ObjectId;
import org.eclipse.jgit.lib.ObjectReader;
import org.eclipse.jgit.revwalk.RevWalk;
import org.eclipse.jgit.treewalk.TreeWalk;
import org.eclipse.jgit.treewalk.filter.TreeFilter;

/** Changes the working files and the index from one commit to another, keeping local changes, or not at all. */
final class Checkout {
    private static final int MOST_NAMED = 20;

    private final OpenRepository repository;

    Checkout(OpenRepository repository) {
        this.repository = repository;
    }

    /**
     * @return paths that changed
     * @throws WritException with {@code conflict} where local changes would be overwritten; then nothing is changed
     */
    List<String> change(ObjectId from, ObjectId to) throws IOException {
        List<DiffEntry> differences;
        ObjectId fromTree;
        ObjectId toTree;
        try (ObjectReader reader = repository.git().newObjectReader();
                RevWalk revisions = new RevWalk(reader);
                TreeWalk walk = new TreeWalk(reader)) {
            fromTree = revisions.parseTree(from);
            toTree = revisions.parseTree(to);
            walk.addTree(fromTree);
            walk.addTree(toTree);
            walk.setRecursive(true);
            walk.setFilter(TreeFilter.ANY_DIFF);
            differences = DiffEntry.scan(walk);
        }
        List<String> paths = differences.stream().map(DiffReport::path).toList();
        DirCache index = repository.lockIndex();
        try {
            DirCacheCheckout checkout = new DirCacheCheckout(repository.git(), fromTree, index, toTree);
            checkout.setFailOnConflict(true);
            checkout.checkout();
            return paths;
        } catch (CheckoutConflictException e) {
            throw new WritException(conflict(List.of(e.getConflictingFiles())), e);
        } catch (IllegalStateException e) {
            throw new WritException(
                    new Failure(
                            FailureCode.OPERATION_FAILED,
                            "The commit holds a file and a folder of the same name, so it cannot be checked out.",
                            "Find out who made this commit, and use another."),
                    e);
        } finally {
            index.unlock();
        }
    }

    private static Failure conflict(List<String> paths) {
        List<String> named =
                paths.stream().sorted().limit(MOST_NAMED).map(PlainText::of).toList();
        String more = paths.size() > MOST_NAMED ? " and " + (paths.size() - MOST_NAMED) + " more" : "";
        return new Failure(
                FailureCode.CONFLICT,
                "Local changes would be overwritten: " + String.join(", ", named) + more + ".",
                "Commit or undo the changes to these files first.");
    }
}
