package dev.writ.outside;

import dev.writ.Failure;
import dev.writ.permission.ApprovalRequest;
import dev.writ.tool.ToolOutcome;

/** How far a call of an outside agent has come. */
public sealed interface CallProgress {
    record Ended(ToolOutcome outcome) implements CallProgress {}

    /** It was not made, and is not on record. */
    record NotMade(Failure failure) implements CallProgress {}

    /**
     * Its result comes later.
     *
     * @param target by which {@link OutsideCalls#follow} finds the call again
     * @param forAnswer whether it is the user's answer to a question that is waited for
     */
    record Waits(String target, boolean forAnswer) implements CallProgress {}

    /**
     * A person must decide first, and may be asked where the agent runs.
     *
     * @param target by which {@link OutsideCalls#follow} finds the call again
     */
    record Asks(ApprovalRequest approval, String target) implements CallProgress {}
}
