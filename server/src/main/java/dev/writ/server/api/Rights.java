package dev.writ.server.api;

import dev.writ.account.Role;
import io.helidon.http.Method;
import io.helidon.webserver.http.Handler;
import java.util.Map;
import java.util.Set;

/**
 * Which role a route takes. Reading takes the least; a route that changes something and is not named here takes the most,
 * so that a new one is closed until somebody opens it.
 */
final class Rights {
    private static final Set<Method> READING = Set.of(Method.GET, Method.HEAD);
    /** Where somebody comes in who is not known yet. */
    private static final String LOG_IN = "/session";

    private static final Map<String, Role> CHANGING = Map.ofEntries(
            // Nothing is changed but what is the caller's own.
            Map.entry("/why", Role.VIEWER),
            Map.entry("/policy/replay", Role.VIEWER),
            Map.entry("/tasks/preflight", Role.VIEWER),
            Map.entry("/login-links", Role.VIEWER),
            Map.entry("/audit/verification", Role.VIEWER),
            Map.entry("/audit/checkpoint", Role.VIEWER),
            Map.entry("/session/end", Role.VIEWER),
            Map.entry("/filters", Role.VIEWER),
            Map.entry("/filters/{id}", Role.VIEWER),
            // What a request may be granted by itself takes more: see SubmissionFields.
            Map.entry("/tasks", Role.OPERATOR),
            Map.entry("/tasks/{id}/cancel", Role.OPERATOR),
            Map.entry("/tasks/{id}/pause", Role.OPERATOR),
            Map.entry("/tasks/{id}/resume", Role.OPERATOR),
            Map.entry("/tasks/{id}/step", Role.OPERATOR),
            Map.entry("/tasks/{id}/reply", Role.OPERATOR),
            Map.entry("/tasks/{id}/breakpoints", Role.OPERATOR),
            Map.entry("/tasks/{id}/breakpoints/{breakpoint}", Role.OPERATOR),
            Map.entry("/tasks/{id}/fork", Role.OPERATOR),
            Map.entry("/tasks/{id}/replay", Role.OPERATOR),
            Map.entry("/inbox/{id}/answer", Role.OPERATOR),
            Map.entry("/grants/{id}/revoke", Role.OPERATOR),
            Map.entry("/grants/revoke-all", Role.OPERATOR),
            Map.entry("/rules/{id}/end", Role.OPERATOR),
            Map.entry("/improvements/{id}/rollback", Role.OPERATOR),
            Map.entry("/improvements/{id}/pause", Role.OPERATOR),
            Map.entry("/improvements/{id}/resume", Role.OPERATOR),
            // Lifting a quarantine takes more: see IncidentRoutes.
            Map.entry("/incidents/{id}/close", Role.OPERATOR),
            // As a rule it takes more: see ApprovalRoutes.
            Map.entry("/approvals/{id}/approve", Role.APPROVER),
            Map.entry("/approvals/{id}/deny", Role.APPROVER),
            Map.entry("/improvements/{id}/approve", Role.APPROVER),
            Map.entry("/improvements/{id}/reject", Role.APPROVER),
            Map.entry("/anomalies/{id}/feedback", Role.APPROVER),
            Map.entry("/anomalies/{id}/resolve", Role.APPROVER));

    private Rights() {}

    /** The handler, for those alone whose role is enough. It is bound to the route, whatever way a request is written. */
    static Handler guarded(Method method, String path, Handler handler) {
        if (method.equals(Method.POST) && path.equals(LOG_IN)) {
            return handler;
        }
        Role needed = needed(method, path);
        return (request, response) -> {
            Caller.of(request).need(needed);
            handler.handle(request, response);
        };
    }

    /** @param path as it is registered, below the prefix of the API, for instance {@code /tasks/{id}} */
    static Role needed(Method method, String path) {
        return READING.contains(method) ? Role.VIEWER : CHANGING.getOrDefault(path, Role.ADMINISTRATOR);
    }
}
