package dev.writ.tool;

import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicReference;

/** A call under way: the thread it runs on, and what may end it from outside. Safe for use by many threads. */
final class RunningCall {
    private final AuthorizedCall authorized;
    private final Set<String> assignments;
    private final Thread thread;
    private final AtomicReference<String> lateReason = new AtomicReference<>("");
    private Future<?> interruption = CompletableFuture.completedFuture(null);
    private boolean over;
    private boolean interrupted;

    /** @param assignments what the call runs under; none where no assignment allows it */
    RunningCall(AuthorizedCall authorized, Set<String> assignments, Thread thread) {
        this.authorized = authorized;
        this.assignments = Set.copyOf(assignments);
        this.thread = thread;
    }

    AuthorizedCall authorized() {
        return authorized;
    }

    CallContext context() {
        return authorized.context();
    }

    boolean runsUnder(String assignment) {
        return assignments.contains(assignment);
    }

    /** Interrupts the thread while it still runs this call; false once it does not. */
    synchronized boolean interrupt() {
        if (over) {
            return false;
        }
        interrupted = true;
        thread.interrupt();
        return true;
    }

    /** Names what will interrupt the thread, to be taken back when the call is over before. */
    synchronized void willBeInterruptedBy(Future<?> interruption) {
        this.interruption = interruption;
    }

    /** From here on the thread is no longer interrupted. Returns whether it was. */
    synchronized boolean leave() {
        over = true;
        interruption.cancel(false);
        return interrupted;
    }

    /** Names the reason with which the deadline is about to stop the call. */
    void lateBecause(String reason) {
        lateReason.set(reason);
    }

    /** Whether it was its deadline that stopped the call. */
    boolean late() {
        String reason = authorized.stopReason();
        return !reason.isEmpty() && reason.equals(lateReason.get());
    }
}
