package dev.writ.tool.reach;

import dev.writ.WritException;
import dev.writ.permission.PathGlob;
import dev.writ.sandbox.FileInfo;
import dev.writ.sandbox.FileName;
import dev.writ.sandbox.Folder;
import dev.writ.sandbox.Workspace;
import dev.writ.sandbox.WorkspacePath;
import dev.writ.sandbox.WorkspaceRoot;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import java.util.Optional;
import java.util.SortedSet;
import java.util.TreeSet;

/**
 * The files of a workspace that globs match now. Links are no files and are not followed, {@code .git} is not entered.
 *
 * @param paths relative to the root
 * @param complete false where a limit ended the search, or a folder could not be read
 */
record FilesReached(SortedSet<String> paths, boolean complete) {
    private static final String REPOSITORY_STORE = ".git";

    /** @throws WritException where the workspace cannot be opened */
    static FilesReached of(Workspace workspace, List<String> globs, ReachLimits limits) {
        try (WorkspaceRoot root = WorkspaceRoot.open(workspace)) {
            Search search = new Search(root, globs, limits);
            globs.forEach(search::from);
            return new FilesReached(search.found, search.complete);
        }
    }

    /** For instance {@code 12 files}, {@code at least 10,000 files}. */
    String count() {
        return (complete ? "" : "at least ") + Counted.of(paths.size(), "file", "files");
    }

    private static final class Search {
        private final WorkspaceRoot root;
        private final List<String> globs;
        private final ReachLimits limits;
        private final long end;
        private final SortedSet<String> found = new TreeSet<>();
        private int visited;
        private boolean complete = true;

        Search(WorkspaceRoot root, List<String> globs, ReachLimits limits) {
            this.root = root;
            this.globs = globs;
            this.limits = limits;
            this.end = System.nanoTime() + limits.time().toNanos();
        }

        /** Looks below the part of the glob that has no wildcard. */
        void from(String glob) {
            Optional<WorkspacePath> start = literal(glob);
            Optional<FileInfo> info = start.flatMap(this::find);
            if (info.isEmpty()) {
                return;
            }
            if (info.get().isDirectory()) {
                walk(start.orElseThrow());
            } else if (info.get().isFile()) {
                take(start.orElseThrow());
            }
        }

        private Optional<FileInfo> find(WorkspacePath path) {
            try {
                return root.find(path);
            } catch (WritException e) {
                complete = false;
                return Optional.empty();
            }
        }

        private static Optional<WorkspacePath> literal(String glob) {
            String names = glob;
            int wildcard = firstWildcard(glob);
            if (wildcard >= 0) {
                names = glob.substring(0, Math.max(0, glob.lastIndexOf('/', wildcard)));
            }
            try {
                return Optional.of(new WorkspacePath(names));
            } catch (WritException e) {
                return Optional.empty();
            }
        }

        private static int firstWildcard(String glob) {
            for (int i = 0; i < glob.length(); i++) {
                if (glob.charAt(i) == '*' || glob.charAt(i) == '?') {
                    return i;
                }
            }
            return -1;
        }

        private void walk(WorkspacePath start) {
            Deque<WorkspacePath> waiting = new ArrayDeque<>(List.of(start));
            while (!waiting.isEmpty()) {
                if (isEnough()) {
                    complete = false;
                    return;
                }
                enter(waiting.remove(), waiting);
            }
        }

        private void enter(WorkspacePath path, Deque<WorkspacePath> waiting) {
            try (Folder folder = root.folder(path)) {
                Folder.Names names = folder.names(limits.visited() - visited);
                visited += names.names().size();
                complete &= names.complete();
                for (String name : names.names()) {
                    if (isEnough()) {
                        complete = false;
                        return;
                    }
                    Optional<FileInfo> info = folder.find(name);
                    if (info.isEmpty() || FileName.objection(name).isPresent()) {
                        continue;
                    }
                    WorkspacePath child = path.child(name);
                    if (info.get().isFile()) {
                        take(child);
                    } else if (info.get().isDirectory() && !name.equals(REPOSITORY_STORE)) {
                        waiting.add(child);
                    }
                }
            } catch (WritException e) {
                complete = false;
            }
        }

        private void take(WorkspacePath path) {
            if (PathGlob.anyMatches(globs, path.relative())) {
                found.add(path.relative());
            }
        }

        private boolean isEnough() {
            return found.size() >= limits.files() || visited >= limits.visited() || System.nanoTime() - end > 0;
        }
    }
}
