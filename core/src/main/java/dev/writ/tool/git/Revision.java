package dev.writ.tool.git;

import dev.writ.Failure;
import dev.writ.FailureCode;
import dev.writ.WritException;
import java.io.IOException;
import java.util.List;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.eclipse.jgit.errors.AmbiguousObjectException;
import org.eclipse.jgit.lib.AbbreviatedObjectId;
import org.eclipse.jgit.lib.Constants;
import org.eclipse.jgit.lib.ObjectId;
import org.eclipse.jgit.lib.ObjectReader;
import org.eclipse.jgit.lib.Ref;
import org.eclipse.jgit.lib.Repository;
import org.eclipse.jgit.revwalk.RevCommit;
import org.eclipse.jgit.revwalk.RevWalk;

/**
 * A commit named by a caller: HEAD, a branch, {@code remote/branch}, a tag or an id of at least four digits, in that
 * order, followed by any of {@code ~n} and {@code ^n}. Nothing else of git's revision language is understood.
 */
record Revision(String name, String steps) {
    private static final Pattern FORM = Pattern.compile("([^~^]{1,200})((?:[~^][0-9]{0,4}){0,20})");
    private static final Pattern STEP = Pattern.compile("([~^])([0-9]*)");
    private static final Pattern HEX = Pattern.compile("[0-9a-f]{4,40}");

    static final Revision HEAD = new Revision(Constants.HEAD, "");

    /** @throws WritException where the text has not the form of a revision */
    static Revision parse(String text) {
        Matcher form = FORM.matcher(text);
        if (!form.matches() || !Repository.isValidRefName(Constants.R_HEADS + form.group(1))) {
            throw new WritException(
                    FailureCode.INVALID_ARGUMENTS,
                    "\"" + PlainText.of(text, 80) + "\" is not the name of a commit.",
                    "Give HEAD, a branch, a tag or a commit id, with ~1 or ^1 after it for its parents.");
        }
        return new Revision(form.group(1), form.group(2));
    }

    /** @throws WritException with {@code not_found} where no such commit exists */
    RevCommit find(OpenRepository repository) throws IOException {
        try (RevWalk walk = new RevWalk(repository.git())) {
            RevCommit commit = start(repository, walk);
            Matcher step = STEP.matcher(steps);
            while (step.find()) {
                int number = step.group(2).isEmpty() ? 1 : Integer.parseInt(step.group(2));
                commit = step.group(1).equals("~") ? up(walk, commit, number) : parent(walk, commit, number);
            }
            walk.parseBody(commit);
            return commit;
        }
    }

    private RevCommit up(RevWalk walk, RevCommit commit, int generations) throws IOException {
        RevCommit at = commit;
        for (int i = 0; i < generations; i++) {
            at = parent(walk, at, 1);
        }
        return at;
    }

    private RevCommit parent(RevWalk walk, RevCommit commit, int number) throws IOException {
        if (number == 0) {
            return commit;
        }
        if (number > commit.getParentCount()) {
            throw unknown();
        }
        return walk.parseCommit(commit.getParent(number - 1));
    }

    private RevCommit start(OpenRepository repository, RevWalk walk) throws IOException {
        if (name.equals(Constants.HEAD)) {
            return walk.parseCommit(repository.head().requireCommit());
        }
        for (String space : new String[] {Constants.R_HEADS, Constants.R_REMOTES, Constants.R_TAGS}) {
            Ref ref = repository.git().exactRef(space + name);
            if (ref != null && ref.getObjectId() != null) {
                return walk.parseCommit(ref.getObjectId());
            }
        }
        return walk.parseCommit(byId(walk.getObjectReader()).orElseThrow(this::unknown));
    }

    private Optional<ObjectId> byId(ObjectReader reader) throws IOException {
        if (!HEX.matcher(name).matches()) {
            return Optional.empty();
        }
        AbbreviatedObjectId start = AbbreviatedObjectId.fromString(name);
        ObjectId found = null;
        for (ObjectId id : reader.resolve(start)) {
            if (reader.open(id).getType() != Constants.OBJ_COMMIT) {
                continue;
            }
            if (found != null) {
                throw new AmbiguousObjectException(start, List.of(found, id));
            }
            found = id;
        }
        return Optional.ofNullable(found);
    }

    private WritException unknown() {
        return new WritException(new Failure(
                FailureCode.NOT_FOUND,
                "There is no commit \"" + PlainText.of(name + steps) + "\" in this repository.",
                "See list_branches and log for what there is; fetch brings what a remote has."));
    }
}
