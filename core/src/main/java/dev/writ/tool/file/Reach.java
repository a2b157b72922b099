package dev.writ.tool.file;

import dev.writ.FailureCode;
import dev.writ.WritException;
import dev.writ.permission.Access;
import dev.writ.permission.Access.FileAccess;
import dev.writ.permission.Access.FileVerb;
import dev.writ.sandbox.FileInfo;
import dev.writ.sandbox.Workspace;
import dev.writ.sandbox.WorkspacePath;
import dev.writ.sandbox.WorkspaceRoot;
import dev.writ.tool.CallContext;
import java.util.List;

/**
 * A path a call names, and whether the call goes below it.
 *
 * @param below whether everything below the path is touched too
 */
record Reach(WorkspacePath path, boolean below) {
    /**
     * The folder the caller's tree works in.
     *
     * @throws WritException with {@code workspace_unusable} where it has none
     */
    static Workspace workspace(CallContext context) {
        return context.workspace()
                .orElseThrow(() -> new WritException(
                        FailureCode.WORKSPACE_UNUSABLE,
                        "This task has no workspace.",
                        "Submit the request with --workspace and the folder to work in."));
    }

    /** The path alone: a file, or a folder's own list of names. */
    static Reach only(WorkspacePath path) {
        return new Reach(path, false);
    }

    /** The path, and all below where it is a folder now. The operation checks again with {@link #confirm}. */
    static Reach withAllBelow(Workspace workspace, WorkspacePath path) {
        try (WorkspaceRoot root = WorkspaceRoot.open(workspace)) {
            return new Reach(path, root.find(path).filter(FileInfo::isDirectory).isPresent());
        } catch (WritException e) {
            // What is wrong with the path is for the call to say, once it is allowed to look.
            return only(path);
        }
    }

    /**
     * That the path has not become a folder since the call was checked.
     *
     * @throws WritException with {@code conflict} where it has
     */
    void confirm(FileInfo now) {
        if (now.isDirectory() && !below) {
            throw new WritException(
                    FailureCode.CONFLICT,
                    "\"" + path + "\" became a folder while the call was being checked.",
                    "Make the call again.");
        }
    }

    List<Access> reading() {
        return accesses(FileVerb.READ);
    }

    List<Access> writing() {
        return accesses(FileVerb.WRITE);
    }

    /**
     * A call that goes below a folder says so with {@code folder/**}: a scope that names the folder and not what is in it
     * must not let it pass.
     */
    private List<Access> accesses(FileVerb verb) {
        FileAccess own = new FileAccess(path.relative(), verb);
        if (!below) {
            return List.of(own);
        }
        return List.of(own, new FileAccess(path.isRoot() ? "**" : path.relative() + "/**", verb));
    }
}
