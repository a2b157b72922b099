package dev.writ.tool.git;

import dev.writ.Json;
import dev.writ.label.Flow;
import dev.writ.label.Source;
import dev.writ.permission.Access.RepositoryVerb;
import dev.writ.tool.Effect;
import dev.writ.tool.OperationResult;
import dev.writ.tool.OperationSpec;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import org.eclipse.jgit.lib.Constants;
import org.eclipse.jgit.lib.Ref;
import org.eclipse.jgit.lib.Repository;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/** {@code list_branches}: local and remote branches. */
final class ListBranchesOperation implements RepositoryOperation {
    private static final int MOST = 500;

    private final GitSettings settings;

    ListBranchesOperation(GitSettings settings) {
        this.settings = settings;
    }

    @Override
    public OperationSpec spec() {
        ObjectNode branch = new ObjectSchema()
                .result("name", ObjectSchema.text())
                .result("remote", ObjectSchema.flag())
                .result("current", ObjectSchema.flag())
                .result("protected", ObjectSchema.flag())
                .result("commit", ObjectSchema.text())
                .build();
        return new OperationSpec(
                GitServer.NAME,
                "list_branches",
                "Lists local branches and the last known branches of remotes, with the commit each points to. Protected"
                        + " branches cannot be pushed to.",
                ObjectSchema.ofArguments().build(),
                new ObjectSchema()
                        .result("current", ObjectSchema.text())
                        .result("branches", ObjectSchema.listOf(branch))
                        .result("truncated", ObjectSchema.flag())
                        .build(),
                Effect.PURE,
                Flow.reading(Source.KEPT));
    }

    @Override
    public Plan plan(Arguments arguments, RepositoryPlace place) {
        return new Plan(
                place.accesses("", RepositoryVerb.READ),
                (repository, call) -> run(repository.git(), repository.head()));
    }

    private OperationResult run(Repository git, Head head) throws IOException {
        List<Ref> refs = new ArrayList<>(git.getRefDatabase().getRefsByPrefix(Constants.R_HEADS));
        refs.addAll(git.getRefDatabase().getRefsByPrefix(Constants.R_REMOTES));
        ObjectNode data = Json.object().put("current", head.branchName());
        ArrayNode list = data.putArray("branches");
        List<String> lines = new ArrayList<>();
        for (Ref ref : refs) {
            if (ref.isSymbolic() || ref.getObjectId() == null || list.size() == MOST) {
                continue;
            }
            boolean remote = ref.getName().startsWith(Constants.R_REMOTES);
            String name = ref.getName().substring(remote ? Constants.R_REMOTES.length() : Constants.R_HEADS.length());
            boolean current = !remote && name.equals(head.branchName());
            list.addObject()
                    .put("name", PlainText.of(name))
                    .put("remote", remote)
                    .put("current", current)
                    .put("protected", !remote && settings.protects(name))
                    .put("commit", ref.getObjectId().name());
            lines.add((current ? "* " : "  ") + (remote ? "remote " : "") + PlainText.of(name) + " "
                    + ref.getObjectId().abbreviate(10).name());
        }
        data.put("truncated", refs.size() > MOST);
        if (head instanceof Head.Unborn unborn) {
            lines.addFirst("* " + unborn.branch().value() + " (no commits yet)");
        }
        return new OperationResult(data, lines.isEmpty() ? "No branches." : String.join("\n", lines));
    }
}
