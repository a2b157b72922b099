package dev.writ.server.api;

import dev.writ.Json;
import dev.writ.permission.Assignment;
import dev.writ.permission.AssignmentView;
import dev.writ.permission.ScopeJson;
import tools.jackson.databind.node.ObjectNode;

/** Grants as the API shows them. */
final class GrantJson {
    private GrantJson() {}

    static ObjectNode of(AssignmentView view) {
        Assignment assignment = view.assignment();
        ObjectNode json = Json.object()
                .put("id", assignment.id())
                .put("task", assignment.task())
                .put("tree", assignment.tree())
                .put("agent", assignment.agent())
                .put("tool", assignment.tool());
        json.set(
                "operations",
                Json.array(assignment.operations().stream().sorted().toList()));
        json.set("scope", ScopeJson.write(assignment.scope()));
        return json.put("state", assignment.state().id())
                .put("reason", assignment.reason())
                .put("approved_by", assignment.approvedBy())
                .put("granted_at", assignment.grantedAt().toString())
                .put("expires_at", assignment.expiresAt().toString())
                .put("maximum_uses", assignment.maximumUses())
                .put("uses", view.uses())
                .put("last_used_at", view.lastUsedAt().map(Object::toString).orElse(""))
                .put("ended_at", view.endedAt().map(Object::toString).orElse(""))
                .put("ended_by", view.endedBy())
                .put("end_reason", view.endReason());
    }
}
