package dev.writ.permission;

import dev.writ.permission.Decision.Authority;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
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
    static final int LONGEST_CHAIN = 100;
    private static final int NONE = -1;

    /** Finds the base permission of an agent for a tool. */
    @FunctionalInterface
    interface BaseLookup {
        @Nullable
        BasePermission find(String agent, String tool);
    }

    /** What allows the call; null where nothing does. */
    @Nullable
    Authority authority() {
        int single = singleAssignment();
        if (single != NONE) {
            return new Authority.Granted(entry.live(single).id());
        }
        if (entry.facts().ended()) {
            return null;
        }
        Authority together = together(NONE);
        for (int i = 0; together == null && i < entry.size(); i++) {
            // Of the assignments with a limited number of uses only one may take part: the call is counted once.
            if (holds(i) && entry.live(i).maximumUses() > 0) {
                together = together(i);
            }
        }
        return together;
    }

    /** The position of one assignment that allows the whole call by itself, best one whose uses are not limited. */
    private int singleAssignment() {
        int limited = NONE;
        for (int i = 0; i < entry.size(); i++) {
            if (holds(i) && grantsAll(entry.live(i))) {
                if (entry.live(i).maximumUses() == 0) {
                    return i;
                }
                limited = limited == NONE ? i : limited;
            }
        }
        return limited;
    }

    boolean holds(int position) {
        return entry.holds(position, tool, operation, now);
    }

    private boolean grantsAll(Assignment assignment) {
        for (int i = 0; i < accesses.size(); i++) {
            if (!grants(assignment, accesses.get(i))) {
                return false;
            }
        }
        return true;
    }

    boolean grants(Assignment assignment, Access access) {
        return assignment.scope().permits(access) && entry.ceiling().permitsGranted(tool, operation, access);
    }

    /** What allows the call when assignments without limited uses, this one with, and the base permission add up. */
    private @Nullable Authority together(int limited) {
        int used = limited;
        Set<String> all = Set.of();
        boolean usesBase = accesses.isEmpty() && isBase(null);
        for (int i = 0; i < accesses.size(); i++) {
            int granting = granting(limited, accesses.get(i));
            if (granting != NONE) {
                used = used == NONE ? granting : used;
                all = all.isEmpty() ? new HashSet<>() : all;
                all.add(entry.live(granting).id());
            } else if (isBase(accesses.get(i))) {
                usesBase = true;
            } else {
                return null;
            }
        }
        if (used != NONE) {
            String counted = entry.live(used).id();
            if (all.size() < 2 && !all.isEmpty() && all.contains(counted)) {
                return new Authority.Granted(counted);
            }
            all = new HashSet<>(all);
            all.remove(counted);
            return new Authority.Granted(counted, all);
        }
        return usesBase ? new Authority.Base(entry.facts().agent()) : null;
    }

    private int granting(int limited, Access access) {
        for (int i = 0; i < entry.size(); i++) {
            if (holds(i) && (i == limited || entry.live(i).maximumUses() == 0) && grants(entry.live(i), access)) {
                return i;
            }
        }
        return NONE;
    }

    /** Whether the base permission allows this access, or where there is none the operation as such. */
    boolean isBase(@Nullable Access access) {
        return hasBase(entry.facts().agent(), access)
                && (access == null
                        ? !entry.ceiling().forbids(tool)
                        : entry.ceiling().permitsBase(tool, access))
                && chainHas(access);
    }

    boolean hasBase(String agent, @Nullable Access access) {
        BasePermission permission = base.find(agent, tool);
        return permission != null
                && permission.hasOperation(operation)
                && (access == null || permission.scope().permits(access));
    }

    /** Whether every agent that delegated to this one may do it too: no agent gets more by asking another. */
    boolean chainHas(@Nullable Access access) {
        String delegator = entry.facts().delegatedBy();
        for (int i = 0; !delegator.isEmpty(); i++) {
            Optional<TaskEntry> found = tasks.apply(delegator);
            if (i == LONGEST_CHAIN || found.isEmpty() || !has(found.get(), access)) {
                return false;
            }
            delegator = found.get().facts().delegatedBy();
        }
        return true;
    }

    boolean has(TaskEntry delegator, @Nullable Access access) {
        if (hasBase(delegator.facts().agent(), access)) {
            return true;
        }
        for (int i = 0; i < delegator.size(); i++) {
            if (delegator.holds(i, tool, operation, now)
                    && (access == null || delegator.live(i).scope().permits(access))) {
                return true;
            }
        }
        return false;
    }

    /** Whether some live assignment of the task is for this operation. */
    boolean holdsAny() {
        for (int i = 0; i < entry.size(); i++) {
            if (holds(i)) {
                return true;
            }
        }
        return false;
    }

    /** Whether some call of the operation could be allowed now. */
    boolean isVisible() {
        return !entry.facts().ended() && !entry.ceiling().forbids(tool) && (holdsAny() || isBase(null));
    }

    /** The scopes in force for the operation: of assignments, and of the base permission where the chain has the tool. */
    List<Scope> scopes() {
        List<Scope> scopes = new ArrayList<>();
        for (int i = 0; i < entry.size(); i++) {
            if (holds(i)) {
                scopes.add(entry.live(i).scope());
            }
        }
        BasePermission permission = base.find(entry.facts().agent(), tool);
        if (permission != null && isBase(null)) {
            scopes.add(permission.scope());
        }
        return List.copyOf(scopes);
    }
}
