package dev.writ.tool.file;

import static dev.writ.tool.file.ObjectSchema.path;
import static dev.writ.tool.file.ObjectSchema.text;

import dev.writ.Json;
import dev.writ.label.Flow;
import dev.writ.label.Source;
import dev.writ.permission.Access;
import dev.writ.sandbox.Workspace;
import dev.writ.sandbox.WorkspacePath;
import dev.writ.tool.CallContext;
import dev.writ.tool.Effect;
import dev.writ.tool.Operation;
import dev.writ.tool.OperationResult;
import dev.writ.tool.OperationSpec;
import dev.writ.tool.PreparedCall;
import java.util.List;
import java.util.stream.Stream;
import tools.jackson.databind.node.ObjectNode;

/** {@code copy} and {@code move}: a file or folder to another place. */
final class Transfer implements Operation {
    private final Kind kind;
    private final FileChanges changes;
    private final FileLimits limits;

    Transfer(Kind kind, FileChanges changes, FileLimits limits) {
        this.kind = kind;
        this.changes = changes;
        this.limits = limits;
    }

    /** What becomes of the source. */
    enum Kind {
        COPY(
                "copy",
                "Copies a file, or a folder with all below it, to a path where nothing is. Missing folders are made.",
                "copied") {
            @Override
            WorkspacePath source(Workspace workspace, String text) {
                return WorkspacePath.parse(workspace, text);
            }

            @Override
            List<Access> accesses(Reach source) {
                return source.reading();
            }

            @Override
            FileChange run(FileEditing editing, WorkspacePath source, WorkspacePath destination) {
                return editing.copy(source, destination);
            }
        },
        MOVE(
                "move",
                "Moves or renames a file or folder to a path where nothing is. Missing folders are made.",
                "moved") {
            @Override
            WorkspacePath source(Workspace workspace, String text) {
                return EditPath.parse(workspace, text);
            }

            @Override
            List<Access> accesses(Reach source) {
                return source.writing();
            }

            @Override
            FileChange run(FileEditing editing, WorkspacePath source, WorkspacePath destination) {
                return editing.move(source, destination);
            }
        };

        private final String operation;
        private final String description;
        private final String done;

        Kind(String operation, String description, String done) {
            this.operation = operation;
            this.description = description;
            this.done = done;
        }

        abstract WorkspacePath source(Workspace workspace, String text);

        abstract List<Access> accesses(Reach source);

        abstract FileChange run(FileEditing editing, WorkspacePath source, WorkspacePath destination);
    }

    @Override
    public OperationSpec spec() {
        return new OperationSpec(
                FileSystemServer.EDIT,
                kind.operation,
                kind.description,
                ObjectSchema.of()
                        .required("source", path("What to " + kind.operation + "."))
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
        Reach source = Reach.withAllBelow(workspace, kind.source(workspace, arguments.text("source")));
        WorkspacePath destination = EditPath.parse(workspace, arguments.text("destination"));
        if (destination.startsWith(source.path())) {
            throw Arguments.wrong("destination", "outside the source");
        }
        Reach target = new Reach(destination, source.below());
        return PreparedCall.of(
                Stream.concat(kind.accesses(source).stream(), target.writing().stream())
                        .toList(),
                call -> result(source.path(), destination, FileEditing.inOrder(changes, limits, context, editing -> {
                    source.confirm(editing.root().info(source.path()));
                    return kind.run(editing, source.path(), destination);
                })));
    }

    private OperationResult result(WorkspacePath source, WorkspacePath destination, FileChange change) {
        ObjectNode data = Json.object()
                .put("path", source.relative())
                .put("destination", destination.relative())
                .put("change", change.id());
        return new OperationResult(
                data, "%s %s to %s (change %s).\n".formatted(source, kind.done, destination, change.id()));
    }
}
