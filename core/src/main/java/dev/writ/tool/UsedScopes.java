package dev.writ.tool;

import dev.writ.Json;
import dev.writ.permission.Access;
import dev.writ.permission.Scope;
import dev.writ.permission.ScopeFamily;
import dev.writ.permission.Scopes;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.jdbi.v3.core.Handle;
import tools.jackson.databind.JsonNode;

/** What calls really touched, as the narrowest scope that would have permitted them. */
public final class UsedScopes {
    private static final int MOST_CALLS = 200;

    private UsedScopes() {}

    /**
     * @param operations that were called
     */
    public record Used(Set<String> operations, Scope scope) {}

    /**
     * What a task called of a tool; empty where it called nothing, where its record is cut or redacted, or where no scope can
     * name it.
     */
    public static Optional<Used> ofTask(Handle handle, String task, String tool) {
        return used(handle, "task", task, tool);
    }

    /** As {@link #ofTask} for the calls under one grant. */
    public static Optional<Used> ofAssignment(Handle handle, String assignment, String tool) {
        return used(handle, "assignment", assignment, tool);
    }

    private record Call(String operation, JsonNode accesses) {}

    private static Optional<Used> used(Handle handle, String column, String value, String tool) {
        List<Call> calls = handle.createQuery("""
                        SELECT operation, accesses FROM tool_usage_events
                        WHERE %s = :value AND tool = :tool AND outcome IN ('succeeded', 'failed', 'started')
                          AND authority <> 'none'
                        ORDER BY started_at LIMIT :most
                        """.formatted(column))
                .bind("value", value)
                .bind("tool", tool)
                .bind("most", MOST_CALLS)
                .map((row, context) -> new Call(row.getString("operation"), Json.parse(row.getString("accesses"))))
                .list();
        if (calls.isEmpty()
                || calls.size() == MOST_CALLS
                || !calls.stream().allMatch(call -> AccessJson.isWhole(call.accesses()))) {
            return Optional.empty();
        }
        List<Access> accesses = new ArrayList<>();
        calls.forEach(call -> accesses.addAll(AccessJson.read(call.accesses())));
        Set<String> operations =
                calls.stream().map(Call::operation).collect(java.util.stream.Collectors.toUnmodifiableSet());
        return ScopeFamily.of(tool)
                .flatMap(family -> Scopes.exact(family, accesses))
                .map(scope -> new Used(operations, scope));
    }
}
