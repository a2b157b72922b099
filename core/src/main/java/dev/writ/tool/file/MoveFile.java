package dev.writ.tool.file;

import static dev.writ.tool.file.ObjectSchema.path;
import static dev.writ.tool.file.ObjectSchema.text;

import dev.writ.Json;
import dev.writ.label.Flow;
import dev.writ.label.Source;
import dev.writ.sandbox.Workspace;
import dev.writ.sandbox.WorkspacePath;
import dev.writ.tool.CallContext;
import dev.writ.tool.Effect;
import dev.writ.tool.Operation;
import dev.writ.tool.OperationResult;
import dev.writ.tool.OperationSpec;
import dev.writ.tool.PreparedCall;
import java.util.stream.Stream;
import tools.jackson.databind.node.ObjectNode;

/** {@code move}: a file or folder to another place. */
final class MoveFile implements Operation {
    private final FileChanges changes;
    private final FileLimits limits;

    MoveFile(FileChanges changes, FileLimits limits) {
        this.changes = changes;
        this.limits = limits;
    }

    @Override
    public OperationSpec spec() {
        return new OperationSpec(
                FileSystemServer.EDIT,
                "move",
                "Moves or renames a file or folder to a path where nothing is. Missing folders are made.",
                ObjectSchema.of()
                        .required("source", path("What to move."))
                        .required("destination", path("Its whole new path, not the folder to put it in."))
                        .node(),
                ObjectSchema.of()
                        .required("path", text("The source."))
                        .required("destination", text("The new path."))
                        .required("change", text("Id for undo."))
                        .node(),
                Effect.UNSAFE,
                Flow.changing(Source.KEPT));
    }

    @Override
    public PreparedCall prepare(ObjectNode values, CallContext context) {
        Arguments arguments = new Arguments(values);
        Workspace workspace = Reach.workspace(context);
        Reach source = Reach.withAllBelow(workspace, EditPath.parse(workspace, arguments.text("source")));
        WorkspacePath destination = EditPath.parse(workspace, arguments.text("destination"));
        if (destination.startsWith(source.path())) {
            throw Arguments.wrong("destination", "outside the source");
        }
        Reach target = new Reach(destination, source.below());
        return PreparedCall.of(
                Stream.concat(source.writing().stream(), target.writing().stream())
                        .toList(),
                call -> result(source.path(), destination, FileEditing.inOrder(changes, limits, context, editing -> {
                    source.confirm(editing.root().info(source.path()));
                    return editing.move(source.path(), destination);
                })));
    }

    private static OperationResult result(WorkspacePath source, WorkspacePath destination, FileChange change) {
        ObjectNode data = Json.object()
                .put("path", source.relative())
                .put("destination", destination.relative())
                .put("change", change.id());
        return new OperationResult(data, "%s moved to %s (change %s).\n".formatted(source, destination, change.id()));
    }
}
