package dev.writ.tool;

import dev.writ.Failure;
import dev.writ.permission.Decision;

/** How a call through the gateway ended. */
public sealed interface ToolOutcome {
    /** One word for records: succeeded, failed, denied, waiting. */
    default String word() {
        return switch (this) {
            case Succeeded ignored -> "succeeded";
            case Failed ignored -> "failed";
            case Denied ignored -> "denied";
            case Waiting ignored -> "waiting";
        };
    }

    record Succeeded(OperationResult result) implements ToolOutcome {}

    /** The call ran, or could not run, and gave no result. */
    record Failed(Failure failure) implements ToolOutcome {}

    /** The call was not allowed, and nothing of it ran. */
    record Denied(Decision.Denied decision) implements ToolOutcome {}

    /** The call was accepted, and its result comes later. */
    record Waiting(OperationResult.WaitsFor waitsFor) implements ToolOutcome {}
}
