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
import dev.writ.tool.Effect;
import dev.writ.tool.OperationResult;
import dev.writ.tool.OperationSpec;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import tools.jackson.databind.node.ObjectNode;

/** {@code create_pull_request}: asks for a pushed branch to be merged on GitHub. */
final class CreatePullRequestOperation implements RepositoryOperation {
    private static final int LONGEST_TITLE = 256;

    private final GitSettings settings;
    private final CommitContent content;
    private final Remotes remotes;
    private final GitHubApi api;

    CreatePullRequestOperation(GitSettings settings, CommitContent content, Remotes remotes, GitHubApi api) {
        this.settings = settings;
        this.content = content;
        this.remotes = remotes;
        this.api = api;
    }

    @Override
    public OperationSpec spec() {
        return new OperationSpec(
                GitServer.NAME,
                "create_pull_request",
                "Opens a pull request on GitHub from a branch that was pushed to the same repository.",
                ObjectSchema.ofArguments()
                        .require(
                                "title",
                                ObjectSchema.text().put("minLength", 1).put("maxLength", LONGEST_TITLE),
                                "One line.")
                        .require("base", ObjectSchema.text(), "Short name of the branch to merge into, often main.")
                        .with(
                                "head",
                                ObjectSchema.text(),
                                "Short name of the branch to merge; the current one if left out.")
                        .with("body", ObjectSchema.text().put("maxLength", 60_000), "Description in Markdown.")
                        .with("draft", ObjectSchema.flag(), "Open it as a draft.")
                        .with("remote", ObjectSchema.text(), "Name of a configured remote; origin if left out.")
                        .build(),
                PullRequestText.schema().build(),
                Effect.UNSAFE,
                Flow.sending(Source.KEPT, Map.of("base", IdentityKind.OBJECT, "head", IdentityKind.OBJECT)));
    }

    @Override
    public Plan plan(Arguments arguments, RepositoryPlace place) throws IOException {
        RemoteName remote = arguments.text("remote").map(RemoteName::parse).orElse(RemoteName.ORIGIN);
        Optional<BranchName> given = arguments.branch("head");
        BranchName base = arguments.branch("base").orElseThrow();
        BranchName head;
        RemoteAddress address;
        try (OpenRepository opened = OpenRepository.open(place)) {
            head = given.isPresent() ? given.get() : opened.head().requireBranch();
            address = remotes.find(opened, remote, true);
        }
        GitHubRepository repository = GitHubRepository.of(address, settings.gitHub());
        String title = arguments.text("title", "").strip();
        String body = arguments.text("body", "");
        checkTitle(title);
        ObjectNode request = Json.object()
                .put("title", title)
                .put("head", head.value())
                .put("base", base.value())
                .put("body", body)
                .put("draft", arguments.flag("draft"));
        List<Access> accesses = new ArrayList<>(place.accesses(head.value(), RepositoryVerb.PULL_REQUEST));
        accesses.addAll(Remotes.accesses(address, head.value(), RepositoryVerb.PULL_REQUEST));
        return new Plan(accesses, (opened, call) -> {
            content.checkText("title", title);
            content.checkText("description", body);
            ObjectNode data = PullRequestText.of(api.create(repository, request, call));
            return new OperationResult(data, "Opened " + PullRequestText.line(data));
        });
    }

    private static void checkTitle(String title) {
        if (title.isEmpty()
                || title.length() > LONGEST_TITLE
                || !title.codePoints().allMatch(PlainText::isVisible)) {
            throw new WritException(new Failure(
                    FailureCode.INVALID_ARGUMENTS,
                    "The title must be one visible line of at most " + LONGEST_TITLE + " characters.",
                    "Say shortly what the change does."));
        }
    }
}
