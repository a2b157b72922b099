package dev.writ.tool.file;

import static dev.writ.tool.file.ObjectSchema.flag;
import static dev.writ.tool.file.ObjectSchema.number;
import static dev.writ.tool.file.ObjectSchema.path;
import static dev.writ.tool.file.ObjectSchema.text;

import dev.writ.Json;
import dev.writ.entity.Tunable;
import dev.writ.entity.Tuning;
import dev.writ.label.Flow;
import dev.writ.label.Source;
import dev.writ.sandbox.Folder;
import dev.writ.sandbox.LookAlikes;
import dev.writ.sandbox.OpenFile;
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
import tools.jackson.databind.node.ObjectNode;

/** {@code read_file}: the text of a file, or some of its lines. */
final class ReadFile implements Operation {
    private static final int MOST_LINES = 100_000;

    private final FileLimits limits;
    private final Tuning tuning;

    ReadFile(FileLimits limits, Tuning tuning) {
        this.limits = limits;
        this.tuning = tuning;
    }

    @Override
    public OperationSpec spec() {
        return new OperationSpec(
                FileSystemServer.LISTING,
                "read_file",
                "Reads a text file, or some of its lines. Binary files are recognised and not shown.",
                ObjectSchema.of()
                        .required("path", path("The file."))
                        .optional("offset", number("First line, counted from 1.", 1, Integer.MAX_VALUE))
                        .optional(
                                "limit",
                                number(
                                        "How many lines; usually " + Tunable.READ_LINES.usual() + " without it.",
                                        1,
                                        MOST_LINES))
                        .node(),
                ObjectSchema.of()
                        .required("path", text("The file."))
                        .required("content", text("The lines exactly as in the file; \"\" for a binary file."))
                        .required("encoding", text("How it was decoded; \"\" for a binary file."))
                        .required("binary", flag("Whether it is no text."))
                        .required("total_lines", number("Lines in the file, or counted so far in a very large one."))
                        .required("from_line", number("Number of the first line in content."))
                        .required("lines", number("How many lines content holds."))
                        .required("size", number("Bytes of the whole file."))
                        .required("truncated", flag("Whether the file goes on after content."))
                        .node(),
                Effect.PURE,
                Flow.reading(Source.KEPT));
    }

    @Override
    public PreparedCall prepare(ObjectNode values, CallContext context) {
        Arguments arguments = new Arguments(values);
        Workspace workspace = Reach.workspace(context);
        WorkspacePath path = WorkspacePath.parse(workspace, arguments.text("path"));
        int first = arguments.number("offset", 1);
        int count = arguments.number("limit", tuning.count(context.tree(), Tunable.READ_LINES));
        if (first < 1 || count < 1) {
            throw Arguments.wrong("offset and limit", "1 or more");
        }
        return PreparedCall.of(Reach.only(path).reading(), call -> run(workspace, path, first, count, call));
    }

    private OperationResult run(Workspace workspace, WorkspacePath path, int first, int count, AuthorizedCall call) {
        try (WorkspaceRoot root = WorkspaceRoot.open(workspace);
                Folder parent = root.parentOf(path);
                OpenFile file = parent.open(path.name())) {
            LookAlikes.requireSingle(parent, path.name());
            long size = file.info().size();
            LineSlice slice = LineSlice.read(file, first, count, limits, call);
            String encoding = slice.encoding().map(TextEncoding::label).orElse("");
            ObjectNode data = Json.object()
                    .put("path", path.relative())
                    .put("content", slice.content())
                    .put("encoding", encoding)
                    .put("binary", slice.encoding().isEmpty())
                    .put("total_lines", slice.totalLines())
                    .put("from_line", first)
                    .put("lines", slice.lines())
                    .put("size", size)
                    .put("truncated", slice.cut());
            if (slice.encoding().isEmpty()) {
                return new OperationResult(
                        data,
                        "%s is a binary file of %s; its content is not shown.\n".formatted(path, Shown.bytes(size)));
            }
            return new OperationResult(data, heading(path, first, slice, encoding, size) + slice.content());
        }
    }

    private static String heading(WorkspacePath path, int first, LineSlice slice, String encoding, long size) {
        String lines;
        if (slice.lines() == 0) {
            lines = "no line from " + first + " on";
        } else if (first == 1 && !slice.cut()) {
            lines = "whole";
        } else {
            lines = "lines " + first + " to " + (first + slice.lines() - 1);
        }
        return "%s (%s, %s, %s%s), %s:\n"
                .formatted(
                        path,
                        Shown.bytes(size),
                        encoding,
                        slice.counted() ? "" : "at least ",
                        Shown.count(slice.totalLines(), "line"),
                        lines);
    }
}
