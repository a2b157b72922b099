package dev.writ.tool;

import dev.writ.Failure;
import dev.writ.FailureCode;
import dev.writ.Json;
import dev.writ.permission.Decision;
import dev.writ.permission.Decision.Rule;
import tools.jackson.databind.node.ObjectNode;

/** The outcomes with which the gateway itself turns a call away. */
final class Refusals {
    private Refusals() {}

    static ToolOutcome denied(Rule rule, String sentence, ObjectNode smallestRequest) {
        return new ToolOutcome.Denied(new Decision.Denied(rule, sentence, smallestRequest));
    }

    static ToolOutcome suspended(String tool) {
        return denied(
                Rule.SUSPENDED, "The tool " + tool + " is switched off until a person accepts it.", Json.object());
    }

    static ToolOutcome tooMany(String what) {
        return denied(Rule.RATE, what + " are not allowed; wait a little.", Json.object());
    }

    static ToolOutcome cancelled(String why) {
        return failed(
                FailureCode.CANCELLED, "The call was not made: " + why + ".", "Nothing more of this task will run.");
    }

    static ToolOutcome conflict(CallRecord call) {
        return failed(
                FailureCode.CONFLICT,
                "The call " + call.context().callId() + " was made before.",
                "Read its record for how it ended, or make a new call with an id of its own.");
    }

    static ToolOutcome outcomeUnknown(CallRecord call) {
        return failed(
                FailureCode.OUTCOME_UNKNOWN,
                "Writ was interrupted while " + call.operation() + " ran: the earlier call may have taken effect.",
                "Verify what happened before retrying.");
    }

    static ToolOutcome shuttingDown() {
        return failed(FailureCode.UNAVAILABLE, "Writ is shutting down.", "Make the call again after the restart.");
    }

    private static ToolOutcome failed(FailureCode code, String message, String hint) {
        return new ToolOutcome.Failed(Failure.of(code, message, hint));
    }
}
