package dev.writ.tool.file;

import static dev.writ.tool.file.ObjectSchema.flag;
import static dev.writ.tool.file.ObjectSchema.list;
import static dev.writ.tool.file.ObjectSchema.number;
import static dev.writ.tool.file.ObjectSchema.text;

import dev.writ.Json;
import dev.writ.label.Flow;
import dev.writ.label.Source;
import dev.writ.tool.CallContext;
import dev.writ.tool.Effect;
import dev.writ.tool.Operation;
import dev.writ.tool.OperationResult;
import dev.writ.tool.OperationSpec;
import dev.writ.tool.PreparedCall;
import java.util.List;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/** {@code list_changes}: what was changed for the caller's request. */
final class ListChanges implements Operation {
    private final FileChanges changes;
    private final FileLimits limits;

    ListChanges(FileChanges changes, FileLimits limits) {
        this.changes = changes;
        this.limits = limits;
    }

    @Override
    public OperationSpec spec() {
        return new OperationSpec(
                FileSystemServer.EDIT,
                "list_changes",
                "Lists what file_edit changed for this request, oldest first, with ids for undo.",
                ObjectSchema.of().node(),
                ObjectSchema.of()
                        .required(
                                "changes",
                                list(
                                        "The newest " + limits.listed() + " of them, oldest first.",
                                        ObjectSchema.of()
                                                .required("change", text("Id for undo."))
                                                .required("path", text("What was changed; the new place of a move."))
                                                .required("action", text("What was done."))
                                                .required("other_path", text("The old place of a move or copy."))
                                                .required("at", text("Time, ISO 8601."))
                                                .required("lines_added", number("Lines that are new."))
                                                .required("lines_removed", number("Lines that are gone."))
                                                .required("state", text("done, undone, intended, undoing or unclear."))
                                                .required("undone", flag("Whether it was taken back."))
                                                .node()))
                        .node(),
                Effect.PURE,
                Flow.reading(Source.KEPT));
    }

    @Override
    public PreparedCall prepare(ObjectNode values, CallContext context) {
        return PreparedCall.of(List.of(), call -> result(changes.ofTree(context.tree())));
    }

    private OperationResult result(List<FileChange> all) {
        List<FileChange> newest = all.subList(Math.max(0, all.size() - limits.listed()), all.size());
        ArrayNode list = Json.array();
        StringBuilder text = new StringBuilder(newest.isEmpty() ? "Nothing was changed.\n" : "");
        for (FileChange change : newest) {
            list.add(Json.object()
                    .put("change", change.id())
                    .put("path", change.path())
                    .put("action", change.action().id())
                    .put("other_path", change.otherPath())
                    .put("at", change.at().toString())
                    .put("lines_added", change.linesAdded())
                    .put("lines_removed", change.linesRemoved())
                    .put("state", change.state().id())
                    .put("undone", change.state() == FileChange.State.UNDONE));
            text.append("%s  %s %s%s%s%s\n"
                    .formatted(
                            change.id(),
                            change.path(),
                            change.action().id(),
                            change.otherPath().isEmpty() ? "" : " from " + change.otherPath(),
                            change.linesAdded() + change.linesRemoved() == 0
                                    ? ""
                                    : " +" + change.linesAdded() + " -" + change.linesRemoved(),
                            change.state() == FileChange.State.DONE
                                    ? ""
                                    : " (" + change.state().id() + ")"));
        }
        ObjectNode data = Json.object();
        data.set("changes", list);
        return new OperationResult(data, text.toString());
    }
}
