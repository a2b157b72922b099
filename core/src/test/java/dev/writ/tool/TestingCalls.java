package dev.writ.tool;

import dev.writ.permission.Access;
import dev.writ.permission.Decision.Authority;
import dev.writ.sandbox.Workspace;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import tools.jackson.databind.node.ObjectNode;

/** Calls operations as the gateway would, for tests of one tool server alone. */
public final class TestingCalls {
    private TestingCalls() {}

    public static CallContext context(Optional<Workspace> workspace) {
        return new CallContext("call_1", "task_1", "task_1", "worker", workspace);
    }

    /** A call that a grant allows. */
    public static AuthorizedCall authorized(CallContext context) {
        return authorized(context, new Authority.Granted("grant_1"));
    }

    public static AuthorizedCall authorized(CallContext context, Authority authority) {
        return new AuthorizedCall(context, authority, Instant.now().plusSeconds(60));
    }

    public static Operation find(ToolServer server, String id) {
        return server.operations().stream()
                .filter(operation -> operation.spec().id().equals(id))
                .findFirst()
                .orElseThrow(() -> new AssertionError("no operation " + id));
    }

    public static List<Access> accesses(ToolServer server, String id, ObjectNode arguments, CallContext context) {
        return find(server, id).prepare(arguments, context).accesses();
    }

    public static OperationResult call(ToolServer server, String id, ObjectNode arguments, CallContext context)
            throws Exception {
        return find(server, id).prepare(arguments, context).run(authorized(context));
    }
}
