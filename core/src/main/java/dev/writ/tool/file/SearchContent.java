package dev.writ.tool.file;

import static dev.writ.tool.file.ObjectSchema.flag;
import static dev.writ.tool.file.ObjectSchema.list;
import static dev.writ.tool.file.ObjectSchema.number;
import static dev.writ.tool.file.ObjectSchema.path;
import static dev.writ.tool.file.ObjectSchema.text;

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
import java.util.Optional;
import tools.jackson.databind.node.ObjectNode;

/** {@code search_content}: lines that hold a text or match a regular expression. */
final class SearchContent implements Operation {
    private final FileLimits limits;

    SearchContent(FileLimits limits) {
        this.limits = limits;
    }

    @Override
    public OperationSpec spec() {
        return new OperationSpec(
                FileSystemServer.LISTING,
                "search_content",
                "Finds lines in text files below a folder, or in one file: a text, or a Java regular expression. Binary"
                        + " files, very large ones and what git keeps in .git are skipped and counted.",
                ObjectSchema.of()
                        .required("path", path("The folder or file to search."))
                        .required("query", text("The text to look for.", 2_000))
                        .optional("regex", flag("Whether query is a regular expression."))
                        .optional("ignore_case", flag("Whether upper and lower case are the same."))
                        .optional("glob", text("Only files like this: *.java, src/**/*.{ts,js}.", 1_000))
                        .node(),
                ObjectSchema.of()
                        .required(
                                "matches",
                                list(
                                        "Lines, by path and number.",
                                        ObjectSchema.of()
                                                .required("path", text("Relative to the workspace root."))
                                                .required("line", number("Counted from 1."))
                                                .required("column", number("Counted from 1."))
                                                .required("text", text("The line, or the part around the match."))
                                                .node()))
                        .required("files_searched", number("How many files were read."))
                        .required("truncated", flag("Whether there may be more."))
                        .required(
                                "skipped",
                                list(
                                        "Files that were not searched.",
                                        ObjectSchema.of()
                                                .required("reason", text("Why."))
                                                .required("files", number("How many."))
                                                .node()))
                        .node(),
                Effect.PURE,
                Flow.reading(Source.KEPT));
    }

    @Override
    public PreparedCall prepare(ObjectNode values, CallContext context) {
        Arguments arguments = new Arguments(values);
        Workspace workspace = Reach.workspace(context);
        Reach reach = Reach.withAllBelow(workspace, WorkspacePath.parse(workspace, arguments.text("path")));
        LinePattern pattern =
                LinePattern.parse(arguments.text("query"), arguments.flag("regex"), arguments.flag("ignore_case"));
        Optional<FilePattern> glob = Optional.of(arguments.text("glob", ""))
                .filter(text -> !text.isEmpty())
                .map(FilePattern::parse);
        return PreparedCall.of(reach.reading(), call -> run(workspace, reach, pattern, glob, call));
    }

    private OperationResult run(
            Workspace workspace, Reach reach, LinePattern pattern, Optional<FilePattern> glob, AuthorizedCall call) {
        try (WorkspaceRoot root = WorkspaceRoot.open(workspace)) {
            reach.confirm(root.info(reach.path()));
            pattern.within(limits.searchTime());
            ContentSearch search = new ContentSearch(root, pattern, limits, call);
            search.search(reach.path(), glob);
            return search.result();
        }
    }
}
