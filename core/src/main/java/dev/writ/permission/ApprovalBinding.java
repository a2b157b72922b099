package dev.writ.permission;

import org.jdbi.v3.core.Handle;

/** What an approval is for besides its powers: the agent, and the definition of the tool as it was accepted. */
final class ApprovalBinding {
    private ApprovalBinding() {}

    /** What the request is bound to as things stand now. */
    static String of(Handle handle, ApprovalRequest request) {
        String agent = handle.createQuery("SELECT agent FROM tasks WHERE id = :task")
                .bind("task", request.task())
                .mapTo(String.class)
                .findOne()
                .orElse("");
        String definition = handle.createQuery(
                        "SELECT definition_hash FROM available_tools WHERE name = :tool AND status = 'active'")
                .bind("tool", request.proposal().tool())
                .mapTo(String.class)
                .findOne()
                .orElse("");
        return agent + " " + definition;
    }
}
