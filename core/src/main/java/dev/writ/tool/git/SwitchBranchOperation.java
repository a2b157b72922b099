package dev.writ.tool.git;

import dev.writ.Failure;
import dev.writ.FailureCode;
import dev.writ.Json;
import dev.writ.WritException;
import dev.writ.label.Flow;
import dev.writ.label.Source;
import dev.writ.permission.Access.RepositoryVerb;
import dev.writ.tool.Effect;
import dev.writ.tool.OperationResult;
import dev.writ.tool.OperationSpec;
import java.io.IOException;
import java.time.InstantSource;
import java.util.List;
import org.eclipse.jgit.lib.ObjectId;
import org.eclipse.jgit.lib.Ref;
import tools.jackson.databind.node.ObjectNode;

/** {@code switch_branch}: checks out a local branch. */
final class SwitchBranchOperation implements RepositoryOperation {
    private final GitSettings settings;
    private final InstantSource clock;

    SwitchBranchOperation(GitSettings settings, InstantSource clock) {
        this.settings = settings;
        this.clock = clock;
    }

    @Override
    public OperationSpec spec() {
        return new OperationSpec(
                GitServer.NAME,
                "switch_branch",
                "Checks out an existing local branch. Local changes are kept; where they would be overwritten it fails"
                        + " and changes nothing.",
                ObjectSchema.ofArguments()
                        .require("branch", ObjectSchema.text(), "Short name of a local branch.")
                        .build(),
                new ObjectSchema()
                        .result("branch", ObjectSchema.text())
                        .result("previous", ObjectSchema.text())
                        .result("commit", ObjectSchema.text())
                        .result("changed_files", ObjectSchema.count())
                        .build(),
                Effect.IDEMPOTENT,
                Flow.changing(Source.KEPT));
    }

    @Override
    public Plan plan(Arguments arguments, RepositoryPlace place) {
        BranchName branch = arguments.branch("branch").orElseThrow();
        return new Plan(
                place.accesses(branch.value(), RepositoryVerb.BRANCH), (repository, call) -> run(repository, branch));
    }

    private OperationResult run(OpenRepository repository, BranchName branch) throws IOException {
        Head head = repository.head();
        Ref target = repository.git().exactRef(branch.ref());
        if (target == null || target.isSymbolic() || target.getObjectId() == null) {
            throw new WritException(new Failure(
                    FailureCode.NOT_FOUND,
                    "There is no local branch " + branch.value() + ".",
                    "See list_branches; make one with create_branch, from origin/" + branch.value()
                            + " where the remote has it."));
        }
        ObjectId commit = target.getObjectId();
        ObjectNode data = Json.object()
                .put("branch", branch.value())
                .put("previous", head.branchName())
                .put("commit", commit.name());
        if (head.branchName().equals(branch.value())) {
            return new OperationResult(data.put("changed_files", 0), "Already on " + branch.value() + ".");
        }
        repository.requireNothingInProgress();
        List<String> changed = new Checkout(repository).change(head.requireCommit(), commit);
        new RefWriter(repository.git(), settings.committer(), clock)
                .checkOut(branch, "checkout: moving from " + head.branchName() + " to " + branch.value());
        return new OperationResult(
                data.put("changed_files", changed.size()),
                "Switched to " + branch.value() + "; " + changed.size() + " files changed.");
    }
}
