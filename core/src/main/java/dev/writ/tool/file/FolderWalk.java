package dev.writ.tool.file;

import dev.writ.WritException;
import dev.writ.sandbox.FileInfo;
import dev.writ.sandbox.FileName;
import dev.writ.sandbox.Folder;
import dev.writ.sandbox.WorkspacePath;
import dev.writ.sandbox.WorkspaceRoot;
import dev.writ.tool.AuthorizedCall;
import java.util.ArrayDeque;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;

/**
 * Goes through a folder, each level before the next, names in order. Links are named and not followed; what a git
 * repository keeps for itself ({@code .git}) is named and not entered unless the walk starts in it.
 */
final class FolderWalk {
    private static final String REPOSITORY_STORE = ".git";

    private final WorkspaceRoot root;
    private final FileLimits limits;
    private final AuthorizedCall call;
    private int visited;
    private int unreadable;
    private boolean complete = true;

    FolderWalk(WorkspaceRoot root, FileLimits limits, AuthorizedCall call) {
        this.root = root;
        this.limits = limits;
        this.call = call;
    }

    /**
     * Something the walk came by.
     *
     * @param shown its path relative to the workspace root, as it may be shown
     * @param path empty where the name cannot be written as a path
     * @param depth 1 for what lies in the folder where the walk started
     */
    record Found(String shown, Optional<WorkspacePath> path, FileInfo info, int depth) {
        boolean isRepositoryStore() {
            return info.isDirectory() && path.isPresent() && path.get().name().equals(REPOSITORY_STORE);
        }

        String name() {
            return shown.substring(shown.lastIndexOf('/') + 1);
        }
    }

    private record Waiting(WorkspacePath folder, int depth) {}

    /** Shows everything below the start, at most {@code depth} levels, to the visitor; the start itself where it is a file. */
    void walk(WorkspacePath start, int depth, Consumer<Found> visitor) {
        FileInfo info = root.info(start);
        if (info.isDirectory()) {
            walkFolder(start, Math.min(depth, limits.depth()), depth > limits.depth(), visitor);
        } else {
            visitor.accept(new Found(start.toString(), Optional.of(start), info, 0));
        }
    }

    private void walkFolder(WorkspacePath start, int depth, boolean cutByLimit, Consumer<Found> visitor) {
        ArrayDeque<Waiting> waiting = new ArrayDeque<>();
        waiting.add(new Waiting(start, 1));
        while (!waiting.isEmpty()) {
            Waiting next = waiting.remove();
            call.checkStopped();
            for (Found found : entries(next, next.folder().equals(start))) {
                visitor.accept(found);
                boolean enter = found.info().isDirectory() && found.path().isPresent() && !found.isRepositoryStore();
                if (enter && found.depth() < depth) {
                    waiting.add(new Waiting(found.path().get(), found.depth() + 1));
                } else if (enter && cutByLimit) {
                    complete = false;
                }
            }
        }
    }

    private List<Found> entries(Waiting next, boolean isStart) {
        if (visited >= limits.visited()) {
            complete = false;
            return List.of();
        }
        try (Folder folder = root.folder(next.folder())) {
            Folder.Names names = folder.names(limits.visited() - visited);
            visited += names.names().size();
            complete &= names.complete();
            return names.names().stream()
                    .sorted()
                    .flatMap(name -> folder.find(name).map(info -> found(next, name, info)).stream())
                    .toList();
        } catch (WritException e) {
            // Only the start was asked for; a folder below it may be closed to Writ, or gone by now.
            if (isStart) {
                throw e;
            }
            unreadable++;
            return List.of();
        }
    }

    private static Found found(Waiting next, String name, FileInfo info) {
        String prefix = next.folder().isRoot() ? "" : next.folder() + "/";
        Optional<WorkspacePath> path = Optional.empty();
        if (FileName.objection(name).isEmpty() && prefix.length() + name.length() < WorkspacePath.MOST_CHARACTERS) {
            path = Optional.of(next.folder().child(name));
        }
        return new Found(prefix + FileName.shown(name), path, info, next.depth());
    }

    /** Whether everything was seen: false where a limit ended the walk. */
    boolean complete() {
        return complete;
    }

    /** How many folders could not be entered. */
    int unreadable() {
        return unreadable;
    }
}
