package dev.writ.permission;

import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** A ceiling laid out for checking: the limits of each tool at hand. Immutable. */
final class CompiledCeiling {
    private final Map<String, List<Limit>> byTool;

    CompiledCeiling(Ceiling ceiling) {
        Map<String, List<Limit>> limits = new HashMap<>();
        for (Limit limit : ceiling.limits()) {
            limits.computeIfAbsent(limit.tool(), ceiling::named);
        }
        this.byTool = Map.copyOf(limits);
    }

    private List<Limit> of(String tool) {
        List<Limit> own = byTool.getOrDefault(tool, List.of());
        return own.isEmpty() ? byTool.getOrDefault(ThirdPartyName.everyOf(tool), List.of()) : own;
    }

    /** Whether a grant may allow this. */
    boolean permitsGranted(String tool, String operation, Access access) {
        List<Limit> limits = of(tool);
        for (int i = 0; i < limits.size(); i++) {
            Limit limit = limits.get(i);
            if (!limit.isNothing()
                    && (limit.operations().isEmpty() || limit.operations().contains(operation))
                    && limit.scope().permits(access)) {
                return true;
            }
        }
        return false;
    }

    /** Whether a grant of the operation with this scope, however short, would be inside. */
    boolean covers(String tool, String operation, Scope scope) {
        List<Limit> limits = of(tool);
        for (Scope part : Scopes.parts(scope)) {
            boolean covered = false;
            for (int i = 0; i < limits.size() && !covered; i++) {
                Limit limit = limits.get(i);
                covered = !limit.isNothing()
                        && (limit.operations().isEmpty() || limit.operations().contains(operation))
                        && limit.scope().covers(part);
            }
            if (!covered) {
                return false;
            }
        }
        return true;
    }

    /** Whether a base permission may allow this: it needs no limit of its own, but stays inside those there are. */
    boolean permitsBase(String tool, Access access) {
        List<Limit> limits = of(tool);
        for (int i = 0; i < limits.size(); i++) {
            Limit limit = limits.get(i);
            if (!limit.isNothing() && limit.scope().permits(access)) {
                return true;
            }
        }
        return limits.isEmpty();
    }

    /** Whether the tool is named and nothing of it may be used. */
    boolean forbids(String tool) {
        List<Limit> limits = of(tool);
        for (int i = 0; i < limits.size(); i++) {
            if (!limits.get(i).isNothing()) {
                return false;
            }
        }
        return !limits.isEmpty();
    }
}
