package dev.writ.tool.file;

import static dev.writ.tool.file.ObjectSchema.path;
import static dev.writ.tool.file.ObjectSchema.text;

import dev.writ.Json;
import dev.writ.label.Flow;
import dev.writ.label.Source;
import dev.writ.sandbox.WorkspacePath;
import dev.writ.tool.CallContext;
import dev.writ.tool.Effect;
import dev.writ.tool.Operation;
import dev.writ.tool.OperationResult;
import dev.writ.tool.OperationSpec;
import dev.writ.tool.PreparedCall;
import java.util.Optional;
import tools.jackson.databind.node.ObjectNode;

/** {@code create_directory}: a folder, and those above it. */
final class CreateDirectory implements Operation {
    private final FileChanges changes;
    private final FileLimits limits;

    CreateDirectory(FileChanges changes, FileLimits limits) {
        this.changes = changes;
        this.limits = limits;
    }

    @Override
    public OperationSpec spec() {
        return new OperationSpec(
                FileSystemServer.EDIT,
                "create_directory",
                "Makes a folder and those it lies in; nothing where it is there already.",
                ObjectSchema.of().required("path", path("The folder.")).node(),
                ObjectSchema.of()
                        .required("path", text("The folder."))
                        .required("change", text("Id for undo; \"\" where it was there already."))
                        .node(),
                Effect.IDEMPOTENT,
                Flow.changing(Source.KEPT));
    }

    @Override
    public PreparedCall prepare(ObjectNode values, CallContext context) {
        WorkspacePath path = EditPath.parse(Reach.workspace(context), new Arguments(values).text("path"));
        return PreparedCall.of(
                Reach.only(path).writing(),
                call -> result(
                        path, FileEditing.inOrder(changes, limits, context, editing -> editing.createFolders(path))));
    }

    private static OperationResult result(WorkspacePath path, Optional<FileChange> change) {
        String id = change.map(FileChange::id).orElse("");
        ObjectNode data = Json.object().put("path", path.relative()).put("change", id);
        String text = id.isEmpty() ? path + "/ is there already.\n" : path + "/ made (change " + id + ").\n";
        return new OperationResult(data, text);
    }
}
