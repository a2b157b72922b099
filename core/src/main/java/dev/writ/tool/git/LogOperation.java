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
import java.util.ArrayList;
import java.util.List;
import org.eclipse.jgit.revwalk.RevCommit;
import org.eclipse.jgit.revwalk.RevWalk;
import org.eclipse.jgit.revwalk.filter.RevFilter;
import org.eclipse.jgit.treewalk.filter.AndTreeFilter;
import org.eclipse.jgit.treewalk.filter.TreeFilter;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/** {@code log}: the commits that lead to a commit, newest first. */
final class LogOperation implements RepositoryOperation {
    private static final int MOST = 200;
    private static final int USUAL = 20;

    @Override
    public OperationSpec spec() {
        return new OperationSpec(
                GitServer.NAME,
                "log",
                "Lists commits, newest first, with id, author, time and message.",
                ObjectSchema.ofArguments()
                        .with("limit", ObjectSchema.between(1, MOST), "How many commits at most; 20 if left out.")
                        .with(
                                "paths",
                                ObjectSchema.paths(0),
                                "Only commits that change these literal files or folders.")
                        .with("revision", ObjectSchema.text(), "Commit, branch or tag to begin at; HEAD if left out.")
                        .build(),
                new ObjectSchema()
                        .result(
                                "commits",
                                ObjectSchema.listOf(CommitText.schema().build()))
                        .result("truncated", ObjectSchema.flag())
                        .build(),
                Effect.PURE,
                Flow.reading(Source.KEPT));
    }

    @Override
    public Plan plan(Arguments arguments, RepositoryPlace place) {
        Revision revision = arguments.text("revision").map(Revision::parse).orElse(Revision.HEAD);
        List<TreePath> paths = arguments.paths();
        int limit = Math.clamp(arguments.number("limit", USUAL), 1, MOST);
        return new Plan(
                place.accesses("", RepositoryVerb.READ),
                (repository, call) -> run(repository, call, revision, paths, limit));
    }

    private static OperationResult run(
            OpenRepository repository, AuthorizedCall call, Revision revision, List<TreePath> paths, int limit)
            throws IOException {
        if (revision.equals(Revision.HEAD) && repository.head() instanceof Head.Unborn unborn) {
            ObjectNode none = Json.object();
            none.putArray("commits");
            return new OperationResult(
                    none.put("truncated", false),
                    "The branch " + unborn.branch().value() + " has no commits yet.");
        }
        List<RevCommit> commits = new ArrayList<>();
        try (RevWalk walk = new RevWalk(repository.git())) {
            walk.markStart(walk.parseCommit(revision.find(repository)));
            TreeFilter filter = DiffReport.filter(paths);
            if (!filter.equals(TreeFilter.ALL)) {
                walk.setTreeFilter(AndTreeFilter.create(filter, TreeFilter.ANY_DIFF));
            }
            walk.setRevFilter(new StopFilter(call));
            for (RevCommit commit = walk.next(); commit != null && commits.size() <= limit; commit = walk.next()) {
                walk.parseBody(commit);
                commits.add(commit);
            }
        }
        boolean more = commits.size() > limit;
        List<RevCommit> shown = more ? commits.subList(0, limit) : commits;
        ObjectNode data = Json.object();
        ArrayNode list = data.putArray("commits");
        List<String> lines = new ArrayList<>();
        for (RevCommit commit : shown) {
            ObjectNode entry = CommitText.of(commit);
            list.add(entry);
            lines.add("%s %s %s: %s"
                    .formatted(
                            commit.abbreviate(10).name(),
                            entry.path("time").asString(),
                            entry.path("author").asString(),
                            CommitText.subject(commit)));
        }
        data.put("truncated", more);
        if (lines.isEmpty()) {
            lines.add("No commits.");
        } else if (more) {
            lines.add("[older commits are not shown]");
        }
        return new OperationResult(data, String.join("\n", lines));
    }

    /** Lets every commit through, until the call is stopped. */
    private static final class StopFilter extends RevFilter {
        private final AuthorizedCall call;

        StopFilter(AuthorizedCall call) {
            this.call = call;
        }

        @Override
        public boolean include(RevWalk walker, RevCommit commit) {
            call.checkStopped();
            return true;
        }

        @Override
        public boolean requiresCommitBody() {
            return false;
        }

        @Override
        @SuppressWarnings("NoClone")
        public RevFilter clone() {
            return this;
        }
    }
}
