package dev.writ.tool.reach;

import dev.writ.WritException;
import dev.writ.permission.ArgumentScope;
import dev.writ.permission.GrantProposal;
import dev.writ.permission.Scope;
import dev.writ.permission.Scope.CommandScope;
import dev.writ.permission.Scope.EntityScope;
import dev.writ.permission.Scope.FileScope;
import dev.writ.permission.Scope.QueryScope;
import dev.writ.permission.Scope.RecipientScope;
import dev.writ.permission.Scope.RepositoryScope;
import dev.writ.sandbox.Workspace;
import dev.writ.tool.reach.Fact.Subject;
import dev.writ.tool.reach.Fact.Tone;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.Supplier;

/**
 * Finds out what a proposed grant could touch as things are now. It only looks, within {@link ReachLimits}; what cannot be
 * known is said. It decides nothing: what a grant permits is its scope alone. Safe for use by many threads.
 */
public final class GrantReach {
    private final Supplier<Set<String>> queries;
    private final ReachLimits limits;

    /** @param queries names of the declared queries as they are then, as {@code database:query} */
    public GrantReach(Supplier<Set<String>> queries, ReachLimits limits) {
        this.queries = queries;
        this.limits = limits;
    }

    /**
     * Facts in the order of their subjects.
     *
     * @param folder the workspace's root; empty where the request has none
     * @param guarded globs of protected branches
     */
    public List<Fact> of(GrantProposal proposal, String folder, List<String> guarded) {
        try {
            Optional<Workspace> workspace =
                    folder.isEmpty() ? Optional.empty() : Optional.of(Workspace.open(Path.of(folder)));
            return facts(proposal.scope(), workspace, guarded).stream()
                    .sorted(Comparator.comparing(Fact::subject))
                    .toList();
        } catch (WritException e) {
            return List.of(unknown(
                    "What it could reach cannot be found out: " + e.failure().message()));
        }
    }

    private List<Fact> facts(Scope scope, Optional<Workspace> workspace, List<String> guarded) {
        return switch (scope) {
            case FileScope files ->
                workspace
                        .map(where -> new FileFacts(where, limits).of(files))
                        .orElseGet(() -> List.of(unknown("The request has no workspace, so there are no files.")));
            case CommandScope commands -> CommandFacts.of(commands, workspace, limits);
            case QueryScope named -> queries(named);
            case RepositoryScope repositories -> RepositoryFacts.of(repositories, workspace, guarded);
            case EntityScope ignored ->
                List.of(Fact.of(
                        Subject.UNDO,
                        "Definitions are kept version by version; an older one can be made the active one again.",
                        Tone.GOOD));
            case RecipientScope ignored ->
                List.of(Fact.of(Subject.UNDO, "What was said cannot be taken back.", Tone.PLAIN));
            case ArgumentScope ignored ->
                List.of(
                        unknown("The tool runs on a server of somebody else. What is there, and what a call changes,"
                                + " cannot be seen from here."),
                        Fact.of(Subject.UNDO, "Nothing that it does can be taken back from here.", Tone.CAUTION));
        };
    }

    private List<Fact> queries(QueryScope scope) {
        int named = (int) queries.get().stream()
                .filter(query ->
                        scope.names(query.substring(0, query.indexOf(':')), query.substring(query.indexOf(':') + 1)))
                .count();
        return List.of(
                Fact.of(
                        Subject.CHANGES,
                        "Nothing: queries of this tool can only read, on connections that cannot write.",
                        Tone.GOOD),
                Fact.of(
                        Subject.READS,
                        "What " + Counted.of(named, "declared query", "declared queries")
                                + " can return. How many rows that is depends on the data and is not counted here.",
                        Tone.PLAIN));
    }

    private static Fact unknown(String why) {
        return Fact.of(Subject.UNKNOWN, why, Tone.CAUTION);
    }
}
