package dev.writ.permission;

import dev.writ.Json;
import dev.writ.permission.Decision.Allowed;
import dev.writ.permission.Decision.Authority;
import dev.writ.permission.Explanation.Part;
import dev.writ.permission.Explanation.Step;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Predicate;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * A check told step by step. Every step asks the check itself, so that what is told is what decides.
 *
 * @param given all assignments of the task, ended ones too
 */
record ExplainedCheck(PermissionCheck check, List<AssignmentView> given) {
    Explanation explanation() {
        Authority authority = check.authority();
        List<Step> steps = new ArrayList<>();
        steps.add(task());
        steps.add(base());
        given.forEach(view -> steps.add(new ExplainedGrant(check, view).step()));
        if (given.isEmpty()) {
            steps.add(new Step(Part.GRANT, "", false, "The task was granted nothing."));
        }
        steps.add(ceiling());
        steps.addAll(delegation());
        return new Explanation(
                authority != null ? new Allowed(authority) : Receipt.of(check),
                check.accesses().stream().map(Receipt::describe).toList(),
                steps);
    }

    private Step task() {
        boolean ended = entry().facts().ended();
        return new Step(
                Part.TASK,
                entry().facts().task(),
                !ended,
                "The task works as the agent " + entry().facts().agent()
                        + (ended ? ", and has ended: nothing is allowed to it any more." : ", and has not ended."));
    }

    private Step base() {
        String agent = entry().facts().agent();
        BasePermission permission = check.base().find(agent, check.tool());
        if (permission == null) {
            return base(false, "has no base permission for " + Quoted.of(check.tool()) + ".");
        }
        if (!permission.hasOperation(check.operation())) {
            return base(false, "has a base permission for " + names(permission) + " alone.");
        }
        List<Access> missing = missing(access -> check.hasBase(agent, access));
        if (!missing.isEmpty()) {
            return base(
                    false,
                    "has a base permission with " + written(permission.scope()) + ", which does not permit "
                            + words(missing) + ".");
        }
        boolean counts = check.accesses().isEmpty()
                ? check.isBase(null)
                : missing(check::isBase).isEmpty();
        return base(
                counts,
                "has a base permission with " + written(permission.scope())
                        + (counts
                                ? ", which permits the call."
                                : ", which would permit the call; the ceiling or the chain of delegation does not."));
    }

    private Step base(boolean helps, String predicate) {
        String agent = entry().facts().agent();
        return new Step(Part.BASE, agent, helps, "The agent " + agent + " " + predicate);
    }

    private static String names(BasePermission permission) {
        return permission.operations().stream()
                .sorted()
                .map(name -> permission.tool() + "." + name)
                .collect(Collectors.joining(", "));
    }

    private Step ceiling() {
        CompiledCeiling ceiling = entry().ceiling();
        if (ceiling.forbids(check.tool())) {
            return ceiling(false, "It names " + check.tool() + ", and allows nothing of it.");
        }
        List<Access> granted = missing(access -> ceiling.permitsGranted(check.tool(), check.operation(), access));
        List<Access> standing = missing(access -> ceiling.permitsBase(check.tool(), access));
        if (granted.isEmpty()) {
            return ceiling(true, "All of the call is inside it.");
        }
        return ceiling(
                standing.isEmpty(),
                words(granted) + " is outside what may be granted here"
                        + (standing.isEmpty() ? ", though inside what a base permission may do." : "."));
    }

    private Step ceiling(boolean helps, String sentence) {
        return new Step(Part.CEILING, check.tool(), helps, sentence);
    }

    private List<Step> delegation() {
        String delegator = entry().facts().delegatedBy();
        if (delegator.isEmpty()) {
            return List.of(new Step(Part.DELEGATION, "", true, "No agent delegated this task."));
        }
        List<Step> steps = new ArrayList<>();
        while (!delegator.isEmpty() && steps.size() < PermissionCheck.LONGEST_CHAIN) {
            Optional<TaskEntry> found = check.tasks().apply(delegator);
            steps.add(found.map(this::delegation)
                    .orElse(new Step(Part.DELEGATION, delegator, false, "The delegating task is not known.")));
            delegator = found.map(entry -> entry.facts().delegatedBy()).orElse("");
        }
        return steps;
    }

    private Step delegation(TaskEntry delegator) {
        List<Access> missing = missing(access -> check.has(delegator, access));
        boolean may = check.accesses().isEmpty() ? check.has(delegator, null) : missing.isEmpty();
        String agent = delegator.facts().agent();
        return new Step(
                Part.DELEGATION,
                delegator.facts().task(),
                may,
                "The agent " + agent + ", which delegated this, "
                        + (may ? "may do it itself." : "may not do it itself")
                        + (may
                                ? ""
                                : missing.isEmpty()
                                        ? "; base permissions do not count then."
                                        : ": " + words(missing) + "; base permissions do not count then."));
    }

    private List<Access> missing(Predicate<Access> permitted) {
        return check.accesses().stream().filter(permitted.negate()).toList();
    }

    /** Accesses in words, the first few of many. */
    static String words(List<Access> accesses) {
        String first = accesses.stream().limit(3).map(Receipt::describe).collect(Collectors.joining("; "));
        return accesses.size() > 3 ? first + " and " + (accesses.size() - 3) + " more" : first;
    }

    static String written(Scope scope) {
        return "the scope " + Json.write(ScopeJson.write(scope));
    }

    /** For a task that the index does not know. */
    static Explanation noTask(String task, List<Access> accesses) {
        return new Explanation(
                Receipt.noTask(),
                accesses.stream().map(Receipt::describe).toList(),
                Stream.of(new Step(Part.TASK, task, false, "There is no such task."))
                        .toList());
    }

    private TaskEntry entry() {
        return check.entry();
    }
}
