package dev.writ.tool.file;

import static dev.writ.tool.file.ObjectSchema.flag;
import static dev.writ.tool.file.ObjectSchema.path;
import static dev.writ.tool.file.ObjectSchema.text;

import dev.writ.FailureCode;
import dev.writ.Json;
import dev.writ.WritException;
import dev.writ.label.Flow;
import dev.writ.label.Source;
import dev.writ.sandbox.Folder;
import dev.writ.sandbox.Workspace;
import dev.writ.sandbox.WorkspacePath;
import dev.writ.tool.CallContext;
import dev.writ.tool.Effect;
import dev.writ.tool.Operation;
import dev.writ.tool.OperationResult;
import dev.writ.tool.OperationSpec;
import dev.writ.tool.PreparedCall;
import tools.jackson.databind.node.ObjectNode;

/** {@code delete}: a file, a link, or a folder with all below it. */
final class DeleteFile implements Operation {
    private final FileChanges changes;
    private final FileLimits limits;

    DeleteFile(FileChanges changes, FileLimits limits) {
        this.changes = changes;
        this.limits = limits;
    }

    @Override
    public OperationSpec spec() {
        return new OperationSpec(
                FileSystemServer.EDIT,
                "delete",
                "Deletes a file, a link or an empty folder; with recursive a folder with all below it. It can be undone.",
                ObjectSchema.of()
                        .required("path", path("What to delete."))
                        .optional("recursive", flag("Whether to delete a folder with all below it."))
                        .node(),
                ObjectSchema.of()
                        .required("path", text("What was deleted."))
                        .required("change", text("Id for undo."))
                        .node(),
                Effect.UNSAFE,
                Flow.changing(Source.KEPT));
    }

    @Override
    public PreparedCall prepare(ObjectNode values, CallContext context) {
        Arguments arguments = new Arguments(values);
        Workspace workspace = Reach.workspace(context);
        WorkspacePath path = EditPath.parse(workspace, arguments.text("path"));
        Reach reach = arguments.flag("recursive") ? Reach.withAllBelow(workspace, path) : Reach.only(path);
        return PreparedCall.of(
                reach.writing(),
                call -> result(path, FileEditing.inOrder(changes, limits, context, editing -> {
                    requireWithin(editing, reach);
                    return editing.delete(path);
                })));
    }

    /** A folder that is not empty goes only with all below it, and only where the call said so when it was checked. */
    private static void requireWithin(FileEditing editing, Reach reach) {
        if (reach.below() || !editing.root().info(reach.path()).isDirectory()) {
            return;
        }
        try (Folder folder = editing.root().folder(reach.path())) {
            if (!folder.names(1).names().isEmpty()) {
                throw new WritException(
                        FailureCode.CONFLICT,
                        "The folder \"" + reach.path() + "\" is not empty.",
                        "Set recursive to true to delete it with all below it.");
            }
        }
    }

    private static OperationResult result(WorkspacePath path, FileChange change) {
        ObjectNode data = Json.object().put("path", path.relative()).put("change", change.id());
        return new OperationResult(data, "%s deleted (change %s).\n".formatted(path, change.id()));
    }
}
