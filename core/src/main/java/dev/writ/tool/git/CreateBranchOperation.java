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
import org.eclipse.jgit.lib.Constants;
import org.eclipse.jgit.lib.Ref;
import org.eclipse.jgit.revwalk.RevCommit;

/** {@code create_branch}: a new local branch, without switching to it. */
final class CreateBranchOperation implements RepositoryOperation {
    private final GitSettings settings;
    private final InstantSource clock;

    CreateBranchOperation(GitSettings settings, InstantSource clock) {
        this.settings = settings;
        this.clock = clock;
    }

    @Override
    public OperationSpec spec() {
        return new OperationSpec(
                GitServer.NAME,
                "create_branch",
                "Creates a local branch at HEAD or at a given commit. It does not switch to it.",
                ObjectSchema.ofArguments()
                        .require("branch", ObjectSchema.text(), "Short name of the new branch, for instance fix/typo.")
                        .with("from", ObjectSchema.text(), "Commit, branch or tag it begins at; HEAD if left out.")
                        .build(),
                new ObjectSchema()
                        .result("branch", ObjectSchema.text())
                        .result("commit", ObjectSchema.text())
                        .result("created", ObjectSchema.flag())
                        .build(),
                Effect.IDEMPOTENT,
                Flow.changing(Source.KEPT));
    }

    @Override
    public Plan plan(Arguments arguments, RepositoryPlace place) {
        BranchName branch = arguments.branch("branch").orElseThrow();
        Revision from = arguments.text("from").map(Revision::parse).orElse(Revision.HEAD);
        return new Plan(
                place.accesses(branch.value(), RepositoryVerb.BRANCH),
                (repository, call) -> run(repository, branch, from));
    }

    private OperationResult run(OpenRepository repository, BranchName branch, Revision from) throws IOException {
        RevCommit commit = from.find(repository);
        Ref existing = repository.git().exactRef(branch.ref());
        boolean create = existing == null;
        if (existing != null && !commit.equals(existing.getObjectId())) {
            throw new WritException(new Failure(
                    FailureCode.CONFLICT,
                    "The branch " + branch.value() + " exists already, at another commit.",
                    "Choose another name, or switch to it."));
        }
        if (create && repository.git().getRefDatabase().isNameConflicting(branch.ref())) {
            throw new WritException(new Failure(
                    FailureCode.CONFLICT,
                    "The name " + branch.value() + " is a folder of other branches or lies below one.",
                    "Choose another name; see list_branches."));
        }
        if (create) {
            new RefWriter(repository.git(), settings.committer(), clock)
                    .create(branch, commit, "branch: Created from " + from.name() + from.steps());
        }
        return new OperationResult(
                Json.object()
                        .put("branch", branch.value())
                        .put("commit", commit.name())
                        .put("created", create),
                (create ? "Created the branch " : "There is already the branch ") + branch.value() + " at "
                        + commit.abbreviate(Constants.OBJECT_ID_ABBREV_STRING_LENGTH)
                                .name()
                        + ".");
    }
}
