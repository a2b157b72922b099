package dev.writ.tool.git;

import dev.writ.Failure;
import dev.writ.FailureCode;
import dev.writ.WritException;
import java.io.IOException;
import java.time.InstantSource;
import java.time.ZoneOffset;
import org.eclipse.jgit.lib.Constants;
import org.eclipse.jgit.lib.ObjectId;
import org.eclipse.jgit.lib.PersonIdent;
import org.eclipse.jgit.lib.RefUpdate;
import org.eclipse.jgit.lib.Repository;

/** Moves branches and HEAD, each only from the state the caller saw. */
record RefWriter(Repository git, Identity identity, InstantSource clock) {
    /** Who acts now. */
    PersonIdent person() {
        return new PersonIdent(identity.name(), identity.email(), clock.instant(), ZoneOffset.UTC);
    }

    /** Creates a branch that did not exist. */
    void create(BranchName branch, ObjectId commit, String reason) throws IOException {
        RefUpdate update = git.updateRef(branch.ref(), true);
        update.setExpectedOldObjectId(ObjectId.zeroId());
        move(update, branch, commit, reason);
    }

    /** Moves the branch that is checked out, and fails where HEAD is on another one by now. */
    void advance(BranchName branch, ObjectId from, ObjectId to, String reason) throws IOException {
        RefUpdate update = git.updateRef(Constants.HEAD);
        if (!update.getRef().getLeaf().getName().equals(branch.ref())) {
            throw moved(branch);
        }
        update.setExpectedOldObjectId(from);
        move(update, branch, to, reason);
    }

    /** Makes a branch the one that is checked out. */
    void checkOut(BranchName branch, String reason) throws IOException {
        RefUpdate update = git.updateRef(Constants.HEAD);
        update.setRefLogIdent(person());
        update.setRefLogMessage(reason, false);
        switch (update.link(branch.ref())) {
            case FORCED, NEW, NO_CHANGE -> {}
            default -> throw moved(branch);
        }
    }

    private void move(RefUpdate update, BranchName branch, ObjectId to, String reason) throws IOException {
        update.setNewObjectId(to);
        update.setRefLogIdent(person());
        update.setRefLogMessage(reason, false);
        switch (update.update()) {
            case NEW, FAST_FORWARD, NO_CHANGE -> {}
            default -> throw moved(branch);
        }
    }

    private static WritException moved(BranchName branch) {
        return new WritException(new Failure(
                FailureCode.CONFLICT,
                "The branch " + branch.value() + " was changed or locked by another git process meanwhile.",
                "Look at status and log, then try again."));
    }
}
