package dev.writ.permission;

import dev.writ.permission.Access.RepositoryVerb;
import dev.writ.permission.TaskEntry.TaskFacts;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Predicate;
import java.util.stream.Stream;
import org.jdbi.v3.core.Handle;

/**
 * Decides calls of the past again: the check that decided them, with the grants that were in force at their moment, under
 * the ceiling that their request would have had, and without those grants that the policy would not have given. Changes
 * nothing. For one thread, and for as long as its handle is open.
 */
public final class PolicyReplay {
    private final Handle handle;
    private final PermissionCheck.BaseLookup base;
    private final CeilingSettings policy;
    private final Map<String, Optional<PastTree>> trees = new HashMap<>();
    private final Map<CeilingBasis, Ceiling> ceilings = new HashMap<>();

    PolicyReplay(Handle handle, PermissionCheck.BaseLookup base, CeilingSettings policy) {
        this.handle = handle;
        this.base = base;
        this.policy = policy;
    }

    Optional<PastTree> tree(String id) {
        return trees.computeIfAbsent(id, unknown -> PastTree.read(handle, unknown));
    }

    /** What the request's ceiling would be; empty where it is not on record what it was made from. */
    Optional<Ceiling> ceiling(PastTree tree) {
        return tree.ceiling().basis().map(basis -> ceilings.computeIfAbsent(basis, known -> known.under(policy)));
    }

    /** The call under the other policy. */
    public Replayed replay(PastCall call) {
        Optional<PastTree> tree = tree(call.tree());
        if (tree.isEmpty()) {
            return new Replayed.Untold(Replayed.Gap.CHANGED_SINCE);
        }
        Optional<Ceiling> ceiling = ceiling(tree.get());
        if (ceiling.isEmpty()) {
            return new Replayed.Untold(Replayed.Gap.OLD_REQUEST);
        }
        Optional<Access> push = call.allowed() ? protectedPush(call) : Optional.empty();
        if (push.isPresent()) {
            return new Replayed.Differs(
                    call.answer(),
                    PolicyAnswer.DENIED,
                    Receipt.describe(push.get()) + " concerns a protected branch, which is not pushed to.");
        }
        return tree.get().ceiling().isSameFor(call.tool(), ceiling.get())
                ? new Replayed.Same()
                : replay(call, tree.get(), ceiling.get());
    }

    private Optional<Access> protectedPush(PastCall call) {
        return call.accesses().stream()
                .filter(access -> access instanceof Access.RepositoryAccess git
                        && git.verb() == RepositoryVerb.PUSH
                        && CeilingSettings.protects(policy.protectedBranches(), git.branch()))
                .findFirst();
    }

    private Replayed replay(PastCall call, PastTree tree, Ceiling ceiling) {
        PermissionCheck given = check(call, tree, ceiling, grant -> fate(grant, ceiling) == PolicyAnswer.ALLOWED);
        PermissionCheck asked = check(call, tree, ceiling, grant -> fate(grant, ceiling) != PolicyAnswer.DENIED);
        if (call.gap().isPresent() && asked.isVisible()) {
            return new Replayed.Untold(call.gap().get());
        }
        boolean then = check(call, tree, tree.ceiling(), grant -> true).authority() != null;
        if (call.gap().isEmpty() && then != call.allowed()) {
            return new Replayed.Untold(Replayed.Gap.CHANGED_SINCE);
        }
        PolicyAnswer answer = call.gap().isPresent()
                ? PolicyAnswer.DENIED
                : given.authority() != null
                        ? PolicyAnswer.ALLOWED
                        : asked.authority() != null ? PolicyAnswer.ASKS : PolicyAnswer.DENIED;
        return answer == call.answer()
                ? new Replayed.Same()
                : new Replayed.Differs(call.answer(), answer, why(call, tree, ceiling, answer));
    }

    /** What the policy would have made of a grant; a person who said yes says yes again. */
    private static PolicyAnswer fate(PastGrant grant, Ceiling ceiling) {
        PolicyAnswer answer = PolicyAnswer.of(ApprovalPolicy.decide(ceiling, grant.proposal()));
        return answer == PolicyAnswer.ASKS && grant.isByPerson() ? PolicyAnswer.ALLOWED : answer;
    }

    private PermissionCheck check(PastCall call, PastTree tree, Ceiling ceiling, Predicate<PastGrant> given) {
        CompiledCeiling compiled = new CompiledCeiling(ceiling);
        String delegatedBy = Optional.ofNullable(tree.workers().get(call.task()))
                .map(PastTree.Worker::delegatedBy)
                .orElse("");
        return new PermissionCheck(
                entry(
                        call,
                        tree,
                        new TaskFacts(call.task(), call.tree(), call.agent(), delegatedBy, false, compiled),
                        given),
                task -> Optional.ofNullable(tree.workers().get(task))
                        .map(worker -> entry(
                                call,
                                tree,
                                new TaskFacts(task, call.tree(), worker.agent(), worker.delegatedBy(), false, compiled),
                                given)),
                base,
                call.at().toEpochMilli(),
                call.tool(),
                call.operation(),
                call.accesses());
    }

    private static TaskEntry entry(PastCall call, PastTree tree, TaskFacts facts, Predicate<PastGrant> given) {
        List<Assignment> inForce = grants(call, tree, facts.task())
                .filter(given)
                .flatMap(grant -> inForce(call, grant).stream())
                .toList();
        return new TaskEntry(facts, inForce, List.of());
    }

    private static Stream<PastGrant> grants(PastCall call, PastTree tree, String task) {
        return tree.grants().getOrDefault(task, List.of()).stream()
                .filter(grant -> grant.tool().equals(call.tool()));
    }

    private static Optional<Assignment> inForce(PastCall call, PastGrant grant) {
        return grant.at(call.event(), grant.id().equals(call.assignment()));
    }

    private String why(PastCall call, PastTree tree, Ceiling ceiling, PolicyAnswer answer) {
        if (answer == PolicyAnswer.ALLOWED) {
            return "It is inside what this request could use then.";
        }
        PermissionCheck withAll = check(call, tree, ceiling, grant -> true);
        if (withAll.authority() == null) {
            return Receipt.of(withAll).sentence();
        }
        // The call itself is inside; what it lacks is a grant, be it of the task or of one that delegated it.
        return tree.workers().keySet().stream()
                .flatMap(task -> grants(call, tree, task))
                .filter(grant -> inForce(call, grant).isPresent() && fate(grant, ceiling) == answer)
                .findFirst()
                .map(grant ->
                        "It rests on a grant. " + Verdict.sentence(ApprovalPolicy.decide(ceiling, grant.proposal())))
                .orElse("It rests on a grant that would not have been made.");
    }
}
