package dev.writ.tool.file;

import static dev.writ.tool.file.ObjectSchema.flag;
import static dev.writ.tool.file.ObjectSchema.text;

import dev.writ.Json;
import dev.writ.label.Flow;
import dev.writ.label.Source;
import dev.writ.permission.Access;
import dev.writ.sandbox.Workspace;
import dev.writ.sandbox.WorkspacePath;
import dev.writ.sandbox.WorkspaceRoot;
import dev.writ.tool.CallContext;
import dev.writ.tool.Effect;
import dev.writ.tool.Operation;
import dev.writ.tool.OperationResult;
import dev.writ.tool.OperationSpec;
import dev.writ.tool.PreparedCall;
import dev.writ.tool.file.FileChange.ChangeAction;
import java.util.List;
import java.util.stream.Stream;
import tools.jackson.databind.node.ObjectNode;

/** {@code undo}: takes one change back. */
final class UndoChange implements Operation {
    private final FileChanges changes;

    UndoChange(FileChanges changes) {
        this.changes = changes;
    }

    @Override
    public OperationSpec spec() {
        return new OperationSpec(
                FileSystemServer.EDIT,
                "undo",
                "Takes one change back, if what it changed is still as it left it. list_changes gives the ids.",
                ObjectSchema.of()
                        .required("change", text("Id of the change.", 200))
                        .node(),
                ObjectSchema.of()
                        .required("change", text("Id of the change."))
                        .required("path", text("What is as before now."))
                        .required("restored", flag("True."))
                        .node(),
                Effect.UNSAFE,
                Flow.changing(Source.KEPT));
    }

    @Override
    public PreparedCall prepare(ObjectNode values, CallContext context) {
        Workspace workspace = Reach.workspace(context);
        String id = new Arguments(values).text("change");
        FileChange change = changes.find(id)
                .filter(found -> found.tree().equals(context.tree()))
                .filter(found -> found.workspace().equals(workspace.root().toString()))
                .orElseThrow(() -> FileChanges.unknown(id));
        return PreparedCall.of(accesses(workspace, change), call -> run(change, context));
    }

    private static List<Access> accesses(Workspace workspace, FileChange change) {
        WorkspacePath path = new WorkspacePath(change.path());
        boolean restoresFolder =
                change.action() == ChangeAction.DELETED && change.beforeKind().equals("directory");
        Reach reach = restoresFolder ? new Reach(path, true) : Reach.withAllBelow(workspace, path);
        if (change.action() != ChangeAction.MOVED) {
            return reach.writing();
        }
        Reach source = new Reach(new WorkspacePath(change.otherPath()), reach.below());
        return Stream.concat(reach.writing().stream(), source.writing().stream())
                .toList();
    }

    private OperationResult run(FileChange change, CallContext context) {
        try (WorkspaceRoot root = WorkspaceRoot.open(Reach.workspace(context))) {
            BareRepository.requireNone(root, new WorkspacePath(change.path()));
            if (change.action() == ChangeAction.MOVED) {
                BareRepository.requireNone(root, new WorkspacePath(change.otherPath()));
            }
        }
        changes.undo(change.id(), "agent:" + context.agent());
        ObjectNode data = Json.object()
                .put("change", change.id())
                .put("path", change.path())
                .put("restored", true);
        return new OperationResult(data, "%s is as it was before change %s.\n".formatted(change.path(), change.id()));
    }
}
