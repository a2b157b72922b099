package dev.writ.permission;

import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** A ceiling laid out for checking: the limits of each tool at hand. Immutable. */
final class CompiledCeiling {
    private final Ceiling ceiling;
    private final Map<String, List<Limit>> byTool;

    CompiledCeiling(Ceiling ceiling) {
        this.ceiling = ceiling;
        Map<String, List<Limit>> limits = new HashMap<>();
        for (Limit limit : ceiling.limits()) {
            limits.computeIfAbsent(limit.tool(), ceiling::of);
        }
        this.byTool = Map.copyOf(limits);
    }

    Ceiling ceiling() {
        return ceiling;
    }

    /** Whether a grant may allow this. */
    boolean permitsGranted(String tool, String operation, Access access) {
        List<Limit> limits = byTool.getOrDefault(tool, List.of());
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

    /** Whether a base permission may allow this: it needs no limit of its own, but stays inside those there are. */
    boolean permitsBase(String tool, Access access) {
        List<Limit> limits = byTool.getOrDefault(tool, List.of());
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
        List<Limit> limits = byTool.getOrDefault(tool, List.of());
        return !limits.isEmpty() && limits.stream().allMatch(Limit::isNothing);
    }
}
