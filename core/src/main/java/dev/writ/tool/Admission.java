package dev.writ.tool;

import dev.writ.permission.Decision.Authority;
import tools.jackson.databind.node.ObjectNode;

/** What the first step of the gateway found: the call may be recorded and run, or it may not. */
sealed interface Admission {
    /** The call as far as it was understood, for the record. */
    CallRecord call();

    record Admitted(
            CallRecord call,
            RegisteredOperation operation,
            ObjectNode arguments,
            PreparedCall prepared,
            Authority authority)
            implements Admission {}

    record Refused(CallRecord call, ToolOutcome outcome) implements Admission {}
}
