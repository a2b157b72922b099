package dev.writ.tool.file;

import static dev.writ.tool.file.ObjectSchema.choice;
import static dev.writ.tool.file.ObjectSchema.number;
import static dev.writ.tool.file.ObjectSchema.path;
import static dev.writ.tool.file.ObjectSchema.text;

import dev.writ.FailureCode;
import dev.writ.Json;
import dev.writ.WritException;
import dev.writ.label.Flow;
import dev.writ.label.Source;
import dev.writ.sandbox.WorkspacePath;
import dev.writ.tool.CallContext;
import dev.writ.tool.Effect;
import dev.writ.tool.Operation;
import dev.writ.tool.OperationResult;
import dev.writ.tool.OperationSpec;
import dev.writ.tool.PreparedCall;
import dev.writ.tool.file.FileChange.ChangeAction;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import tools.jackson.databind.node.ObjectNode;

/** {@code write_file}: a new file, or a new or longer content of one. */
final class WriteFile implements Operation {
    private static final String UNCHANGED = "unchanged";

    private final FileChanges changes;
    private final FileLimits limits;

    WriteFile(FileChanges changes, FileLimits limits) {
        this.changes = changes;
        this.limits = limits;
    }

    /** What to do with a file that is there already. */
    private enum Mode {
        CREATE,
        OVERWRITE,
        APPEND;

        static Mode parse(String text) {
            return Arrays.stream(values())
                    .filter(mode -> mode.id().equals(text))
                    .findFirst()
                    .orElseThrow(() -> Arguments.wrong("mode", "create, overwrite or append"));
        }

        String id() {
            return name().toLowerCase(Locale.ROOT);
        }
    }

    @Override
    public OperationSpec spec() {
        return new OperationSpec(
                FileSystemServer.EDIT,
                "write_file",
                "Writes a text file: create makes a new one and fails where there is one, overwrite replaces the content,"
                        + " append adds to it. Missing folders are made. Use edit_file to change a part of a file.",
                ObjectSchema.of()
                        .required("path", path("The file."))
                        .required("content", text("The whole text, or the text to add.", limits.fileBytes()))
                        .required("mode", choice("What to do.", List.of("create", "overwrite", "append")))
                        .node(),
                ObjectSchema.of()
                        .required("path", text("The file."))
                        .required(
                                "action",
                                choice("What was done.", List.of("created", "overwritten", "appended", UNCHANGED)))
                        .required("bytes", number("Size of the file now."))
                        .required("change", text("Id for undo; \"\" where nothing changed."))
                        .required("diff", text("Unified diff."))
                        .node(),
                Effect.UNSAFE,
                Flow.changing(Source.KEPT));
    }

    @Override
    public PreparedCall prepare(ObjectNode values, CallContext context) {
        Arguments arguments = new Arguments(values);
        WorkspacePath path = EditPath.parse(Reach.workspace(context), arguments.text("path"));
        String content = arguments.text("content");
        Mode mode = Mode.parse(arguments.text("mode"));
        return PreparedCall.of(
                Reach.only(path).writing(),
                call -> FileEditing.inOrder(changes, limits, context, editing -> write(editing, path, content, mode)));
    }

    private OperationResult write(FileEditing editing, WorkspacePath path, String content, Mode mode) {
        Optional<byte[]> before = editing.content(path);
        if (before.isEmpty()) {
            byte[] bytes = encoded(TextEncoding.UTF_8.encode(content), TextEncoding.UTF_8);
            return result(path, "created", bytes.length, Optional.of(editing.create(path, bytes)));
        }
        return switch (mode) {
            case CREATE -> throw FileEditing.exists(path);
            case OVERWRITE ->
                replace(
                        editing,
                        ChangeAction.OVERWRITTEN,
                        path,
                        before.get(),
                        encoded(TextEncoding.UTF_8.encode(content), TextEncoding.UTF_8));
            case APPEND ->
                replace(editing, ChangeAction.APPENDED, path, before.get(), appended(path, before.get(), content));
        };
    }

    private OperationResult replace(
            FileEditing editing, ChangeAction action, WorkspacePath path, byte[] before, byte[] after) {
        if (Arrays.equals(before, after)) {
            return result(path, UNCHANGED, after.length, Optional.empty());
        }
        UnifiedDiff diff = UnifiedDiff.ofChange(path.relative(), before, after, limits.diffCharacters());
        return result(path, action.id(), after.length, Optional.of(editing.replace(action, path, before, after, diff)));
    }

    /** In the encoding the file has. */
    private static byte[] appended(WorkspacePath path, byte[] before, String content) {
        return switch (FileContent.of(before)) {
            case FileContent.Binary ignored ->
                throw new WritException(
                        FailureCode.OPERATION_FAILED,
                        "\"" + path + "\" is a binary file; text cannot be added to it.",
                        "Write another file, or overwrite this one.");
            case FileContent.Text(String ignored, TextEncoding encoding) -> {
                byte[] added = encoded(encoding.encodePart(content), encoding);
                byte[] whole = Arrays.copyOf(before, before.length + added.length);
                System.arraycopy(added, 0, whole, before.length, added.length);
                yield whole;
            }
        };
    }

    /** @throws WritException with {@code invalid_arguments} for text that the encoding cannot express */
    static byte[] encoded(Optional<byte[]> bytes, TextEncoding encoding) {
        return bytes.orElseThrow(() -> new WritException(
                FailureCode.INVALID_ARGUMENTS,
                "The text holds characters that " + encoding.label() + " cannot express.",
                "Leave them out, or overwrite the whole file, which makes it UTF-8."));
    }

    private static OperationResult result(WorkspacePath path, String action, int bytes, Optional<FileChange> change) {
        String id = change.map(FileChange::id).orElse("");
        String diff = change.map(FileChange::diff).orElse("");
        ObjectNode data = Json.object()
                .put("path", path.relative())
                .put("action", action)
                .put("bytes", bytes)
                .put("change", id)
                .put("diff", diff);
        String text = "%s %s, %s now%s.\n%s"
                .formatted(path, action, Shown.bytes(bytes), id.isEmpty() ? "" : " (change " + id + ")", diff);
        return new OperationResult(data, text);
    }
}
