package dev.writ.permission;

import dev.writ.permission.Decision.Authority;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * The rules of one check, over what is known at one moment. A call is allowed when each thing it would touch lies inside
 * the ceiling and inside a live assignment of the task or a base permission of its agent that every delegating agent has
 * too.
 *
 * @param tasks finds the entry of a delegating task
 * @param base finds the base permission of an agent for a tool
 * @param now milliseconds since 1970
 */
record PermissionCheck(
        TaskEntry entry,
        Function<String, Optional<TaskEntry>> tasks,
        BaseLookup base,
        long now,
        String tool,
        String operation,
        List<Access> accesses) {
    private static final int LONGEST_CHAIN = 100;

    /** Finds the base permission of an agent for a tool. */
    @FunctionalInterface
    interface BaseLookup {
        @Nullable
        BasePermission find(String agent, String tool);
    }

    /** What allows the call; null where nothing does. */
    @Nullable
    Authority authority() {
        if (entry.ended()) {
            return null;
        }
        Assignment single = singleAssignment();
        if (single != null) {
            return new Authority.Granted(single.id());
        }
        Authority together = together(null);
        List<Assignment> live = entry.live();
        for (int i = 0; together == null && i < live.size(); i++) {
            // Of the assignments with a limited number of uses only one may take part: the call is counted once.
            Assignment candidate = live.get(i);
            if (candidate.maximumUses() > 0 && entry.holds(candidate, tool, operation, now)) {
                together = together(candidate);
            }
        }
        return together;
    }

    /** One assignment that allows the whole call by itself, best one whose uses are not limited. */
    private @Nullable Assignment singleAssignment() {
        Assignment limited = null;
        List<Assignment> live = entry.live();
        for (int i = 0; i < live.size(); i++) {
            Assignment assignment = live.get(i);
            if (entry.holds(assignment, tool, operation, now) && permitsAll(assignment)) {
                if (assignment.maximumUses() == 0) {
                    return assignment;
                }
                limited = limited == null ? assignment : limited;
            }
        }
        return limited;
    }

    private boolean permitsAll(Assignment assignment) {
        for (int i = 0; i < accesses.size(); i++) {
            if (!isGranted(assignment, accesses.get(i))) {
                return false;
            }
        }
        return true;
    }

    private boolean isGranted(Assignment assignment, Access access) {
        return assignment.scope().permits(access)
                && entry.ceiling().permitsGranted(assignment.tool(), operation, access);
    }

    /** What allows the call when assignments without limited uses, this one with, and the base permission add up. */
    private @Nullable Authority together(@Nullable Assignment limited) {
        Assignment used = limited;
        boolean usesBase = accesses.isEmpty() && isBase(null);
        for (Access access : accesses) {
            Assignment granting = granting(limited, access);
            if (granting != null) {
                used = used == null ? granting : used;
            } else if (isBase(access)) {
                usesBase = true;
            } else {
                return null;
            }
        }
        if (used != null) {
            return new Authority.Granted(used.id());
        }
        return usesBase ? new Authority.Base(entry.agent()) : null;
    }

    private @Nullable Assignment granting(@Nullable Assignment limited, Access access) {
        for (Assignment assignment : entry.live()) {
            if ((assignment.maximumUses() == 0 || assignment == limited)
                    && entry.holds(assignment, tool, operation, now)
                    && isGranted(assignment, access)) {
                return assignment;
            }
        }
        return null;
    }

    /** Whether the base permission allows this access, or where there is none the operation as such. */
    private boolean isBase(@Nullable Access access) {
        return hasBase(entry.agent(), access)
                && (access == null
                        ? !entry.ceiling().forbids(tool)
                        : entry.ceiling().permitsBase(tool, access))
                && chainHas(access);
    }

    private boolean hasBase(String agent, @Nullable Access access) {
        BasePermission permission = base.find(agent, tool);
        return permission != null
                && permission.hasOperation(operation)
                && (access == null || permission.scope().permits(access));
    }

    /** Whether every agent that delegated to this one may do it too: no agent gets more by asking another. */
    boolean chainHas(@Nullable Access access) {
        String delegator = entry.delegatedBy();
        for (int i = 0; !delegator.isEmpty(); i++) {
            Optional<TaskEntry> found = tasks.apply(delegator);
            if (i == LONGEST_CHAIN || found.isEmpty() || !has(found.get(), access)) {
                return false;
            }
            delegator = found.get().delegatedBy();
        }
        return true;
    }

    private boolean has(TaskEntry delegator, @Nullable Access access) {
        if (hasBase(delegator.agent(), access)) {
            return true;
        }
        for (Assignment assignment : delegator.live()) {
            if (delegator.holds(assignment, tool, operation, now)
                    && (access == null || assignment.scope().permits(access))) {
                return true;
            }
        }
        return false;
    }

    /** Whether some assignment or base permission of the task names the tool at all. */
    boolean hasTool() {
        return base.find(entry.agent(), tool) != null
                || entry.live().stream()
                        .anyMatch(assignment -> assignment.tool().equals(tool) && entry.isTimely(assignment, now));
    }

    boolean hasOperation() {
        return hasBase(entry.agent(), null)
                || entry.live().stream().anyMatch(assignment -> entry.holds(assignment, tool, operation, now));
    }

    /** Whether some call of the operation could be allowed now. */
    boolean isVisible() {
        return !entry.ended()
                && !entry.ceiling().forbids(tool)
                && (entry.live().stream().anyMatch(assignment -> entry.holds(assignment, tool, operation, now))
                        || isBase(null));
    }

    /** The first access that neither an assignment nor a base permission names, whatever ceiling and chain say. */
    Optional<Access> firstUnnamed() {
        return accesses.stream().filter(access -> !isNamed(access)).findFirst();
    }

    private boolean isNamed(Access access) {
        return hasBase(entry.agent(), access)
                || entry.live().stream()
                        .anyMatch(assignment -> entry.holds(assignment, tool, operation, now)
                                && assignment.scope().permits(access));
    }

    /** The first access that the ceiling forbids, whoever grants it. */
    Optional<Access> firstOutsideCeiling() {
        return accesses.stream()
                .filter(access -> !entry.ceiling().permitsGranted(tool, operation, access)
                        && !(hasBase(entry.agent(), access) && entry.ceiling().permitsBase(tool, access)))
                .findFirst();
    }

    /** The latest assignment that would have allowed the call, had it not ended. */
    Optional<Assignment> lapsed() {
        Optional<Assignment> ended =
                entry.past().reversed().stream().filter(this::wouldAllow).findFirst();
        return ended.isPresent()
                ? ended
                : entry.live().stream()
                        .filter(assignment -> now >= assignment.expiresAt().toEpochMilli() && wouldAllow(assignment))
                        .findFirst();
    }

    private boolean wouldAllow(Assignment assignment) {
        return assignment.tool().equals(tool)
                && (assignment.operations().isEmpty() || assignment.operations().contains(operation))
                && accesses.stream().allMatch(assignment.scope()::permits);
    }
}
