package dev.writ.tool;

import dev.writ.permission.Decision.Authority;
import java.time.Duration;
import tools.jackson.databind.node.ObjectNode;

/** What the first step of the gateway found: the call may be recorded and run, or it may not. */
sealed interface Admission {
    /** The call as far as it was understood, for the record. */
    CallRecord call();

    /** The same, with how long it took to find it. */
    Admission in(Duration time);

    record Admitted(
            CallRecord call,
            RegisteredOperation operation,
            ObjectNode arguments,
            PreparedCall prepared,
            Authority authority)
            implements Admission {
        @Override
        public Admission in(Duration time) {
            return new Admitted(call.checkedIn(time), operation, arguments, prepared, authority);
        }
    }

    record Refused(CallRecord call, ToolOutcome outcome) implements Admission {
        @Override
        public Admission in(Duration time) {
            return new Refused(call.checkedIn(time), outcome);
        }
    }
}
