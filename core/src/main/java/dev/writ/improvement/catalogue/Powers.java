package dev.writ.improvement.catalogue;

import dev.writ.permission.Access.EntityVerb;
import dev.writ.permission.BasePermission;
import dev.writ.permission.Scope;
import dev.writ.tool.RegisteredTool;
import dev.writ.tool.SecurityLevel;
import dev.writ.tool.ToolRegistry;
import java.util.List;
import java.util.function.Supplier;

/** Which tools and agents have so much power that a person must agree before what they do is changed. */
public final class Powers {
    private final ToolRegistry registry;
    private final Supplier<List<BasePermission>> permissions;

    /** @param permissions what each agent always has, as it stands */
    public Powers(ToolRegistry registry, Supplier<List<BasePermission>> permissions) {
        this.registry = registry;
        this.permissions = permissions;
    }

    /** A tool that is not known counts as one. */
    boolean isElevatedTool(String tool) {
        return registry.tool(tool)
                .map(RegisteredTool::spec)
                .map(spec -> spec.level() == SecurityLevel.ELEVATED)
                .orElse(true);
    }

    boolean isKnownTool(String tool) {
        return registry.tool(tool).isPresent();
    }

    /** An agent that always has an elevated tool, or always may change definitions. */
    boolean isElevatedAgent(String agent) {
        return permissions.get().stream()
                .filter(permission -> permission.agent().equals(agent))
                .anyMatch(permission -> isElevatedTool(permission.tool()) || changesDefinitions(permission.scope()));
    }

    private static boolean changesDefinitions(Scope scope) {
        return scope instanceof Scope.EntityScope entities
                && entities.kinds().entrySet().stream()
                        .anyMatch(entry -> entry.getKey().isDefinition()
                                && entry.getValue().contains(EntityVerb.WRITE));
    }
}
