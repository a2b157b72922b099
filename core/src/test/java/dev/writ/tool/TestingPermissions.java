package dev.writ.tool;

import dev.writ.Json;
import dev.writ.permission.Access;
import dev.writ.permission.Assignment;
import dev.writ.permission.Decision;
import dev.writ.permission.Decision.Rule;
import dev.writ.permission.Permissions;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.Consumer;

/** Permissions that say what the test laid down for each tool; everything else is not assigned. */
final class TestingPermissions implements Permissions {
    private final Map<String, Decision> decisions = new ConcurrentHashMap<>();
    private final List<Consumer<Assignment>> listeners = new CopyOnWriteArrayList<>();
    private volatile Runnable beforeCheck = () -> {};

    void base(String tool) {
        decisions.put(tool, new Decision.Allowed(new Decision.Authority.Base("worker")));
    }

    void grant(String tool, String assignment) {
        decisions.put(tool, new Decision.Allowed(new Decision.Authority.Granted(assignment)));
    }

    /** The call needs all of these to live; the first is counted. */
    void grantTogether(String tool, String assignment, String other) {
        decisions.put(tool, new Decision.Allowed(new Decision.Authority.Granted(assignment, Set.of(other))));
    }

    void deny(String tool, Rule rule, String sentence) {
        decisions.put(tool, new Decision.Denied(rule, sentence, Json.object().put("tools", tool)));
    }

    /** What happens inside every check, for instance an error. */
    void duringCheck(Runnable action) {
        beforeCheck = action;
    }

    void end(Assignment assignment) {
        listeners.forEach(listener -> listener.accept(assignment));
    }

    @Override
    public Decision check(String task, String tool, String operation, List<Access> accesses) {
        beforeCheck.run();
        return tool.equals(OperationSpec.CORE)
                ? new Decision.Allowed(new Decision.Authority.Core())
                : decisions.getOrDefault(tool, new Decision.Denied(Rule.NOT_ASSIGNED, "Not assigned.", Json.object()));
    }

    @Override
    public boolean visible(String task, String tool, String operation) {
        return switch (decisions.get(tool)) {
            case Decision.Allowed ignored -> true;
            case Decision.Denied denied -> denied.rule() == Rule.SCOPE;
            case null -> false;
        };
    }

    @Override
    public void onEnd(Consumer<Assignment> listener) {
        listeners.add(listener);
    }
}
