package dev.writ.tool.terminal;

import dev.writ.Json;
import dev.writ.permission.Access;
import dev.writ.permission.Assignment;
import dev.writ.permission.Decision;
import dev.writ.permission.Permissions;
import dev.writ.permission.Scope;
import java.util.List;
import java.util.function.Consumer;
import tools.jackson.databind.node.ObjectNode;

/** Permissions of one task that holds one scope for the terminal. */
record TestingPermissions(Scope.CommandScope scope, boolean tellsScopes) implements Permissions {
    @SafeVarargs
    @SuppressWarnings("varargs")
    static TestingPermissions of(List<String>... patterns) {
        return new TestingPermissions(new Scope.CommandScope(List.of(patterns)), true);
    }

    @Override
    public Decision check(String task, String tool, String operation, List<Access> accesses) {
        if (tool.equals("terminal") && accesses.stream().allMatch(scope::permits)) {
            return new Decision.Allowed(new Decision.Authority.Granted("grant_1"));
        }
        ObjectNode request = Json.object().put("request", "run it");
        return new Decision.Denied(Decision.Rule.SCOPE, "This command line lies outside your scope.", request);
    }

    @Override
    public boolean visible(String task, String tool, String operation) {
        return true;
    }

    @Override
    public void onEnd(Consumer<Assignment> listener) {
        // Nothing ends in these tests.
    }

    @Override
    public List<Scope> scopes(String task, String tool, String operation) {
        return tellsScopes ? List.of(scope) : List.of();
    }
}
