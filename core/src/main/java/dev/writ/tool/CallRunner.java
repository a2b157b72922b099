package dev.writ.tool;

import dev.writ.Failure;
import dev.writ.FailureCode;
import dev.writ.IdSource;
import dev.writ.StorableText;
import dev.writ.WritException;
import java.time.Duration;
import java.util.Objects;
import java.util.concurrent.ScheduledFuture;

/** Third step of the gateway: runs a call on the calling thread until it ends, is stopped, or its time is over. */
final class CallRunner {
    private static final System.Logger LOG = System.getLogger(CallRunner.class.getName());

    private final RunningCalls running;
    private final IdSource ids;

    CallRunner(RunningCalls running, IdSource ids) {
        this.running = running;
        this.ids = ids;
    }

    /** Never throws for what the operation does. An interruption of the caller stops the call and stays set. */
    ToolOutcome run(RunningCall call, OperationSpec spec, PreparedCall prepared, Duration limit) {
        ScheduledFuture<?> alarm = running.stopAfter(call, limit);
        boolean callerInterrupted = false;
        try {
            call.authorized().checkStopped();
            OperationResult result = Objects.requireNonNull(prepared.run(call.authorized()), "an operation gave null");
            return result.waitsFor()
                    .<ToolOutcome>map(ToolOutcome.Waiting::new)
                    .orElseGet(() -> new ToolOutcome.Succeeded(result.storable()));
        } catch (Exception | StackOverflowError | LinkageError | AssertionError thrown) {
            boolean byGateway = call.leave();
            callerInterrupted = !byGateway
                    && (thrown instanceof InterruptedException
                            || Thread.currentThread().isInterrupted());
            if (callerInterrupted) {
                // So that what the operation left running is ended too.
                call.authorized().stop("the caller was interrupted");
            }
            return new ToolOutcome.Failed(failure(call, spec, limit, thrown));
        } finally {
            alarm.cancel(false);
            if (call.leave()) {
                Thread.interrupted();
            }
            if (callerInterrupted) {
                Thread.currentThread().interrupt();
            }
        }
    }

    private Failure failure(RunningCall call, OperationSpec spec, Duration limit, Throwable thrown) {
        String reason = call.authorized().stopReason();
        if (!reason.isEmpty()) {
            return stopped(call, spec, limit, reason);
        }
        return thrown instanceof WritException known ? storable(known.failure()) : unexpected(spec, thrown);
    }

    /** What failed may be a server from elsewhere, and the words its own. */
    private static Failure storable(Failure failure) {
        return Failure.of(failure.code(), StorableText.of(failure.message()), StorableText.of(failure.hint()));
    }

    private static Failure stopped(RunningCall call, OperationSpec spec, Duration limit, String reason) {
        String hint =
                switch (spec.effect()) {
                    case PURE -> "Nothing was changed.";
                    case IDEMPOTENT, UNSAFE -> "Part of it may have happened: look before doing it again.";
                };
        return call.late()
                ? Failure.of(
                        FailureCode.TIMED_OUT,
                        spec.id() + " did not finish within " + SpokenTime.of(limit) + " and was stopped.",
                        hint)
                : Failure.of(FailureCode.CANCELLED, spec.id() + " was stopped: " + reason + ".", hint);
    }

    /** The failure for what should not happen; the details go to the log, under the id that the caller is told. */
    Failure unexpected(OperationSpec spec, Throwable thrown) {
        String error = ids.next("error");
        LOG.log(System.Logger.Level.ERROR, error + ": " + spec.id() + " failed unexpectedly.", thrown);
        return Failure.of(
                FailureCode.INTERNAL,
                "The operation failed inside Writ (" + error + ").",
                "Try another way; the server's log has the details under this id.");
    }
}
