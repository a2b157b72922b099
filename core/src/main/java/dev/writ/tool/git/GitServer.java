package dev.writ.tool.git;

import dev.writ.sandbox.WorkspaceRoot;
import dev.writ.tool.Availability;
import dev.writ.tool.Operation;
import dev.writ.tool.SecurityLevel;
import dev.writ.tool.ToolServer;
import dev.writ.tool.ToolSpec;
import java.time.Duration;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;
import java.util.function.Predicate;
import java.util.function.Supplier;
import java.util.stream.Stream;

/**
 * The tool server {@code github}: git on repositories inside the caller's workspace, and pull requests on GitHub. Safe
 * for use by many threads.
 */
public final class GitServer implements ToolServer {
    /** Of the server and of its one tool. */
    public static final String NAME = "github";

    private final List<Operation> operations;

    /** As the other constructor, looking for the secret forms that {@link KnownSecrets} knows. */
    public GitServer(GitSettings settings, Function<String, Optional<String>> secrets, InstantSource clock) {
        this(settings, secrets, KnownSecrets::isIn, clock);
    }

    /**
     * @param secrets gives the value configured under a name, for instance from the environment; asked at every use
     * @param containsSecret whether a text contains what looks like a password, key or token
     */
    public GitServer(
            GitSettings settings,
            Function<String, Optional<String>> secrets,
            Predicate<String> containsSecret,
            InstantSource clock) {
        IsolatedSystem.install();
        Supplier<Optional<String>> token =
                () -> secrets.apply(settings.gitHub().tokenVariable()).filter(value -> !value.isBlank());
        CommitContent content = new CommitContent(settings.commits(), containsSecret);
        Remotes remotes = new Remotes(settings, token);
        GitHubApi api = new GitHubApi(settings.gitHub(), settings.networkTimeout(), token);
        operations = Stream.<Operation>of(
                        new StatusOperation(),
                        new DiffOperation(),
                        new LogOperation(),
                        new ShowOperation(),
                        new ListBranchesOperation(settings),
                        new CreateBranchOperation(settings, clock),
                        new SwitchBranchOperation(settings, clock),
                        new StageOperation(settings),
                        new UnstageOperation(settings),
                        new CommitOperation(settings, content, clock),
                        new VerifyCommitOperation(settings),
                        new FetchOperation(remotes),
                        new PullOperation(settings, remotes, clock),
                        new PushOperation(settings, remotes),
                        new CreatePullRequestOperation(settings, content, remotes, api),
                        new ListPullRequestsOperation(settings, remotes, api))
                .<Operation>map(operation -> new TokenVeil(operation, token))
                .toList();
    }

    @Override
    public String name() {
        return NAME;
    }

    @Override
    public List<ToolSpec> tools() {
        return List.of(new ToolSpec(
                NAME,
                "Git on repositories in the workspace: status, diff, log, branches, stage, commit, fetch, pull, push,"
                        + " and pull requests on GitHub.",
                SecurityLevel.ELEVATED,
                Duration.ofDays(2),
                List.of("file_system_listing", "terminal")));
    }

    @Override
    public Availability availability() {
        return WorkspaceRoot.missingProtection()
                .<Availability>map(failure -> new Availability.Missing(failure.message(), failure.hint()))
                .orElseGet(Availability.Ready::new);
    }

    @Override
    public List<Operation> operations() {
        return operations;
    }
}
