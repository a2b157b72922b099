package dev.writ.tool.file;

import static dev.writ.tool.file.ObjectSchema.choice;
import static dev.writ.tool.file.ObjectSchema.flag;
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
import dev.writ.tool.CallContext;
import dev.writ.tool.Effect;
import dev.writ.tool.Operation;
import dev.writ.tool.OperationResult;
import dev.writ.tool.OperationSpec;
import dev.writ.tool.PreparedCall;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import tools.jackson.databind.node.ObjectNode;

/** {@code get_file_info}: what is known of one file or folder without opening it. */
final class GetFileInfo implements Operation {
    private static final int READ = 4;
    private static final int WRITE = 2;
    private static final int EXECUTE = 1;

    @Override
    public OperationSpec spec() {
        return new OperationSpec(
                FileSystemServer.LISTING,
                "get_file_info",
                "Says what a path is: type, size, times, and what may be done with it.",
                ObjectSchema.of().required("path", path("The file or folder.")).node(),
                ObjectSchema.of()
                        .required("path", text("The file or folder."))
                        .required("type", choice("What it is.", ListDirectory.TYPES))
                        .required("size", number("Bytes."))
                        .required("modified", text("Time, ISO 8601."))
                        .required("created", text("Time, ISO 8601; empty where the disk does not keep it."))
                        .required("readable", flag("Whether its content can be read."))
                        .required("writable", flag("Whether its permissions allow changing it."))
                        .required("executable", flag("Whether it can be run, or entered."))
                        .required("target", text("For a link: what it points to; it is not followed."))
                        .node(),
                Effect.PURE,
                Flow.reading(Source.KEPT));
    }

    @Override
    public PreparedCall prepare(ObjectNode arguments, CallContext context) {
        Workspace workspace = Reach.workspace(context);
        WorkspacePath path = WorkspacePath.parse(workspace, new Arguments(arguments).text("path"));
        return PreparedCall.of(Reach.only(path).reading(), call -> run(workspace, path));
    }

    private static OperationResult run(Workspace workspace, WorkspacePath path) {
        try (WorkspaceRoot root = WorkspaceRoot.open(workspace)) {
            FileInfo info = root.info(path);
            if (path.isRoot()) {
                return result(path, info, (info.mode() & 0444) != 0, (info.mode() & 0222) != 0, true, "");
            }
            try (Folder parent = root.parentOf(path)) {
                String name = path.name();
                boolean link = info.type() == FileInfo.Type.LINK;
                // The superuser passes every check of the kernel; a file without any write bit is meant to stay.
                return result(
                        path,
                        info,
                        !link && parent.permits(name, READ),
                        !link && (info.mode() & 0222) != 0 && parent.permits(name, WRITE),
                        !link && parent.permits(name, EXECUTE),
                        link ? FileName.shown(new String(parent.linkTarget(name), StandardCharsets.UTF_8)) : "");
            }
        }
    }

    private static OperationResult result(
            WorkspacePath path, FileInfo info, boolean readable, boolean writable, boolean executable, String target) {
        ObjectNode data = Json.object()
                .put("path", path.relative())
                .put("type", info.type().id())
                .put("size", info.size())
                .put("modified", info.modified().toString())
                .put("created", info.created().map(Instant::toString).orElse(""))
                .put("readable", readable)
                .put("writable", writable)
                .put("executable", executable)
                .put("target", target);
        String text = "%s is a %s of %s, modified %s, %s%s%s%s\n"
                .formatted(
                        path,
                        info.type().id(),
                        Shown.bytes(info.size()),
                        info.modified(),
                        readable ? "readable" : "not readable",
                        writable ? ", writable" : "",
                        executable ? ", executable" : "",
                        target.isEmpty() ? "" : ", pointing to " + target);
        return new OperationResult(data, text);
    }
}
