package dev.writ.tool.file;

import dev.writ.sandbox.WorkspacePath;
import dev.writ.tool.file.AtomicFiles.WorkNames;
import dev.writ.tool.file.FileChange.ChangeAction;
import java.util.Optional;

/**
 * A change that is known in full and not made yet; {@link FileChange} says what the components mean.
 *
 * @param before what must be kept to undo it
 * @param work makes the change on the disk
 */
record PlannedChange(
        ChangeAction action,
        WorkspacePath path,
        Optional<WorkspacePath> otherPath,
        Snapshot before,
        String beforeHash,
        String afterHash,
        UnifiedDiff diff,
        DiskWork work) {
    /** The part of a change that touches the disk. */
    @FunctionalInterface
    interface DiskWork {
        void run(WorkNames names);
    }
}
