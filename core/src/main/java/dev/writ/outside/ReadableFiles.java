package dev.writ.outside;

import dev.writ.WritException;
import dev.writ.permission.Access;
import dev.writ.permission.Access.FileAccess;
import dev.writ.permission.Access.FileVerb;
import dev.writ.permission.Decision;
import dev.writ.permission.Permissions;
import dev.writ.sandbox.FileInfo;
import dev.writ.sandbox.Workspace;
import dev.writ.sandbox.WorkspacePath;
import dev.writ.sandbox.WorkspaceRoot;
import dev.writ.task.Task;
import dev.writ.task.TaskStore;
import dev.writ.task.TreeStore;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/**
 * Sees whether files of an agent's workspace have changed, as far as its grants let it read them. Nothing is read, and no link
 * is followed. Safe for use by many threads.
 */
public final class ReadableFiles {
    private final TaskStore tasks;
    private final TreeStore trees;
    private final Permissions permissions;

    public ReadableFiles(TaskStore tasks, TreeStore trees, Permissions permissions) {
        this.tasks = tasks;
        this.trees = trees;
        this.permissions = permissions;
    }

    /** One file, whether it is there or not. */
    public record Place(String task, Workspace workspace, WorkspacePath path) {}

    /** How a file was; two of the same file are equal as long as nobody has changed it. */
    public record State(boolean there, long size, Instant changed, long inode) {
        private static final State ABSENT = new State(false, 0, Instant.EPOCH, 0);

        private static State of(FileInfo info) {
            return info.isFile() ? new State(true, info.size(), info.changed(), info.inode()) : ABSENT;
        }
    }

    /** @throws WritException where the task has no workspace, or the path leads out of it */
    public Optional<Place> place(String task, String path) {
        Task own = tasks.get(task);
        String root = trees.get(own.tree()).workspace();
        if (root.isEmpty()) {
            return Optional.empty();
        }
        Workspace workspace = new Workspace(Path.of(root));
        return Optional.of(new Place(task, workspace, WorkspacePath.parse(workspace, path)));
    }

    /** Looks at a file; empty where the agent may not read it at this moment. What is no plain file counts as absent. */
    public Optional<State> look(Place place) {
        List<Access> reading = List.of(new FileAccess(place.path().relative(), FileVerb.READ));
        if (!(permissions.check(place.task(), "file_system_listing", "read_file", reading)
                instanceof Decision.Allowed)) {
            return Optional.empty();
        }
        try (WorkspaceRoot root = WorkspaceRoot.open(place.workspace())) {
            return Optional.of(root.find(place.path()).map(State::of).orElse(State.ABSENT));
        } catch (WritException e) {
            // A link on the way, or no right to look: then it can't be read either.
            return Optional.of(State.ABSENT);
        }
    }
}
