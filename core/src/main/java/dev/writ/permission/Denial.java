package dev.writ.permission;

import java.util.List;
import java.util.Optional;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/** Why a check allowed nothing: what the task has, what it had, and what it can never have. */
record Denial(PermissionCheck check) {
    /** Whether some assignment or base permission of the task names the tool at all. */
    boolean hasTool() {
        return check.base().find(entry().facts().agent(), check.tool()) != null
                || entry().hasTool(check.tool(), check.now());
    }

    boolean hasOperation() {
        return check.holdsAny() || hasBase(null);
    }

    /** The first access that neither an assignment nor a base permission names, whatever ceiling and chain say. */
    Optional<Access> firstUnnamed() {
        return first(access -> !isNamed(access));
    }

    private boolean isNamed(Access access) {
        for (int i = 0; i < entry().size(); i++) {
            if (check.holds(i) && entry().live(i).scope().permits(access)) {
                return true;
            }
        }
        return hasBase(access);
    }

    /** The first query that an assignment names and that is another by now than the one that was granted. */
    Optional<Access> firstRedefined() {
        return check.accesses().stream()
                .filter(access -> !isNamed(access) && isRedefined(access))
                .findFirst();
    }

    private boolean isRedefined(Access access) {
        for (int i = 0; i < entry().size(); i++) {
            if (check.holds(i)
                    && access instanceof Access.QueryAccess query
                    && entry().live(i).scope() instanceof Scope.QueryScope scope
                    && scope.names(query.database(), query.query())) {
                return true;
            }
        }
        return false;
    }

    /** The first access that the ceiling forbids, whoever grants it. */
    Optional<Access> firstOutsideCeiling() {
        CompiledCeiling ceiling = entry().ceiling();
        return first(access -> !ceiling.permitsGranted(check.tool(), check.operation(), access)
                && !(hasBase(access) && ceiling.permitsBase(check.tool(), access)));
    }

    // Loops rather than streams here and below: a denied call is no rarity, and its check no slower than another.
    private Optional<Access> first(Predicate<Access> condition) {
        List<Access> accesses = check.accesses();
        for (int i = 0; i < accesses.size(); i++) {
            if (condition.test(accesses.get(i))) {
                return Optional.of(accesses.get(i));
            }
        }
        return Optional.empty();
    }

    boolean isForbidden() {
        return entry().ceiling().forbids(check.tool());
    }

    boolean isChainBroken() {
        return !check.chainHas(null) || first(access -> !check.chainHas(access)).isPresent();
    }

    /** The latest assignment that would have allowed the call, had it not ended. */
    Optional<Assignment> lapsed() {
        List<Assignment> past = entry().past();
        for (int i = past.size() - 1; i >= 0; i--) {
            if (wouldAllow(past.get(i))) {
                return Optional.of(past.get(i));
            }
        }
        return Optional.empty();
    }

    private boolean wouldAllow(Assignment assignment) {
        return assignment.tool().equals(check.tool())
                && assignment.agent().equals(entry().facts().agent())
                && (assignment.operations().isEmpty() || assignment.operations().contains(check.operation()))
                && first(access -> !assignment.scope().permits(access)).isEmpty();
    }

    private boolean hasBase(@Nullable Access access) {
        return check.hasBase(entry().facts().agent(), access);
    }

    private TaskEntry entry() {
        return check.entry();
    }
}
