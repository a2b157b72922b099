package dev.writ.tool.file;

import static dev.writ.tool.file.ObjectSchema.choice;
import static dev.writ.tool.file.ObjectSchema.flag;
import static dev.writ.tool.file.ObjectSchema.list;
import static dev.writ.tool.file.ObjectSchema.number;
import static dev.writ.tool.file.ObjectSchema.path;
import static dev.writ.tool.file.ObjectSchema.text;

import dev.writ.Json;
import dev.writ.label.Flow;
import dev.writ.label.Source;
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
import dev.writ.tool.file.FolderWalk.Found;
import java.util.ArrayList;
import java.util.List;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/** {@code search_files}: files and folders by name. */
final class SearchFiles implements Operation {
    private final FileLimits limits;

    SearchFiles(FileLimits limits) {
        this.limits = limits;
    }

    @Override
    public OperationSpec spec() {
        return new OperationSpec(
                FileSystemServer.LISTING,
                "search_files",
                "Finds files and folders by name below a folder. What git keeps in .git is left out unless path is in it.",
                ObjectSchema.of()
                        .required("path", path("The folder to search."))
                        .required(
                                "pattern",
                                text(
                                        "A glob over names (*.md) or over paths relative to the folder (src/**/*.{ts,js}),"
                                                + " or a part of a name.",
                                        1_000))
                        .node(),
                ObjectSchema.of()
                        .required(
                                "matches",
                                list(
                                        "Nearest first.",
                                        ObjectSchema.of()
                                                .required("path", text("Relative to the workspace root."))
                                                .required("type", choice("What it is.", ListDirectory.TYPES))
                                                .required("size", number("Bytes."))
                                                .node()))
                        .required("truncated", flag("Whether there may be more."))
                        .node(),
                Effect.PURE,
                Flow.reading(Source.KEPT));
    }

    @Override
    public PreparedCall prepare(ObjectNode values, CallContext context) {
        Arguments arguments = new Arguments(values);
        Workspace workspace = Reach.workspace(context);
        WorkspacePath path = WorkspacePath.parse(workspace, arguments.text("path"));
        FilePattern pattern = FilePattern.parse(arguments.text("pattern"));
        return PreparedCall.of(new Reach(path, true).reading(), call -> run(workspace, path, pattern, call));
    }

    private OperationResult run(Workspace workspace, WorkspacePath path, FilePattern pattern, AuthorizedCall call) {
        List<Found> matches = new ArrayList<>();
        int skip = path.isRoot() ? 0 : path.relative().length() + 1;
        boolean complete;
        try (WorkspaceRoot root = WorkspaceRoot.open(workspace)) {
            FolderWalk walk = new FolderWalk(root, limits, call);
            walk.walk(path, Integer.MAX_VALUE, found -> {
                String below = found.depth() == 0 ? found.name() : found.shown().substring(skip);
                // One more than is shown, to know that there is more.
                if (matches.size() <= limits.listed() && pattern.matches(below, found.name())) {
                    matches.add(found);
                }
            });
            complete = walk.complete();
        }
        boolean truncated = !complete || matches.size() > limits.listed();
        ArrayNode list = Json.array();
        StringBuilder lines = new StringBuilder();
        for (Found found : matches.subList(0, Math.min(matches.size(), limits.listed()))) {
            list.add(Json.object()
                    .put("path", found.shown())
                    .put("type", found.info().type().id())
                    .put("size", found.info().size()));
            if (lines.length() < limits.textCharacters()) {
                lines.append(found.shown())
                        .append(Shown.mark(found.info().type()))
                        .append('\n');
            }
        }
        ObjectNode data = Json.object();
        data.set("matches", list);
        String head = Shown.count(list.size(), "match") + (truncated ? ", and there may be more" : "") + "\n";
        return new OperationResult(data.put("truncated", truncated), head + lines);
    }
}
