package dev.writ.tool.file;

import dev.writ.FailureCode;
import dev.writ.WritException;
import dev.writ.sandbox.FileName;
import dev.writ.sandbox.Folder;
import dev.writ.sandbox.Workspace;
import dev.writ.sandbox.WorkspacePath;

/** Paths that may be changed: not the root itself, and nothing that other programs take orders from. */
final class EditPath {
    private EditPath() {}

    /**
     * @throws WritException with {@code invalid_arguments} for the root, {@code denied} for a control file
     */
    static WorkspacePath parse(Workspace workspace, String text) {
        WorkspacePath path = WorkspacePath.parse(workspace, text);
        if (path.isRoot()) {
            throw new WritException(
                    FailureCode.INVALID_ARGUMENTS,
                    "The workspace root itself cannot be changed.",
                    "Name a file or folder inside it.");
        }
        if (path.isControlFile()) {
            throw control(path.relative());
        }
        return path;
    }

    /**
     * That there is no control file below a folder that is to be moved, copied or deleted.
     *
     * @throws WritException with {@code denied} where there is one, {@code too_large} where there is too much to tell
     */
    static void requireNoControlFiles(Folder parent, String name, FileLimits limits) {
        new Check(limits).check(parent, name, name, 0);
    }

    private static WritException control(String path) {
        return new WritException(
                FailureCode.DENIED,
                "\"" + FileName.shown(path)
                        + "\" belongs to what other programs take orders from (.git, .writ, .envrc).",
                "Use the github tool for what git keeps; the other files are for people to change.");
    }

    private static final class Check {
        private final FileLimits limits;
        private int seen;

        Check(FileLimits limits) {
            this.limits = limits;
        }

        void check(Folder parent, String name, String path, int depth) {
            if (!parent.info(name).isDirectory()) {
                return;
            }
            try (Folder folder = parent.folder(name)) {
                Folder.Names names = folder.names(limits.visited());
                seen += names.names().size();
                if (!names.complete() || seen > limits.visited() || depth > limits.depth()) {
                    throw new WritException(
                            FailureCode.TOO_LARGE,
                            "The folder holds more than %s or %d levels."
                                    .formatted(Shown.entries(limits.visited()), limits.depth()),
                            "Work on smaller parts of it, one after the other.");
                }
                for (String child : names.names()) {
                    if (WorkspacePath.isControlName(child)) {
                        throw control(path + "/" + child);
                    }
                    if (folder.find(child).isPresent()) {
                        check(folder, child, path + "/" + child, depth + 1);
                    }
                }
            }
        }
    }
}
