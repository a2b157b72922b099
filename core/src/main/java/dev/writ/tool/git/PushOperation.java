package dev.writ.tool.git;

import dev.writ.Failure;
import dev.writ.FailureCode;
import dev.writ.Json;
import dev.writ.WritException;
import dev.writ.label.Flow;
import dev.writ.label.IdentityKind;
import dev.writ.label.Source;
import dev.writ.permission.Access;
import dev.writ.permission.Access.RepositoryVerb;
import dev.writ.tool.AuthorizedCall;
import dev.writ.tool.Effect;
import dev.writ.tool.OperationResult;
import dev.writ.tool.OperationSpec;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.eclipse.jgit.lib.ObjectId;
import org.eclipse.jgit.lib.Ref;
import org.eclipse.jgit.transport.RemoteRefUpdate;
import tools.jackson.databind.node.ObjectNode;

/** {@code push}: publishes one local branch under its own name; never forced, never a protected one. */
final class PushOperation implements RepositoryOperation {
    private final GitSettings settings;
    private final Remotes remotes;

    PushOperation(GitSettings settings, Remotes remotes) {
        this.settings = settings;
        this.remotes = remotes;
    }

    @Override
    public OperationSpec spec() {
        return new OperationSpec(
                GitServer.NAME,
                "push",
                "Publishes one local branch under the same name on a configured remote. It adds commits and never"
                        + " forces; protected branches are refused.",
                ObjectSchema.ofArguments()
                        .with("remote", ObjectSchema.text(), "Name of a configured remote; origin if left out.")
                        .with(
                                "branch",
                                ObjectSchema.text(),
                                "Short name of the local branch; the current one if left out.")
                        .build(),
                new ObjectSchema()
                        .result("repository", ObjectSchema.text())
                        .result("remote", ObjectSchema.text())
                        .result("branch", ObjectSchema.text())
                        .result("commit", ObjectSchema.text())
                        .result("result", ObjectSchema.oneOf("updated", "up_to_date"))
                        .build(),
                Effect.UNSAFE,
                Flow.sending(Source.KEPT, Map.of("remote", IdentityKind.OBJECT, "branch", IdentityKind.OBJECT)));
    }

    @Override
    public Plan plan(Arguments arguments, RepositoryPlace place) throws IOException {
        RemoteName name = arguments.text("remote").map(RemoteName::parse).orElse(RemoteName.ORIGIN);
        Optional<BranchName> given = arguments.branch("branch");
        BranchName branch;
        RemoteAddress address;
        try (OpenRepository repository = OpenRepository.open(place)) {
            branch = given.isPresent() ? given.get() : repository.head().requireBranch();
            refuseProtected(branch);
            address = remotes.find(repository, name, true);
        }
        List<Access> accesses = new ArrayList<>(place.accesses(branch.value(), RepositoryVerb.PUSH));
        accesses.addAll(Remotes.accesses(address, branch.value(), RepositoryVerb.PUSH));
        return new Plan(accesses, (repository, call) -> run(repository, call, name, address, branch));
    }

    private void refuseProtected(BranchName branch) {
        if (settings.protects(branch.value())) {
            throw new WritException(new Failure(
                    FailureCode.DENIED,
                    "The branch " + branch.value() + " is protected and is not pushed to.",
                    "Push a branch of its own and open a pull request with create_pull_request."));
        }
    }

    private OperationResult run(
            OpenRepository repository, AuthorizedCall call, RemoteName name, RemoteAddress address, BranchName branch)
            throws IOException {
        Ref local = repository.git().exactRef(branch.ref());
        if (local == null || local.isSymbolic() || local.getObjectId() == null) {
            throw new WritException(
                    FailureCode.NOT_FOUND,
                    "There is no local branch " + branch.value() + " with commits.",
                    "See list_branches.");
        }
        ObjectId commit = local.getObjectId();
        RemoteRefUpdate update = new RemoteRefUpdate(
                repository.git(), branch.ref(), commit, branch.ref(), false, name.trackingRef(branch), null);
        remotes.push(repository, address, update, call);
        String result =
                switch (update.getStatus()) {
                    case OK -> "updated";
                    case UP_TO_DATE -> "up_to_date";
                    case REJECTED_NONFASTFORWARD, REJECTED_REMOTE_CHANGED, NON_EXISTING ->
                        throw new WritException(new Failure(
                                FailureCode.CONFLICT,
                                "The remote's " + branch.value() + " has commits that the local branch has not.",
                                "Pull first, or push under another branch name."));
                    case REJECTED_NODELETE, REJECTED_OTHER_REASON, NOT_ATTEMPTED, AWAITING_REPORT ->
                        throw rejected(branch, Optional.ofNullable(update.getMessage()));
                };
        ObjectNode data = Json.object()
                .put("repository", repository.place().shown())
                .put("remote", name.value())
                .put("branch", branch.value())
                .put("commit", commit.name())
                .put("result", result);
        return new OperationResult(
                data,
                update.getStatus() == RemoteRefUpdate.Status.OK
                        ? "Pushed " + branch.value() + " to " + name.value() + " at "
                                + commit.abbreviate(10).name() + "."
                        : name.value() + " has " + branch.value() + " already as it is here.");
    }

    private static WritException rejected(BranchName branch, Optional<String> reason) {
        return new WritException(new Failure(
                FailureCode.OPERATION_FAILED,
                "The remote did not take " + branch.value()
                        + reason.map(text -> ": " + PlainText.of(text, 300)).orElse("") + ".",
                "Check the rules of the remote for this branch."));
    }
}
