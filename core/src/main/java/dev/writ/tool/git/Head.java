package dev.writ.tool.git;

import dev.writ.Failure;
import dev.writ.FailureCode;
import dev.writ.WritException;
import java.io.IOException;
import java.util.Optional;
import org.eclipse.jgit.lib.Constants;
import org.eclipse.jgit.lib.ObjectId;
import org.eclipse.jgit.lib.Ref;
import org.eclipse.jgit.lib.Repository;

/** What is checked out. */
sealed interface Head {
    /** A branch with at least one commit. */
    record OnBranch(BranchName branch, ObjectId id) implements Head {}

    /** A branch that begins with the next commit. */
    record Unborn(BranchName branch) implements Head {}

    /** A commit without a branch. */
    record Detached(ObjectId id) implements Head {}

    static Head of(Repository repository) throws IOException {
        Ref head = repository.exactRef(Constants.HEAD);
        if (head == null) {
            throw unusable();
        }
        ObjectId id = head.getObjectId();
        if (!head.isSymbolic() && id != null) {
            return new Detached(id);
        }
        Ref target = head.getTarget();
        if (target.isSymbolic() || !BranchName.isBranch(target.getName())) {
            throw unusable();
        }
        BranchName branch = BranchName.parse(Repository.shortenRefName(target.getName()));
        return id == null ? new Unborn(branch) : new OnBranch(branch, id);
    }

    private static WritException unusable() {
        return new WritException(
                FailureCode.OPERATION_FAILED,
                "The repository's HEAD does not name a plain branch.",
                "Check out a branch with git, then try again.");
    }

    default Optional<ObjectId> commit() {
        return switch (this) {
            case OnBranch on -> Optional.of(on.id());
            case Unborn ignored -> Optional.empty();
            case Detached detached -> Optional.of(detached.id());
        };
    }

    /** The short name of the branch; "" when detached. */
    default String branchName() {
        return switch (this) {
            case OnBranch on -> on.branch().value();
            case Unborn unborn -> unborn.branch().value();
            case Detached ignored -> "";
        };
    }

    /** @throws WritException with {@code conflict} when detached */
    default BranchName requireBranch() {
        return switch (this) {
            case OnBranch on -> on.branch();
            case Unborn unborn -> unborn.branch();
            case Detached detached ->
                throw new WritException(new Failure(
                        FailureCode.CONFLICT,
                        "No branch is checked out: HEAD is the commit "
                                + detached.id().abbreviate(10).name() + ".",
                        "Create a branch there with create_branch and switch to it with switch_branch."));
        };
    }

    /** @throws WritException with {@code conflict} on a branch without commits */
    default ObjectId requireCommit() {
        return commit().orElseThrow(() -> new WritException(
                FailureCode.CONFLICT,
                "The branch " + branchName() + " has no commits yet.",
                "Stage files and make the first commit."));
    }
}
