package dev.writ.tool;

import dev.writ.Json;
import dev.writ.permission.Decision.Rule;
import dev.writ.store.Transaction;
import java.util.Optional;
import org.jdbi.v3.core.Handle;
import tools.jackson.databind.node.ObjectNode;

/** Finds out, within the same transaction, why the database did not take the intent of a call. */
final class RefusedIntent {
    private RefusedIntent() {}

    private record TaskRow(boolean finished, String stopAsked) {}

    private record AssignmentRow(String state, long expiresAt) {}

    static ToolOutcome why(Transaction transaction, CallRecord call, long now) {
        Handle handle = transaction.handle();
        Optional<TaskRow> task = handle.createQuery(
                        "SELECT finished_at, stop_asked FROM tasks WHERE id = :task AND tree = :tree")
                .bind("task", call.context().task())
                .bind("tree", call.context().tree())
                .map((row, context) -> new TaskRow(row.getObject("finished_at") != null, row.getString("stop_asked")))
                .findOne();
        if (task.isEmpty()) {
            return Refusals.denied(Rule.UNKNOWN_TASK, "The task of this call does not exist.", Json.object());
        }
        if (task.get().finished()) {
            return Refusals.cancelled("the task is finished");
        }
        if (!task.get().stopAsked().isEmpty()) {
            return Refusals.cancelled(
                    "the task was asked to stop (" + task.get().stopAsked() + ")");
        }
        if (!call.tool().equals(OperationSpec.CORE) && !active(handle, call.tool())) {
            return Refusals.suspended(call.tool());
        }
        Optional<ToolOutcome> suspended =
                suspended(handle, "agent", call.context().agent());
        for (String assignment : call.assignments()) {
            suspended = suspended.or(() -> suspended(handle, "grant", assignment));
        }
        return suspended.orElseGet(() -> ended(handle, call, now));
    }

    private static Optional<ToolOutcome> suspended(Handle handle, String kind, String subject) {
        return handle.createQuery("SELECT cause FROM suspensions WHERE kind = :kind AND subject = :subject")
                .bind("kind", kind)
                .bind("subject", subject)
                .mapTo(String.class)
                .findOne()
                .map(cause -> Refusals.denied(
                        Rule.SUSPENDED,
                        "The " + kind + " " + subject + " is suspended until a person has looked at " + cause + ".",
                        Json.object()));
    }

    private static boolean active(Handle handle, String tool) {
        return handle.createQuery("SELECT COUNT(*) FROM available_tools WHERE name = :tool AND status = 'active'")
                        .bind("tool", tool)
                        .mapTo(Integer.class)
                        .one()
                > 0;
    }

    /** Says what has ended of all that the call needs; the counted one is merely used up where everything lives. */
    private static ToolOutcome ended(Handle handle, CallRecord call, long now) {
        return call.assignments().stream()
                .filter(assignment -> !assignment.equals(call.assignment()))
                .filter(assignment -> row(handle, assignment)
                        .filter(row -> row.state().equals("live") && row.expiresAt() > now)
                        .isEmpty())
                .findFirst()
                .map(other -> ended(call, row(handle, other), now))
                .orElseGet(() -> ended(call, row(handle, call.assignment()), now));
    }

    private static Optional<AssignmentRow> row(Handle handle, String assignment) {
        return handle.createQuery("SELECT state, expires_at FROM task_tool_assignments WHERE id = :id")
                .bind("id", assignment)
                .map((row, context) -> new AssignmentRow(row.getString("state"), row.getLong("expires_at")))
                .findOne();
    }

    private static ToolOutcome ended(CallRecord call, Optional<AssignmentRow> assignment, long now) {
        String grant = "The grant of " + call.tool();
        if (assignment.isEmpty()) {
            return Refusals.denied(Rule.NOT_ASSIGNED, grant + " does not exist.", again(call));
        }
        return switch (assignment.get().state()) {
            case "revoked" -> Refusals.denied(Rule.REVOKED, grant + " was revoked.", again(call));
            case "used_up" -> Refusals.denied(Rule.USED_UP, grant + " is used up.", again(call));
            case "expired" -> Refusals.denied(Rule.EXPIRED, grant + " has expired.", again(call));
            case "live" ->
                assignment.get().expiresAt() <= now
                        ? Refusals.denied(Rule.EXPIRED, grant + " has expired.", again(call))
                        : Refusals.denied(Rule.USED_UP, grant + " is used up.", again(call));
            default -> Refusals.denied(Rule.REVOKED, grant + " was ended.", again(call));
        };
    }

    private static ObjectNode again(CallRecord call) {
        ObjectNode request = Json.object();
        request.set("tools", Json.array().add(call.tool()));
        request.set("operations", Json.array().add(call.operation()));
        return request;
    }
}
