package dev.writ.runtime;

import dev.writ.Failure;
import dev.writ.FailureCode;
import dev.writ.store.Transaction;
import dev.writ.task.PendingCalls;
import dev.writ.tool.ToolGateway;
import dev.writ.tool.ToolOutcome;
import dev.writ.tool.message.Inbox;

/** What an ended task waited for and needs no more: its questions close, and its calls end on record. */
public final class OpenWaits {
    private final PendingCalls pendingCalls;
    private final Inbox inbox;
    private final ToolGateway gateway;

    public OpenWaits(PendingCalls pendingCalls, Inbox inbox, ToolGateway gateway) {
        this.pendingCalls = pendingCalls;
        this.inbox = inbox;
        this.gateway = gateway;
    }

    void endTask(Transaction transaction, String task) {
        inbox.endTask(transaction, task);
        for (PendingCalls.Pending pending : pendingCalls.ofTask(transaction.handle(), task)) {
            gateway.endWaiting(
                    transaction,
                    pending.call(),
                    new ToolOutcome.Failed(Failure.of(
                            FailureCode.CANCELLED,
                            "The task ended before the call had its result.",
                            "Nothing is left to do.")));
            pendingCalls.remove(transaction, pending.call());
        }
    }
}
