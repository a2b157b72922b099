package dev.writ.tool;

import dev.writ.Failure;
import dev.writ.FailureCode;
import dev.writ.WritException;
import dev.writ.permission.Decision.Authority;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Executor;
import java.util.concurrent.atomic.AtomicReference;

/**
 * Proof that the gateway authorized and recorded a call; without one no operation runs. Also how the running operation
 * learns that it must stop, and how it reports the protection it ran under. Safe for use by many threads.
 */
public final class AuthorizedCall {
    private static final System.Logger LOG = System.getLogger(AuthorizedCall.class.getName());

    private final CallContext context;
    private final Authority authority;
    private final Instant deadline;
    private final List<String> layers = new ArrayList<>();
    private final List<Runnable> stopActions = new ArrayList<>();
    private final AtomicReference<String> stopReason = new AtomicReference<>("");

    AuthorizedCall(CallContext context, Authority authority, Instant deadline) {
        this.context = context;
        this.authority = authority;
        this.deadline = deadline;
    }

    public CallContext context() {
        return context;
    }

    /** What allowed the call; an operation may do less by one authority than by another. */
    public Authority authority() {
        return authority;
    }

    /** When the operation must be over at the latest. */
    public Instant deadline() {
        return deadline;
    }

    /** Names one protection layer the operation ran under, for the usage record. */
    public synchronized void reportLayer(String layer) {
        layers.add(layer);
    }

    synchronized List<String> layers() {
        return List.copyOf(layers);
    }

    /**
     * Registers what ends the running work (kill the process, cancel the statement). Runs at once if the call was
     * stopped already, and at most once.
     */
    public void onStop(Runnable action) {
        synchronized (this) {
            if (stopReason.get().isEmpty()) {
                stopActions.add(action);
                return;
            }
        }
        action.run();
    }

    /** @throws WritException with {@code cancelled} once the call was stopped; long loops call this */
    public void checkStopped() {
        String reason = stopReason.get();
        if (!reason.isEmpty()) {
            throw stopped(reason);
        }
    }

    /** Why the call was stopped; empty while it may go on. */
    String stopReason() {
        return stopReason.get();
    }

    /** Stops the call, running the stop actions on this thread. False where it was stopped before. */
    boolean stop(String reason) {
        return stop(reason, Runnable::run);
    }

    /** Stops the call at once, and has the stop actions run by {@code runner}. False where it was stopped before. */
    boolean stop(String reason, Executor runner) {
        List<Runnable> actions;
        synchronized (this) {
            if (!stopReason.compareAndSet("", reason)) {
                return false;
            }
            actions = List.copyOf(stopActions);
            stopActions.clear();
        }
        if (!actions.isEmpty()) {
            runner.execute(() -> actions.forEach(this::runStopAction));
        }
        return true;
    }

    private void runStopAction(Runnable action) {
        try {
            action.run();
        } catch (RuntimeException e) {
            // The others must still run: each ends something else.
            LOG.log(System.Logger.Level.WARNING, "Stopping call " + context.callId() + " met an error.", e);
        }
    }

    private static WritException stopped(String reason) {
        return new WritException(new Failure(
                FailureCode.CANCELLED,
                "The operation was stopped: " + reason + ".",
                "Nothing more of it will happen."));
    }
}
