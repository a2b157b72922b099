package dev.writ.tool.git;

import dev.writ.Failure;
import dev.writ.FailureCode;
import dev.writ.Json;
import dev.writ.WritException;
import dev.writ.label.Flow;
import dev.writ.label.Source;
import dev.writ.permission.Access;
import dev.writ.permission.Access.RepositoryVerb;
import dev.writ.tool.AuthorizedCall;
import dev.writ.tool.Effect;
import dev.writ.tool.OperationResult;
import dev.writ.tool.OperationSpec;
import java.io.IOException;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import org.eclipse.jgit.lib.Config;
import org.eclipse.jgit.lib.Constants;
import org.eclipse.jgit.lib.ObjectId;
import org.eclipse.jgit.lib.Ref;
import org.eclipse.jgit.revwalk.RevCommit;
import org.eclipse.jgit.revwalk.RevWalk;
import tools.jackson.databind.node.ObjectNode;

/** {@code pull}: moves the current branch forward to what its remote has, and never merges. */
final class PullOperation implements RepositoryOperation {
    private final GitSettings settings;
    private final Remotes remotes;
    private final InstantSource clock;

    PullOperation(GitSettings settings, Remotes remotes, InstantSource clock) {
        this.settings = settings;
        this.remotes = remotes;
        this.clock = clock;
    }

    @Override
    public OperationSpec spec() {
        return new OperationSpec(
                GitServer.NAME,
                "pull",
                "Fetches and moves the current branch forward to the remote's. It never merges: where both sides have"
                        + " commits of their own, or local changes would be overwritten, it fails and changes nothing.",
                ObjectSchema.ofArguments()
                        .with("remote", ObjectSchema.text(), "Name of a configured remote; origin if left out.")
                        .build(),
                new ObjectSchema()
                        .result("repository", ObjectSchema.text())
                        .result("branch", ObjectSchema.text())
                        .result("from", ObjectSchema.text())
                        .result("to", ObjectSchema.text())
                        .result("updated", ObjectSchema.flag())
                        .result("changed_files", ObjectSchema.count())
                        .build(),
                Effect.UNSAFE,
                Flow.changing(Source.KEPT));
    }

    @Override
    public Plan plan(Arguments arguments, RepositoryPlace place) throws IOException {
        RemoteName name = arguments.text("remote").map(RemoteName::parse).orElse(RemoteName.ORIGIN);
        BranchName branch;
        RemoteAddress address;
        try (OpenRepository repository = OpenRepository.open(place)) {
            branch = repository.head().requireBranch();
            address = remotes.find(repository, name, false);
        }
        List<Access> accesses = new ArrayList<>(place.accesses(branch.value(), RepositoryVerb.PULL));
        accesses.addAll(Remotes.accesses(address, "", RepositoryVerb.READ));
        return new Plan(accesses, (repository, call) -> run(repository, call, name, address, branch));
    }

    private OperationResult run(
            OpenRepository repository, AuthorizedCall call, RemoteName name, RemoteAddress address, BranchName branch)
            throws IOException {
        repository.requireNothingInProgress();
        ObjectId from = repository.head().requireCommit();
        remotes.fetch(repository, name, address, call);
        BranchName source = source(repository.git().getConfig(), name, branch);
        Ref tracking = repository.git().exactRef(name.trackingRef(source));
        if (tracking == null || tracking.getObjectId() == null) {
            throw new WritException(
                    FailureCode.NOT_FOUND,
                    "The remote " + name.value() + " has no branch " + source.value() + ".",
                    "See list_branches for what it has.");
        }
        ObjectId to = tracking.getObjectId();
        boolean forward = isForward(repository, from, to, branch, name);
        List<String> changed = List.of();
        if (forward) {
            call.checkStopped();
            changed = new Checkout(repository).change(from, to);
            new RefWriter(repository.git(), settings.committer(), clock)
                    .advance(branch, from, to, "pull: Fast-forward");
        }
        ObjectNode data = Json.object()
                .put("repository", repository.place().shown())
                .put("branch", branch.value())
                .put("from", from.name())
                .put("to", forward ? to.name() : from.name())
                .put("updated", forward)
                .put("changed_files", changed.size());
        return new OperationResult(
                data,
                forward
                        ? "%s moved forward from %s to %s; %d files changed."
                                .formatted(
                                        branch.value(),
                                        from.abbreviate(10).name(),
                                        to.abbreviate(10).name(),
                                        changed.size())
                        : branch.value() + " has everything that " + name.value() + " has.");
    }

    /** The remote's branch that the configuration pairs with a local one, else the one of the same name. */
    private static BranchName source(Config config, RemoteName remote, BranchName branch) {
        String configured = config.getString("branch", branch.value(), "remote");
        String merge = config.getString("branch", branch.value(), "merge");
        return remote.value().equals(configured) && merge != null && BranchName.isBranch(merge)
                ? BranchName.parse(merge.substring(Constants.R_HEADS.length()))
                : branch;
    }

    private static boolean isForward(
            OpenRepository repository, ObjectId from, ObjectId to, BranchName branch, RemoteName name)
            throws IOException {
        try (RevWalk walk = new RevWalk(repository.git())) {
            RevCommit ours = walk.parseCommit(from);
            RevCommit theirs = walk.parseCommit(to);
            if (walk.isMergedInto(theirs, ours)) {
                return false;
            }
            if (walk.isMergedInto(ours, theirs)) {
                return true;
            }
        }
        throw new WritException(new Failure(
                FailureCode.CONFLICT,
                "The branch " + branch.value() + " and the one of " + name.value()
                        + " have both commits of their own, and pull does not merge.",
                "Put the new work on a branch from " + name.value() + "/" + branch.value()
                        + ", or let a person merge."));
    }
}
