package dev.writ.tool.file;

import static dev.writ.tool.file.ObjectSchema.choice;
import static dev.writ.tool.file.ObjectSchema.flag;
import static dev.writ.tool.file.ObjectSchema.list;
import static dev.writ.tool.file.ObjectSchema.number;
import static dev.writ.tool.file.ObjectSchema.path;
import static dev.writ.tool.file.ObjectSchema.text;

import dev.writ.FailureCode;
import dev.writ.Json;
import dev.writ.WritException;
import dev.writ.label.Flow;
import dev.writ.label.Source;
import dev.writ.sandbox.Workspace;
import dev.writ.sandbox.WorkspacePath;
import dev.writ.sandbox.WorkspaceRoot;
import dev.writ.tool.AuthorizedCall;
import dev.writ.tool.CallContext;
import dev.writ.tool.Effect;
import dev.writ.tool.Operation;
import dev.writ.tool.OperationResult;
import dev.writ.tool.OperationSpec;
import dev.writ.tool.PreparedCall;
import dev.writ.tool.file.FolderWalk.Found;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/** {@code directory_tree}: everything below a folder, with totals. */
final class DirectoryTree implements Operation {
    private final FileLimits limits;

    DirectoryTree(FileLimits limits) {
        this.limits = limits;
    }

    @Override
    public OperationSpec spec() {
        return new OperationSpec(
                FileSystemServer.LISTING,
                "directory_tree",
                "Shows all files and folders below a folder, with totals. What git keeps in .git is counted, not listed.",
                ObjectSchema.of()
                        .required("path", path("The folder."))
                        .optional("depth", number("How many levels; all without it.", 1, 1_000))
                        .node(),
                ObjectSchema.of()
                        .required("path", text("The folder."))
                        .required(
                                "entries",
                                list(
                                        "By path, each folder before what it holds.",
                                        ObjectSchema.of()
                                                .required("path", text("Relative to the workspace root."))
                                                .required("type", choice("What it is.", ListDirectory.TYPES))
                                                .required("size", number("Bytes; for .git of all it holds."))
                                                .optional("files", number("For .git: how many files it holds."))
                                                .node()))
                        .required("files", number("How many files, without those of .git."))
                        .required("directories", number("How many folders."))
                        .required("bytes", number("Size of all files, without those of .git."))
                        .required("truncated", flag("Whether entries are missing from the list."))
                        .node(),
                Effect.PURE,
                Flow.reading(Source.KEPT));
    }

    @Override
    public PreparedCall prepare(ObjectNode values, CallContext context) {
        Arguments arguments = new Arguments(values);
        Workspace workspace = Reach.workspace(context);
        WorkspacePath path = WorkspacePath.parse(workspace, arguments.text("path"));
        int depth = arguments.number("depth", Integer.MAX_VALUE);
        return PreparedCall.of(new Reach(path, true).reading(), call -> run(workspace, path, depth, call));
    }

    private OperationResult run(Workspace workspace, WorkspacePath path, int depth, AuthorizedCall call) {
        try (WorkspaceRoot root = WorkspaceRoot.open(workspace)) {
            if (!root.info(path).isDirectory()) {
                throw new WritException(
                        FailureCode.OPERATION_FAILED,
                        "\"" + path + "\" is not a folder.",
                        "Use get_file_info or read_file for a file.");
            }
            FolderWalk walk = new FolderWalk(root, limits, call);
            Totals totals = new Totals();
            List<Found> listed = new ArrayList<>();
            walk.walk(path, depth, found -> {
                totals.add(found);
                if (listed.size() < limits.listed()) {
                    listed.add(found);
                }
            });
            listed.sort(Comparator.comparing(found -> found.shown().replace('/', '\0')));
            boolean truncated = !walk.complete() || listed.size() < totals.files + totals.directories + totals.others;
            return result(path, listed, totals, truncated, walk.unreadable(), new StoreCount(root, call));
        }
    }

    private OperationResult result(
            WorkspacePath path,
            List<Found> listed,
            Totals totals,
            boolean truncated,
            int unreadable,
            StoreCount store) {
        ArrayNode entries = Json.array();
        StringBuilder lines = new StringBuilder();
        for (Found found : listed) {
            ObjectNode entry = Json.object()
                    .put("path", found.shown())
                    .put("type", found.info().type().id())
                    .put("size", found.info().size());
            String note =
                    found.info().isFile() ? "  " + Shown.bytes(found.info().size()) : "";
            if (found.isRepositoryStore()) {
                Totals inside = store.count(found.path().orElseThrow());
                entry.put("size", inside.bytes).put("files", inside.files);
                note = "  (%s, %s, not listed)".formatted(Shown.count(inside.files, "file"), Shown.bytes(inside.bytes));
            }
            entries.add(entry);
            if (lines.length() < limits.textCharacters()) {
                lines.append("  ".repeat(found.depth()))
                        .append(found.name())
                        .append(Shown.mark(found.info().type()))
                        .append(note)
                        .append('\n');
            }
        }
        String head = "%s: %s, %s, %s%s%s\n"
                .formatted(
                        path,
                        Shown.count(totals.files, "file"),
                        Shown.count(totals.directories, "folder"),
                        Shown.bytes(totals.bytes),
                        truncated ? "; only " + Shown.entries(listed.size()) + " listed" : "",
                        unreadable > 0 ? "; " + Shown.count(unreadable, "folder") + " could not be read" : "");
        ObjectNode data = Json.object().put("path", path.relative());
        data.set("entries", entries);
        data.put("files", totals.files).put("directories", totals.directories).put("bytes", totals.bytes);
        return new OperationResult(data.put("truncated", truncated), head + lines);
    }

    /** Counts what a repository store holds. */
    private final class StoreCount {
        private final WorkspaceRoot root;
        private final AuthorizedCall call;

        StoreCount(WorkspaceRoot root, AuthorizedCall call) {
            this.root = root;
            this.call = call;
        }

        Totals count(WorkspacePath store) {
            Totals inside = new Totals();
            try {
                new FolderWalk(root, limits, call).walk(store, Integer.MAX_VALUE, inside::add);
            } catch (WritException e) {
                // Closed to Writ, or gone by now: it counts as empty, as the listing says nothing of its inside.
                call.checkStopped();
            }
            return inside;
        }
    }

    private static final class Totals {
        private long files;
        private long directories;
        private long others;
        private long bytes;

        void add(Found found) {
            switch (found.info().type()) {
                case FILE -> {
                    files++;
                    bytes += found.info().size();
                }
                case DIRECTORY -> directories++;
                case LINK, OTHER -> others++;
            }
        }
    }
}
