package dev.writ.tool.git;

import dev.writ.Failure;
import dev.writ.FailureCode;
import dev.writ.Json;
import dev.writ.WritException;
import dev.writ.label.Flow;
import dev.writ.label.Source;
import dev.writ.permission.Access.RepositoryVerb;
import dev.writ.tool.AuthorizedCall;
import dev.writ.tool.Effect;
import dev.writ.tool.OperationResult;
import dev.writ.tool.OperationSpec;
import java.io.IOException;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;
import org.eclipse.jgit.dircache.DirCache;
import org.eclipse.jgit.lib.CommitBuilder;
import org.eclipse.jgit.lib.Config;
import org.eclipse.jgit.lib.ObjectId;
import org.eclipse.jgit.lib.ObjectInserter;
import org.eclipse.jgit.lib.ObjectReader;
import org.eclipse.jgit.lib.PersonIdent;
import tools.jackson.databind.node.ObjectNode;

/** {@code commit}: records what is staged, or exactly the files named, on the branch that is checked out. */
final class CommitOperation implements RepositoryOperation {
    private final GitSettings settings;
    private final CommitContent content;
    private final InstantSource clock;

    CommitOperation(GitSettings settings, CommitContent content, InstantSource clock) {
        this.settings = settings;
        this.content = content;
        this.clock = clock;
    }

    @Override
    public OperationSpec spec() {
        return new OperationSpec(
                GitServer.NAME,
                "commit",
                "Commits on the current branch: what is staged or, with paths, exactly those files as they are now"
                        + " (what else is staged stays staged). It is local; push publishes it.",
                ObjectSchema.ofArguments()
                        .require(
                                "message",
                                ObjectSchema.text().put("minLength", 1),
                                "Commit message; its first line has at most "
                                        + settings.commits().subjectLength() + " characters.")
                        .with("paths", ObjectSchema.paths(1), "Literal files or folders to commit, and nothing else.")
                        .build(),
                new ObjectSchema()
                        .result("commit", ObjectSchema.text())
                        .result("branch", ObjectSchema.text())
                        .result("message", ObjectSchema.text())
                        .result("files", ObjectSchema.listOf(ObjectSchema.text()))
                        .result("author", ObjectSchema.text())
                        .build(),
                Effect.UNSAFE,
                Flow.changing(Source.KEPT));
    }

    @Override
    public Plan plan(Arguments arguments, RepositoryPlace place) throws IOException {
        String message = arguments.text("message", "").strip();
        List<TreePath> paths = arguments.paths();
        BranchName branch;
        try (OpenRepository repository = OpenRepository.open(place)) {
            branch = repository.head().requireBranch();
        }
        return new Plan(
                place.accesses(branch.value(), RepositoryVerb.COMMIT),
                (repository, call) -> run(repository, call, branch, message, paths));
    }

    private OperationResult run(
            OpenRepository repository, AuthorizedCall call, BranchName branch, String message, List<TreePath> paths)
            throws IOException {
        checkMessage(message);
        Head head = repository.head();
        if (!head.branchName().equals(branch.value())) {
            throw new WritException(
                    FailureCode.CONFLICT,
                    "Another branch was checked out meanwhile.",
                    "Look at status, then commit again.");
        }
        repository.requireNothingInProgress();
        DirCache index = repository.lockIndex();
        try (ObjectReader reader = repository.git().newObjectReader();
                ObjectInserter inserter = repository.git().newObjectInserter()) {
            Staging staging = new Staging(repository, call, settings.commits());
            DirCache wanted = index;
            if (!paths.isEmpty()) {
                staging.add(index, paths);
                wanted = staging.only(head.commit(), index, paths);
            }
            if (index.hasUnmergedPaths()) {
                throw new WritException(
                        FailureCode.CONFLICT,
                        "Some files are in conflict.",
                        "Resolve them and stage them first; status lists them.");
            }
            ObjectId tree = wanted.writeTree(inserter);
            inserter.flush();
            List<String> files = content.check(reader, repository.tree(reader, head.commit()), tree, call);
            if (files.isEmpty()) {
                throw nothingToCommit(paths);
            }
            OpenRepository.prepareWrite(index);
            RefWriter writer = new RefWriter(repository.git(), settings.committer(), clock);
            PersonIdent author = author(repository.git().getConfig(), writer.person());
            ObjectId commit = insert(inserter, tree, head.commit(), author, writer.person(), message);
            writer.advance(branch, head.commit().orElse(ObjectId.zeroId()), commit, reason(head, message));
            OpenRepository.finishWrite(index);
            return result(commit, branch, message, files, author);
        } finally {
            index.unlock();
        }
    }

    private void checkMessage(String message) {
        List<String> problems = settings.commits().problems(message);
        if (!problems.isEmpty()) {
            throw new WritException(new Failure(
                    FailureCode.INVALID_ARGUMENTS,
                    "The message " + String.join(" and ", problems) + ".",
                    "Say in one short line what the commit does, then a blank line and the reasons."));
        }
        content.checkText("commit message", message);
    }

    private static WritException nothingToCommit(List<TreePath> paths) {
        return new WritException(new Failure(
                FailureCode.CONFLICT,
                paths.isEmpty()
                        ? "There is nothing to commit: nothing is staged."
                        : "There is nothing to commit: these files have no changes.",
                paths.isEmpty() ? "Stage files first, or give paths." : "See status for what has changed."));
    }

    private static String reason(Head head, String message) {
        String subject = message.lines().findFirst().orElse("");
        return (head instanceof Head.Unborn ? "commit (initial): " : "commit: ") + subject;
    }

    private static ObjectId insert(
            ObjectInserter inserter,
            ObjectId tree,
            Optional<ObjectId> parent,
            PersonIdent author,
            PersonIdent committer,
            String message)
            throws IOException {
        CommitBuilder commit = new CommitBuilder();
        commit.setTreeId(tree);
        parent.ifPresent(commit::setParentId);
        commit.setAuthor(author);
        commit.setCommitter(committer);
        commit.setMessage(message.endsWith("\n") ? message : message + "\n");
        ObjectId id = inserter.insert(commit);
        inserter.flush();
        return id;
    }

    /** The repository's own configured user where it names one, for its owner answers for what is in it; else Writ. */
    private static PersonIdent author(Config config, PersonIdent writ) {
        String name = config.getString("user", null, "name");
        String email = config.getString("user", null, "email");
        return name == null || email == null || name.isBlank() || email.isBlank()
                ? writ
                : new PersonIdent(
                        PlainText.of(name, 200), PlainText.of(email, 200), writ.getWhenAsInstant(), writ.getZoneId());
    }

    private static OperationResult result(
            ObjectId commit, BranchName branch, String message, List<String> files, PersonIdent author) {
        List<String> shown = files.stream().map(PlainText::of).toList();
        ObjectNode data = Json.object()
                .put("commit", commit.name())
                .put("branch", branch.value())
                .put("message", message);
        data.set("files", Json.array(shown));
        data.put("author", CommitText.person(author));
        return new OperationResult(
                data,
                "Committed %s on %s: %s\n  %s"
                        .formatted(
                                commit.abbreviate(10).name(),
                                branch.value(),
                                message.lines().findFirst().orElse(""),
                                String.join("\n  ", shown)));
    }
}
