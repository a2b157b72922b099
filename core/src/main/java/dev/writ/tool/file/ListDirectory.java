package dev.writ.tool.file;

import static dev.writ.tool.file.ObjectSchema.choice;
import static dev.writ.tool.file.ObjectSchema.flag;
import static dev.writ.tool.file.ObjectSchema.list;
import static dev.writ.tool.file.ObjectSchema.number;
import static dev.writ.tool.file.ObjectSchema.path;
import static dev.writ.tool.file.ObjectSchema.text;

import dev.writ.Json;
import dev.writ.label.Flow;
import dev.writ.label.Source;
import dev.writ.sandbox.FileInfo;
import dev.writ.sandbox.FileName;
import dev.writ.sandbox.Folder;
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
import java.util.List;
import java.util.Optional;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/** {@code list_directory}: what lies directly in a folder. */
final class ListDirectory implements Operation {
    static final List<String> TYPES = List.of("file", "directory", "link", "other");

    private final FileLimits limits;

    ListDirectory(FileLimits limits) {
        this.limits = limits;
    }

    @Override
    public OperationSpec spec() {
        return new OperationSpec(
                FileSystemServer.LISTING,
                "list_directory",
                "Lists what lies directly in a folder: names, types, sizes. Use directory_tree to see deeper.",
                ObjectSchema.of().required("path", path("The folder.")).node(),
                ObjectSchema.of()
                        .required("path", text("The folder."))
                        .required(
                                "entries",
                                list(
                                        "By name.",
                                        ObjectSchema.of()
                                                .required("name", text("Odd characters as escapes."))
                                                .required("type", choice("What it is.", TYPES))
                                                .required("size", number("Bytes."))
                                                .required("modified", text("Time, ISO 8601."))
                                                .node()))
                        .required("truncated", flag("Whether there is more."))
                        .node(),
                Effect.PURE,
                Flow.reading(Source.KEPT));
    }

    @Override
    public PreparedCall prepare(ObjectNode arguments, CallContext context) {
        Workspace workspace = Reach.workspace(context);
        WorkspacePath path = WorkspacePath.parse(workspace, new Arguments(arguments).text("path"));
        return PreparedCall.of(Reach.only(path).reading(), call -> run(workspace, path, call));
    }

    private OperationResult run(Workspace workspace, WorkspacePath path, AuthorizedCall call) {
        ArrayNode entries = Json.array();
        StringBuilder text = new StringBuilder();
        boolean truncated;
        try (WorkspaceRoot root = WorkspaceRoot.open(workspace);
                Folder folder = root.folder(path)) {
            Folder.Names names = folder.names(limits.visited());
            truncated = !names.complete() || names.names().size() > limits.listed();
            for (String name :
                    names.names().stream().sorted().limit(limits.listed()).toList()) {
                call.checkStopped();
                Optional<FileInfo> info = folder.find(name);
                if (info.isPresent()) {
                    entries.add(entry(name, info.get()));
                    text.append(line(name, info.get()));
                }
            }
            text.insert(
                    0,
                    "%s: %s%s\n"
                            .formatted(
                                    path,
                                    Shown.entries(names.names().size()),
                                    truncated ? ", of which the first " + entries.size() + " are listed" : ""));
        }
        ObjectNode data = Json.object().put("path", path.relative());
        data.set("entries", entries);
        return new OperationResult(data.put("truncated", truncated), text.toString());
    }

    private static ObjectNode entry(String name, FileInfo info) {
        return Json.object()
                .put("name", FileName.shown(name))
                .put("type", info.type().id())
                .put("size", info.size())
                .put("modified", info.modified().toString());
    }

    private static String line(String name, FileInfo info) {
        String size = info.isFile() ? "  " + Shown.bytes(info.size()) : "";
        return "  " + FileName.shown(name) + Shown.mark(info.type()) + size + "\n";
    }
}
