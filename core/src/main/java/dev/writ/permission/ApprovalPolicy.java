package dev.writ.permission;

import dev.writ.Json;
import dev.writ.permission.Limit.Approval;
import dev.writ.permission.Scope.RepositoryScope;
import java.time.Duration;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * Who may approve a grant. The proposal is taken apart into its single patterns and verbs; each part must lie inside one
 * limit of the ceiling, and when all of those limits are automatic, so is the grant.
 */
public final class ApprovalPolicy {
    private ApprovalPolicy() {}

    public static Verdict decide(Ceiling ceiling, GrantProposal proposal) {
        List<Limit> limits = ceiling.of(proposal.tool()).stream()
                .filter(limit -> !limit.isNothing())
                .toList();
        if (limits.isEmpty()) {
            return new Verdict.OutsideCeiling(
                    "The tool " + Quoted.of(proposal.tool()) + " is outside what this request may use.");
        }
        String needsPerson = "";
        for (Scope part : Scopes.parts(proposal.scope())) {
            Optional<Limit> covering = limits.stream()
                    .filter(limit -> limit.hasOperations(proposal.operations())
                            && limit.maximumDuration().compareTo(proposal.duration()) >= 0
                            && limit.scope().covers(part)
                            && !(limit.approval() == Approval.AUTO && changesProtectedBranch(ceiling, part)))
                    .findFirst();
            if (covering.isEmpty()) {
                return new Verdict.OutsideCeiling(outside(limits, proposal, part));
            }
            if (covering.get().approval() == Approval.PERSON && needsPerson.isEmpty()) {
                needsPerson = changesProtectedBranch(ceiling, part)
                        ? "It may change a protected branch, which only a person can allow."
                        : "No rule approves " + proposal.tool() + " with this scope by itself.";
            }
        }
        return needsPerson.isEmpty()
                ? new Verdict.Automatic(proposal.tool() + ".auto")
                : new Verdict.NeedsPerson(needsPerson);
    }

    /**
     * A proposal whose time nobody named, for the longest time with which it needs no person; else for the longest that may
     * be at all. It is never longer than before.
     */
    public static GrantProposal inTime(Ceiling ceiling, GrantProposal proposal) {
        List<GrantProposal> possible = Stream.concat(
                        Stream.of(proposal.duration()),
                        ceiling.of(proposal.tool()).stream()
                                .map(Limit::maximumDuration)
                                .filter(time -> !time.isZero() && time.compareTo(proposal.duration()) < 0)
                                .sorted(Comparator.reverseOrder()))
                .map(time -> proposal.with(proposal.scope(), time))
                .filter(one -> !(decide(ceiling, one) instanceof Verdict.OutsideCeiling))
                .toList();
        return possible.stream()
                .filter(one -> decide(ceiling, one) instanceof Verdict.Automatic)
                .findFirst()
                .or(() -> possible.stream().findFirst())
                .orElse(proposal);
    }

    private static String outside(List<Limit> limits, GrantProposal proposal, Scope part) {
        List<Limit> butForTime = limits.stream()
                .filter(limit -> limit.hasOperations(proposal.operations())
                        && limit.scope().covers(part))
                .toList();
        if (butForTime.isEmpty()) {
            return "The grant of " + proposal.tool() + " with " + Json.write(ScopeJson.write(part))
                    + " is outside what this request may use.";
        }
        Duration longest = butForTime.stream()
                .map(Limit::maximumDuration)
                .max(Duration::compareTo)
                .orElseThrow();
        return "The tool " + proposal.tool() + " can be granted for at most " + GrantDuration.words(longest) + " here.";
    }

    private static boolean changesProtectedBranch(Ceiling ceiling, Scope part) {
        return part instanceof RepositoryScope git
                && git.verbs().stream().anyMatch(Access.RepositoryVerb::concernsBranch)
                && git.branches().stream()
                        .anyMatch(branch -> ceiling.protectedBranches().stream()
                                .anyMatch(guarded -> PathGlob.overlap(branch, guarded)
                                        || PathGlob.overlap(lower(branch), lower(guarded))));
    }

    /** Some file systems take Main for main. Lower case can be longer, so that it alone is not enough. */
    private static String lower(String branch) {
        return branch.toLowerCase(Locale.ROOT);
    }
}
