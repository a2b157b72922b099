package dev.writ.tool.file;

import dev.writ.Failure;
import dev.writ.FailureCode;
import dev.writ.WritException;
import dev.writ.sandbox.Folder;
import dev.writ.sandbox.Workspace;
import dev.writ.sandbox.WorkspacePath;
import dev.writ.sandbox.WorkspaceRoot;
import dev.writ.tool.file.AtomicFiles.WorkNames;
import dev.writ.tool.file.FileChange.ChangeAction;
import java.nio.file.Path;

/** Compares recorded changes with the disk, and takes them back there. */
final class ChangeDisk {
    private final FileLimits limits;
    private final AtomicFiles files;

    ChangeDisk(FileLimits limits) {
        this.limits = limits;
        this.files = new AtomicFiles(limits);
    }

    /** How the disk stands to a change. */
    enum Observed {
        /** As if it had not been made. */
        BEFORE,
        /** As it left the disk. */
        AFTER,
        /** Something else was made of it. */
        NEITHER,
        /** It cannot be looked at now. */
        UNKNOWN
    }

    /** Puts back what was before a change that is {@link Observed#AFTER}; {@code conflict} where it is not. */
    void undo(Workspace workspace, FileChange change, Snapshot before) {
        WorkspacePath target = new WorkspacePath(change.target());
        WorkNames work = WorkNames.of(change.id());
        try (WorkspaceRoot root = WorkspaceRoot.open(workspace);
                Folder parent = root.parentOf(target)) {
            switch (change.action()) {
                case CREATED, COPIED, FOLDER_CREATED -> files.remove(parent, target.name(), change.afterHash(), work);
                case OVERWRITTEN, APPENDED, EDITED ->
                    files.replace(parent, target.name(), SnapshotBytes.write(before), change.afterHash(), work);
                case DELETED -> files.place(parent, target.name(), before, work);
                case MOVED -> {
                    WorkspacePath source = new WorkspacePath(change.otherPath());
                    try (Folder sourceParent = root.parentOf(source)) {
                        files.move(parent, target.name(), sourceParent, source.name(), change.afterHash());
                    }
                }
            }
        } catch (WritException e) {
            if (e.failure().code() == FailureCode.NOT_FOUND || e.failure().code() == FailureCode.CONFLICT) {
                throw new WritException(
                        new Failure(
                                FailureCode.CONFLICT,
                                "The change " + change.id() + " cannot be taken back, because \"" + change.path()
                                        + "\" was changed since.",
                                "Undo later changes first, or set it right by hand; nothing was changed."),
                        e);
            }
            throw e;
        }
    }

    /** Looks how the disk stands to a change that was interrupted, and clears away what the interruption left. */
    Observed observe(FileChange change) {
        WorkspacePath target = new WorkspacePath(change.target());
        try (WorkspaceRoot root = WorkspaceRoot.open(Workspace.open(Path.of(change.workspace())));
                Folder parent = root.parentOf(target)) {
            WorkNames work = WorkNames.of(change.id());
            files.removeAll(parent, work.old());
            if (change.action() == ChangeAction.MOVED) {
                return observeMove(root, parent, target, change);
            }
            String now = SnapshotTaker.take(parent, target.name(), limits).hash();
            boolean isBefore = now.equals(change.beforeHash());
            boolean isAfter = now.equals(change.afterHash());
            if (!isBefore && !isAfter) {
                return Observed.NEITHER;
            }
            boolean isReached = isAfter == (change.state() == FileChange.State.INTENDED);
            String otherSide = isBefore ? change.afterHash() : change.beforeHash();
            if (!clearAside(parent, work, change, isReached, otherSide)) {
                return Observed.NEITHER;
            }
            return isBefore ? Observed.BEFORE : Observed.AFTER;
        } catch (WritException e) {
            return switch (e.failure().code()) {
                // A workspace that is not there now may come back.
                case WORKSPACE_UNUSABLE, PROTECTION_MISSING, UNAVAILABLE -> Observed.UNKNOWN;
                default -> Observed.NEITHER;
            };
        }
    }

    /**
     * Removes what lies aside: something half made, or what was taken away and is the other side of the change. Anything
     * else may be another program's work; it stays, and the answer is false.
     */
    private boolean clearAside(Folder parent, WorkNames work, FileChange change, boolean isReached, String otherSide) {
        if (parent.find(work.aside()).isEmpty()) {
            return true;
        }
        boolean isHalfMade = !isReached && isBeingMade(change);
        if (isHalfMade
                || SnapshotTaker.take(parent, work.aside(), limits).hash().equals(otherSide)) {
            files.removeAll(parent, work.aside());
            return true;
        }
        return false;
    }

    /** Whether the interrupted step builds something aside, as opposed to taking something away. */
    private static boolean isBeingMade(FileChange change) {
        boolean undoing = change.state() == FileChange.State.UNDOING;
        return switch (change.action()) {
            case CREATED, COPIED, FOLDER_CREATED -> !undoing;
            case DELETED -> undoing;
            case OVERWRITTEN, APPENDED, EDITED -> true;
            case MOVED -> false;
        };
    }

    private Observed observeMove(WorkspaceRoot root, Folder parent, WorkspacePath target, FileChange change) {
        WorkspacePath source = new WorkspacePath(change.otherPath());
        try (Folder sourceParent = root.parentOf(source)) {
            String there = Fingerprint.of(parent, target.name(), limits);
            String here = Fingerprint.of(sourceParent, source.name(), limits);
            if (there.equals(change.afterHash()) && here.isEmpty()) {
                return Observed.AFTER;
            }
            return here.equals(change.afterHash()) && there.isEmpty() ? Observed.BEFORE : Observed.NEITHER;
        }
    }
}
