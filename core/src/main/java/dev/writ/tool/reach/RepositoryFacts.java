package dev.writ.tool.reach;

import dev.writ.permission.Access.RepositoryVerb;
import dev.writ.permission.CeilingSettings;
import dev.writ.permission.PathGlob;
import dev.writ.permission.Scope.RepositoryScope;
import dev.writ.sandbox.Workspace;
import dev.writ.tool.git.RepositoryContent;
import dev.writ.tool.reach.Fact.Subject;
import dev.writ.tool.reach.Fact.Tone;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/** What is known about the repositories a grant could reach. */
final class RepositoryFacts {
    private static final int EXAMPLES = 8;
    private static final Set<RepositoryVerb> OUTWARD = Set.of(RepositoryVerb.PUSH, RepositoryVerb.PULL_REQUEST);

    private RepositoryFacts() {}

    /** @param guarded globs of branches that only a person can allow to change */
    static List<Fact> of(RepositoryScope scope, Optional<Workspace> workspace, List<String> guarded) {
        List<Fact> facts = new ArrayList<>();
        boolean changes = scope.verbs().stream().anyMatch(RepositoryVerb::concernsBranch);
        boolean leaves = scope.verbs().stream().anyMatch(OUTWARD::contains);
        for (String name : scope.repositories()) {
            Optional<RepositoryContent> content =
                    isPattern(name) ? Optional.empty() : workspace.flatMap(where -> RepositoryContent.of(where, name));
            if (content.isPresent()) {
                add(facts, scope, content.get(), changes, leaves, guarded);
            } else {
                facts.add(new Fact(
                        Subject.UNKNOWN,
                        "What this repository holds cannot be looked up here.",
                        Tone.CAUTION,
                        List.of(name.isEmpty() ? "." : name)));
            }
        }
        if (changes) {
            facts.add(Fact.of(
                    Subject.UNDO,
                    leaves
                            ? "What is pushed others may have by then; here it can be set right only by another commit."
                            : "Commits stay in this repository, and git can take them back.",
                    leaves ? Tone.CAUTION : Tone.GOOD));
        } else {
            facts.add(Fact.of(Subject.UNDO, "It changes no branch.", Tone.GOOD));
        }
        return facts;
    }

    private static void add(
            List<Fact> facts,
            RepositoryScope scope,
            RepositoryContent content,
            boolean changes,
            boolean leaves,
            List<String> guarded) {
        if (changes) {
            List<String> branches = content.branches().stream()
                    .filter(branch -> PathGlob.anyMatches(scope.branches(), branch))
                    .toList();
            List<String> named = branches.stream()
                    .limit(EXAMPLES)
                    .map(branch -> CeilingSettings.protects(guarded, branch) ? branch + " (protected)" : branch)
                    .toList();
            boolean some = branches.stream().anyMatch(branch -> CeilingSettings.protects(guarded, branch));
            facts.add(new Fact(
                    Subject.BRANCHES,
                    branches.isEmpty()
                            ? "None of them is there yet."
                            : Counted.of(branches.size(), "branch", "branches") + " there now"
                                    + (some ? ", one or more protected." : ", none protected."),
                    some ? Tone.CAUTION : Tone.PLAIN,
                    named));
        }
        if (leaves) {
            facts.add(
                    content.remotes().isEmpty()
                            ? Fact.of(Subject.REMOTES, "The repository has no remote.", Tone.PLAIN)
                            : new Fact(
                                    Subject.REMOTES,
                                    "Its remotes, where others read it.",
                                    Tone.CAUTION,
                                    content.remotes()));
        }
    }

    private static boolean isPattern(String name) {
        return name.indexOf('*') >= 0 || name.indexOf('?') >= 0;
    }
}
