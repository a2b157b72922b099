package dev.writ.tool.git;

import dev.writ.permission.CeilingSettings;
import java.time.Duration;
import java.util.List;

/**
 * How the tool for git and GitHub behaves on this installation.
 *
 * @param protectedBranches globs of branches that are never pushed to; letter case is ignored
 * @param commits what a commit must be like
 * @param committer who makes commits; also the author where the repository configures none
 * @param remotes globs over {@code host/owner/name} ({@code host:port/…} where a port is given) that may be talked to
 * @param gitHub where pull requests are made
 * @param networkTimeout longest silence of a remote
 * @param signers fingerprints ({@code SHA256:…}) of the SSH keys whose commits are known to be somebody's
 */
public record GitSettings(
        List<String> protectedBranches,
        CommitRules commits,
        Identity committer,
        List<String> remotes,
        GitHubSettings gitHub,
        Duration networkTimeout,
        List<String> signers) {
    public GitSettings {
        signers = List.copyOf(signers);
        protectedBranches = List.copyOf(protectedBranches);
        remotes = List.copyOf(remotes);
    }

    public static GitSettings defaults() {
        return new GitSettings(
                List.of("main", "master", "release/**"),
                CommitRules.defaults(),
                Identity.WRIT,
                List.of("github.com/**"),
                GitHubSettings.defaults(),
                Duration.ofSeconds(30),
                List.of());
    }

    public GitSettings withProtectedBranches(List<String> globs) {
        return new GitSettings(globs, commits, committer, remotes, gitHub, networkTimeout, signers);
    }

    public GitSettings withCommits(CommitRules rules) {
        return new GitSettings(protectedBranches, rules, committer, remotes, gitHub, networkTimeout, signers);
    }

    public GitSettings withRemotes(List<String> globs) {
        return new GitSettings(protectedBranches, commits, committer, globs, gitHub, networkTimeout, signers);
    }

    public GitSettings withGitHub(GitHubSettings settings) {
        return new GitSettings(protectedBranches, commits, committer, remotes, settings, networkTimeout, signers);
    }

    public GitSettings withNetworkTimeout(Duration timeout) {
        return new GitSettings(protectedBranches, commits, committer, remotes, gitHub, timeout, signers);
    }

    public GitSettings withSigners(List<String> fingerprints) {
        return new GitSettings(protectedBranches, commits, committer, remotes, gitHub, networkTimeout, fingerprints);
    }

    /** Whether a branch, by its short name, is one that is never pushed to. */
    public boolean protects(String branch) {
        return CeilingSettings.protects(protectedBranches, branch);
    }
}
