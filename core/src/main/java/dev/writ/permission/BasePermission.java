package dev.writ.permission;

import java.util.Set;

/**
 * What an agent type always has.
 *
 * @param operations names of the operations; empty means all of the tool
 */
public record BasePermission(String agent, String tool, Set<String> operations, Scope scope) {
    public BasePermission {
        operations = Set.copyOf(operations);
        if (ScopeFamily.of(tool)
                .filter(family -> family == ScopeFamily.of(scope))
                .isEmpty()) {
            throw Fields.invalid(
                    "The scope is not one of the tool " + Quoted.of(tool) + ".", "Use the form the tool describes.");
        }
        if (scope instanceof Scope.CommandScope commands && !commands.hosts().isEmpty()) {
            throw Fields.invalid(
                    "What an agent type always has cannot reach hosts.", "Leave the hosts out; a grant can name them.");
        }
    }

    boolean hasOperation(String operation) {
        return operations.isEmpty() || operations.contains(operation);
    }
}
