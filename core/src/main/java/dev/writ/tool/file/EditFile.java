package dev.writ.tool.file;

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
import dev.writ.sandbox.WorkspacePath;
import dev.writ.tool.AuthorizedCall;
import dev.writ.tool.CallContext;
import dev.writ.tool.Effect;
import dev.writ.tool.Operation;
import dev.writ.tool.OperationResult;
import dev.writ.tool.OperationSpec;
import dev.writ.tool.PreparedCall;
import dev.writ.tool.file.FileChange.ChangeAction;
import dev.writ.tool.file.TextEdits.Edited;
import dev.writ.tool.file.TextEdits.Replacement;
import java.util.List;
import tools.jackson.databind.node.ObjectNode;

/** {@code edit_file}: exact replacements in a text file, all of them or none. */
final class EditFile implements Operation {
    private static final int MOST_TEXT = 1_000_000;

    private final FileChanges changes;
    private final FileLimits limits;

    EditFile(FileChanges changes, FileLimits limits) {
        this.changes = changes;
        this.limits = limits;
    }

    @Override
    public OperationSpec spec() {
        return new OperationSpec(
                FileSystemServer.EDIT,
                "edit_file",
                "Replaces texts in a file, in order, all or none. Each old_text must be in the file exactly once unless"
                        + " all is set. With dry_run the diff is shown and nothing is changed.",
                ObjectSchema.of()
                        .required("path", path("The file."))
                        .required(
                                "edits",
                                list(
                                                "The replacements.",
                                                ObjectSchema.of()
                                                        .required(
                                                                "old_text", text("Exactly as in the file.", MOST_TEXT))
                                                        .required("new_text", text("What replaces it.", MOST_TEXT))
                                                        .optional("all", flag("Whether every place is meant."))
                                                        .node())
                                        .put("minItems", 1)
                                        .put("maxItems", limits.edits()))
                        .optional("dry_run", flag("Whether only to show what would change."))
                        .node(),
                ObjectSchema.of()
                        .required("path", text("The file."))
                        .required("replacements", number("How many places."))
                        .required("diff", text("Unified diff."))
                        .required("change", text("Id for undo; \"\" where nothing changed."))
                        .required("dry_run", flag("Whether nothing was changed because of dry_run."))
                        .node(),
                Effect.UNSAFE,
                Flow.changing(Source.KEPT));
    }

    @Override
    public PreparedCall prepare(ObjectNode values, CallContext context) {
        Arguments arguments = new Arguments(values);
        WorkspacePath path = EditPath.parse(Reach.workspace(context), arguments.text("path"));
        TextEdits edits = edits(arguments.objects("edits"));
        boolean dryRun = arguments.flag("dry_run");
        return PreparedCall.of(
                Reach.only(path).writing(),
                call -> FileEditing.inOrder(
                        changes, limits, context, editing -> edit(editing, path, edits, dryRun, call)));
    }

    private TextEdits edits(List<Arguments> edits) {
        if (edits.isEmpty() || edits.size() > limits.edits()) {
            throw Arguments.wrong("edits", "a list of 1 to " + limits.edits() + " replacements");
        }
        return new TextEdits(edits.stream()
                .map(edit -> {
                    String oldText = edit.text("old_text");
                    String newText = edit.text("new_text");
                    if (oldText.isEmpty() || oldText.equals(newText)) {
                        throw Arguments.wrong("old_text", "a text that is not empty and not the same as new_text");
                    }
                    return new Replacement(oldText, newText, edit.flag("all"));
                })
                .toList());
    }

    private OperationResult edit(
            FileEditing editing, WorkspacePath path, TextEdits edits, boolean dryRun, AuthorizedCall call) {
        byte[] before = editing.content(path).orElseThrow(() -> missing(editing, path));
        if (!(FileContent.of(before) instanceof FileContent.Text(String text, TextEncoding encoding))) {
            throw new WritException(
                    FailureCode.OPERATION_FAILED,
                    "\"" + path + "\" is a binary file.",
                    "Only text files can be edited.");
        }
        Edited edited = edits.apply(text, limits.fileBytes(), call::checkStopped);
        byte[] after = WriteFile.encoded(encoding.encode(edited.text()), encoding);
        UnifiedDiff diff = UnifiedDiff.ofChange(path.relative(), before, after, limits.diffCharacters());
        boolean same = edited.text().equals(text);
        String change = dryRun || same
                ? ""
                : editing.replace(ChangeAction.EDITED, path, before, after, diff)
                        .id();
        return result(path, edited.count(), diff, change, dryRun);
    }

    private static WritException missing(FileEditing editing, WorkspacePath path) {
        // Asking for its information says that it does not exist.
        editing.root().info(path);
        return FileEditing.exists(path);
    }

    private static OperationResult result(
            WorkspacePath path, int replacements, UnifiedDiff diff, String change, boolean dryRun) {
        ObjectNode data = Json.object()
                .put("path", path.relative())
                .put("replacements", replacements)
                .put("diff", diff.text())
                .put("change", change)
                .put("dry_run", dryRun);
        String text = "%s: %s (%s)%s\n%s"
                .formatted(
                        path,
                        Shown.count(replacements, "replacement"),
                        diff.summary(),
                        dryRun ? ", dry run: nothing was changed" : change.isEmpty() ? "" : ", change " + change,
                        diff.text());
        return new OperationResult(data, text);
    }
}
