package dev.writ.tool.git;

import dev.writ.Json;
import dev.writ.label.Flow;
import dev.writ.label.Source;
import dev.writ.permission.Access.RepositoryVerb;
import dev.writ.tool.AuthorizedCall;
import dev.writ.tool.Effect;
import dev.writ.tool.OperationResult;
import dev.writ.tool.OperationSpec;
import java.io.IOException;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import org.eclipse.jgit.lib.ObjectId;
import org.eclipse.jgit.lib.ObjectReader;
import org.eclipse.jgit.revwalk.RevCommit;
import tools.jackson.databind.node.ObjectNode;

/** {@code show}: one commit with its changes against its first parent. */
final class ShowOperation implements RepositoryOperation {
    @Override
    public OperationSpec spec() {
        return new OperationSpec(
                GitServer.NAME,
                "show",
                "Shows one commit: id, parents, author, committer, time, message, and its changes as a unified diff"
                        + " against its first parent.",
                ObjectSchema.ofArguments()
                        .with("revision", ObjectSchema.text(), "Commit, branch or tag; HEAD if left out.")
                        .with("paths", ObjectSchema.paths(0), "Literal files or folders to look at; all if left out.")
                        .build(),
                DiffReport.schema(CommitText.schema()
                                .result("committer", ObjectSchema.text())
                                .result("parents", ObjectSchema.listOf(ObjectSchema.text())))
                        .build(),
                Effect.PURE,
                Flow.reading(Source.KEPT));
    }

    @Override
    public Plan plan(Arguments arguments, RepositoryPlace place) {
        Revision revision = arguments.text("revision").map(Revision::parse).orElse(Revision.HEAD);
        List<TreePath> paths = arguments.paths();
        return new Plan(
                place.accesses("", RepositoryVerb.READ), (repository, call) -> run(repository, call, revision, paths));
    }

    private static OperationResult run(
            OpenRepository repository, AuthorizedCall call, Revision revision, List<TreePath> paths)
            throws IOException {
        RevCommit commit = revision.find(repository);
        List<String> parents =
                Arrays.stream(commit.getParents()).map(ObjectId::name).toList();
        ObjectNode data = CommitText.of(commit).put("committer", CommitText.person(commit.getCommitterIdent()));
        data.set("parents", Json.array(parents));
        DiffReport report;
        try (ObjectReader reader = repository.git().newObjectReader()) {
            Optional<ObjectId> before =
                    commit.getParentCount() == 0 ? Optional.empty() : Optional.of(commit.getParent(0));
            report = new DiffReport(repository, call)
                    .compare(
                            repository.tree(reader, before),
                            repository.tree(reader, Optional.of(commit)),
                            paths,
                            true,
                            entry -> true);
        }
        report.addTo(data);
        String text = "commit %s\nauthor %s\ntime %s\n\n%s\n\n%s"
                .formatted(
                        commit.name(),
                        data.path("author").asString(),
                        data.path("time").asString(),
                        data.path("message").asString(),
                        report.text());
        return new OperationResult(data, text);
    }
}
