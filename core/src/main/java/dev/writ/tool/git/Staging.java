package dev.writ.tool.git;

import dev.writ.Failure;
import dev.writ.FailureCode;
import dev.writ.WritException;
import dev.writ.tool.AuthorizedCall;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.Predicate;
import org.eclipse.jgit.dircache.DirCache;
import org.eclipse.jgit.dircache.DirCacheBuildIterator;
import org.eclipse.jgit.dircache.DirCacheBuilder;
import org.eclipse.jgit.dircache.DirCacheEntry;
import org.eclipse.jgit.dircache.DirCacheIterator;
import org.eclipse.jgit.lib.Constants;
import org.eclipse.jgit.lib.FileMode;
import org.eclipse.jgit.lib.ObjectId;
import org.eclipse.jgit.lib.ObjectInserter;
import org.eclipse.jgit.lib.ObjectReader;
import org.eclipse.jgit.treewalk.NameConflictTreeWalk;
import org.eclipse.jgit.treewalk.TreeWalk;
import org.eclipse.jgit.treewalk.TreeWalk.OperationType;
import org.eclipse.jgit.treewalk.WorkingTreeIterator;
import org.jspecify.annotations.Nullable;

/** Changes index entries of literal paths, in memory; the caller writes the index. */
final class Staging {
    private final OpenRepository repository;
    private final AuthorizedCall call;
    private final long maxFileBytes;

    Staging(OpenRepository repository, AuthorizedCall call, CommitRules rules) {
        this.repository = repository;
        this.call = call;
        this.maxFileBytes = rules.maxFileBytes();
    }

    /**
     * Gives the index the working files' content at the paths, deletions included.
     *
     * @return paths of the files whose entries changed
     * @throws WritException where a path names nothing, only ignored files, or another repository
     */
    Set<String> add(DirCache index, List<TreePath> paths) throws IOException {
        IndexChanges changes = IndexChanges.since(index);
        Set<TreePath> ignored = new HashSet<>();
        DirCacheBuilder builder = index.builder();
        try (ObjectInserter inserter = repository.git().newObjectInserter();
                NameConflictTreeWalk walk = new NameConflictTreeWalk(repository.git())) {
            walk.setOperationType(OperationType.CHECKIN_OP);
            walk.addTree(new DirCacheBuildIterator(builder));
            WorkTreeIterator files = repository.workTree();
            files.setDirCacheIterator(walk, 0);
            walk.addTree(files);
            walk.setFilter(DiffReport.filter(paths));
            String last = "";
            while (walk.next()) {
                call.checkStopped();
                DirCacheIterator inIndex = walk.getTree(0, DirCacheIterator.class);
                WorkingTreeIterator inFiles = walk.getTree(1, WorkingTreeIterator.class);
                String path = walk.getPathString();
                if (inIndex == null && inFiles != null && inFiles.isEntryIgnored()) {
                    paths.stream().filter(wanted -> wanted.meets(path)).forEach(ignored::add);
                    continue;
                }
                DirCacheEntry old = inIndex == null ? null : inIndex.getDirCacheEntry();
                if (isRepository(old, inFiles)) {
                    refuseIfNamed(paths, path);
                    if (old != null) {
                        builder.add(old);
                    }
                    continue;
                }
                boolean folder = inFiles != null && inFiles.getEntryRawMode() == FileMode.TYPE_TREE;
                if (folder || (walk.isSubtree() && !walk.isDirectoryFileConflict())) {
                    walk.enterSubtree();
                    continue;
                }
                // A conflicting path comes once for each of its stages, and gets one entry.
                if (path.equals(last)) {
                    continue;
                }
                last = path;
                if (old != null && (old.isSkipWorkTree() || old.isAssumeValid())) {
                    builder.add(old);
                } else if (inFiles != null) {
                    builder.add(
                            isUnchanged(old, inFiles, walk)
                                    ? old
                                    : entry(walk.getRawPath(), inFiles, inIndex, inserter));
                }
            }
            inserter.flush();
        }
        builder.finish();
        changes.to(index);
        for (TreePath unknown : changes.without(paths)) {
            throw ignored.contains(unknown) ? ignored(unknown) : nothingThere(unknown);
        }
        return changes.paths();
    }

    /** Makes the index entries at the paths those of a commit, or removes them where there is none. */
    Set<String> reset(DirCache index, Optional<ObjectId> commit, List<TreePath> paths) throws IOException {
        IndexChanges changes = IndexChanges.since(index);
        DirCacheBuilder builder = index.builder();
        try (ObjectReader reader = repository.git().newObjectReader();
                TreeWalk walk = new TreeWalk(reader)) {
            walk.addTree(repository.tree(reader, commit));
            walk.setRecursive(true);
            walk.setFilter(DiffReport.filter(paths));
            while (walk.next()) {
                DirCacheEntry old = index.getEntry(walk.getPathString());
                DirCacheEntry entry = entryOf(walk);
                builder.add(isSame(old, entry) ? old : entry);
            }
        }
        keep(index, builder, path -> paths.stream().noneMatch(wanted -> wanted.covers(path)));
        builder.finish();
        changes.to(index);
        for (TreePath unknown : changes.without(paths)) {
            throw nothingThere(unknown);
        }
        return changes.paths();
    }

    /** An index in memory with a commit's files, but at the paths those of another index. */
    DirCache only(Optional<ObjectId> commit, DirCache staged, List<TreePath> paths) throws IOException {
        DirCache mixed = DirCache.newInCore();
        DirCacheBuilder builder = mixed.builder();
        try (ObjectReader reader = repository.git().newObjectReader();
                TreeWalk walk = new TreeWalk(reader)) {
            walk.addTree(repository.tree(reader, commit));
            walk.setRecursive(true);
            while (walk.next()) {
                String path = walk.getPathString();
                // A file of the commit gives way to a folder of the same name that is staged in its place.
                boolean displaced =
                        paths.stream().anyMatch(wanted -> wanted.value().startsWith(path + "/"))
                                && staged.getEntriesWithin(path).length > 0;
                if (!displaced && paths.stream().noneMatch(wanted -> wanted.covers(path))) {
                    builder.add(entryOf(walk));
                }
            }
        }
        keep(staged, builder, path -> paths.stream().anyMatch(wanted -> wanted.covers(path)));
        builder.finish();
        return mixed;
    }

    private static void keep(DirCache from, DirCacheBuilder to, Predicate<String> wanted) {
        for (int i = 0; i < from.getEntryCount(); i++) {
            DirCacheEntry entry = from.getEntry(i);
            if (wanted.test(entry.getPathString())) {
                to.add(entry);
            }
        }
    }

    private static DirCacheEntry entryOf(TreeWalk walk) {
        DirCacheEntry entry = new DirCacheEntry(walk.getRawPath());
        entry.setFileMode(walk.getFileMode(0));
        entry.setObjectId(walk.getObjectId(0));
        return entry;
    }

    private DirCacheEntry entry(
            byte[] path, WorkingTreeIterator file, @Nullable DirCacheIterator old, ObjectInserter inserter)
            throws IOException {
        if (file.getEntryLength() > maxFileBytes) {
            throw CommitContent.tooLarge(file.getEntryPathString(), file.getEntryLength(), maxFileBytes);
        }
        DirCacheEntry entry = new DirCacheEntry(path);
        entry.setFileMode(file.getIndexFileMode(old));
        entry.setLength(file.getEntryLength());
        entry.setLastModified(file.getEntryLastModifiedInstant());
        long length = file.getEntryContentLength();
        try (InputStream in = file.openEntryStream()) {
            entry.setObjectId(inserter.insert(Constants.OBJ_BLOB, length, in));
        }
        return entry;
    }

    private static boolean isUnchanged(@Nullable DirCacheEntry old, WorkingTreeIterator file, TreeWalk walk)
            throws IOException {
        return old != null
                && old.getStage() == DirCacheEntry.STAGE_0
                && !file.isModified(old, true, walk.getObjectReader());
    }

    private static boolean isSame(@Nullable DirCacheEntry old, DirCacheEntry entry) {
        return old != null
                && old.getStage() == DirCacheEntry.STAGE_0
                && old.getRawMode() == entry.getRawMode()
                && old.getObjectId().equals(entry.getObjectId());
    }

    private static boolean isRepository(@Nullable DirCacheEntry old, @Nullable WorkingTreeIterator file) {
        return (old != null && FileMode.GITLINK.equals(old.getRawMode()))
                || (file != null && FileMode.GITLINK.equals(file.getEntryRawMode()));
    }

    private static void refuseIfNamed(List<TreePath> paths, String path) {
        if (paths.stream().anyMatch(wanted -> wanted.value().equals(path))) {
            throw nested(path);
        }
    }

    private static WritException nested(String path) {
        return new WritException(new Failure(
                FailureCode.CONFLICT,
                PlainText.of(path) + " is a repository of its own and is not staged here.",
                "Work on it by naming it as the repository."));
    }

    private WritException nothingThere(TreePath path) {
        for (int end = path.value().indexOf('/'); end >= 0; end = path.value().indexOf('/', end + 1)) {
            String above = path.value().substring(0, end);
            Path git = repository.place().workTree().resolve(above).resolve(".git");
            if (Files.exists(git, LinkOption.NOFOLLOW_LINKS)) {
                return nested(above);
            }
        }
        return new WritException(new Failure(
                FailureCode.NOT_FOUND,
                "Nothing in this repository has the path \"" + PlainText.of(path.value()) + "\".",
                "Paths are literal, no patterns; use them as status lists them."));
    }

    private static WritException ignored(TreePath path) {
        return new WritException(new Failure(
                FailureCode.CONFLICT,
                "The path \"" + PlainText.of(path.value()) + "\" is ignored by this repository's .gitignore.",
                "Stage another path, or change .gitignore first."));
    }
}
