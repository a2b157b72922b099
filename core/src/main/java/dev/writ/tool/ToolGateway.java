package dev.writ.tool;

import dev.writ.IdSource;
import dev.writ.event.EventLog;
import dev.writ.label.Label;
import dev.writ.permission.Permissions;
import dev.writ.permission.Suspensions.Suspension;
import dev.writ.permission.UseCounter;
import dev.writ.store.Database;
import dev.writ.store.Transaction;
import dev.writ.task.TaskLabels;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.ScheduledFuture;
import java.util.function.Function;
import java.util.function.UnaryOperator;
import tools.jackson.databind.node.ObjectNode;

/**
 * The one door: every tool call passes here, in four steps. It is authorized in memory; its intent is written to the
 * database, where it counts only if what allows it is still live there; it runs; its outcome is written. So nothing runs
 * without its record, and nothing is reported that is not recorded. Calls run on the calling thread. Safe for use by many
 * threads.
 */
public final class ToolGateway implements AutoCloseable {
    /** What a command's own time-out needs beyond itself, to end the command and report. */
    private static final Duration MARGIN = Duration.ofSeconds(5);

    private final Database database;
    private final Permissions permissions;
    private final InstantSource clock;
    private final GatewaySettings settings;
    private final UnaryOperator<String> redactor;
    private final UsageRecords records;
    private final TaskLabels labels;
    private final UsageJournal journal;
    private final RunningCalls running;
    private final CallRunner runner;
    private final RateLimit rate;
    private final Serving serving;
    private final Origins origins;
    private final Admissions admissions;
    private final CallExplanations explanations;

    /** @param redactor takes secrets out of a text; applied to all that is written down */
    public ToolGateway(
            Database database,
            EventLog events,
            ToolRegistry registry,
            Permissions permissions,
            UseCounter uses,
            Function<String, String> redactor,
            InstantSource clock,
            IdSource ids,
            GatewaySettings settings) {
        this.database = database;
        this.permissions = permissions;
        this.clock = clock;
        this.settings = settings;
        this.redactor = redactor::apply;
        this.records = new UsageRecords(database);
        this.labels = new TaskLabels(database, clock);
        this.journal = new UsageJournal(events, uses, clock);
        this.running = new RunningCalls(settings.grace(), settings.callsPerTree());
        this.runner = new CallRunner(running, ids);
        this.rate = new RateLimit(settings.callsPerMinute(), clock);
        this.serving = new Serving(registry, permissions, settings, clock);
        this.origins = new Origins(database, registry);
        this.admissions = new Admissions(registry, permissions, serving, origins, runner, this.redactor);
        this.explanations = new CallExplanations(registry, permissions, admissions, origins, this.redactor);
        permissions.onEnd(running::stopUnder);
    }

    /**
     * Makes one call and waits for its end. The outcome returned is on record, and what {@code recorder} wrote with it. A call
     * whose id is on record already fails with {@code conflict} and changes nothing, unless it is a repetition after a crash
     * of a call that has no end; see {@link GatewayCall}.
     *
     * @throws dev.writ.WritException when the record cannot be written; if that happens after the operation ran, the call
     *     stays on record as started
     */
    public ToolOutcome call(GatewayCall call, OutcomeRecorder recorder) {
        long from = System.nanoTime();
        ObjectNode arguments = call.arguments().deepCopy();
        StoredArguments stored = StoredArguments.of(arguments, redactor);
        Optional<ToolUsage> earlier = call.retry() ? records.find(call.context().callId()) : Optional.empty();
        CallRecord described = admissions.describe(call, stored, earlier);
        if (earlier.isPresent()) {
            // Not a crash: the first attempt is still under way here.
            if (running.contains(call.context().callId())) {
                return Refusals.conflict(described);
            }
            switch (Repetition.of(described, earlier.get())) {
                case OTHER_CALL, HAS_ENDED -> {
                    return Refusals.conflict(described);
                }
                case UNSAFE -> {
                    return refuse(described, Refusals.outcomeUnknown(described), recorder, from);
                }
                case MAY_RUN_AGAIN -> {}
            }
        }
        if (!rate.take(call.context().task())) {
            return refuse(
                    described,
                    Refusals.tooMany("More than " + settings.callsPerMinute() + " calls a minute"),
                    recorder,
                    from);
        }
        long checking = System.nanoTime();
        Admission admission = admissions.admit(described, call.name(), arguments);
        return switch (admission.in(since(checking))) {
            case Admission.Refused refused -> refuse(refused.call(), refused.outcome(), recorder, from);
            case Admission.Admitted admitted -> enter(admitted, limit(call, admitted.prepared()), recorder, from);
        };
    }

    private Duration limit(GatewayCall call, PreparedCall prepared) {
        Duration needed = prepared.timeNeeded().isZero()
                ? Duration.ZERO
                : prepared.timeNeeded().plus(MARGIN);
        Duration wanted = call.deadline().orElse(longer(settings.usualDeadline(), needed));
        return wanted.compareTo(settings.longestDeadline()) < 0 ? wanted : settings.longestDeadline();
    }

    private static Duration longer(Duration one, Duration other) {
        return one.compareTo(other) >= 0 ? one : other;
    }

    /** Takes the call among those under way before its intent is written: what ends its grant after that, stops it. */
    private ToolOutcome enter(Admission.Admitted admitted, Duration limit, OutcomeRecorder recorder, long from) {
        CallRecord call = admitted.call();
        Instant deadline = clock.instant().plus(limit);
        RunningCall own = new RunningCall(
                new AuthorizedCall(call.context(), admitted.authority(), deadline),
                call.assignments(),
                Thread.currentThread());
        return switch (running.enter(own)) {
            case SAME_CALL_RUNS -> Refusals.conflict(call);
            case TREE_IS_FULL ->
                refuse(
                        call,
                        Refusals.tooMany("More than " + settings.callsPerTree() + " calls at once"),
                        recorder,
                        from);
            case SHUTTING_DOWN -> refuse(call, Refusals.shuttingDown(), recorder, from);
            case ENTERED -> {
                try {
                    yield whileGranted(admitted, own, limit, recorder, from);
                } finally {
                    running.remove(own);
                }
            }
        };
    }

    private ToolOutcome whileGranted(
            Admission.Admitted admitted, RunningCall own, Duration limit, OutcomeRecorder recorder, long from) {
        CallRecord call = admitted.call();
        Optional<ScheduledFuture<?>> end = permissions
                .timeLeft(call.context().task(), call.assignments())
                .map(left -> running.stopAfterGrant(own, left));
        try {
            return throughBreaker(admitted, own, limit, recorder, from);
        } finally {
            end.ifPresent(alarm -> alarm.cancel(false));
        }
    }

    private ToolOutcome throughBreaker(
            Admission.Admitted admitted, RunningCall own, Duration limit, OutcomeRecorder recorder, long from) {
        RegisteredTool tool = admitted.operation().tool();
        CircuitBreaker breaker = serving.breaker(tool.server());
        if (!breaker.enter()) {
            String task = admitted.call().context().task();
            return refuse(admitted.call(), new ToolOutcome.Failed(serving.resting(tool, task)), recorder, from);
        }
        BreakerVerdict verdict = BreakerVerdict.UNDECIDED;
        try {
            switch (begin(admitted.call(), recorder, from)) {
                case UsageJournal.Begun.Taken ignored -> {
                    return Refusals.conflict(admitted.call());
                }
                case UsageJournal.Begun.Refused refused -> {
                    return refused.outcome();
                }
                case UsageJournal.Begun.Yes yes -> {
                    ToolOutcome outcome = runner.run(own, admitted.operation().spec(), admitted.prepared(), limit);
                    boolean hurried = limit.compareTo(settings.usualDeadline()) < 0;
                    // The core toolkit is Writ itself: an agent must always be able to end its task.
                    verdict = admitted.operation().isCore()
                            ? BreakerVerdict.UNDECIDED
                            : BreakerVerdict.of(outcome, hurried);
                    finish(admitted, yes.intent(), outcome, own, recorder, from);
                    return outcome;
                }
            }
        } finally {
            verdict.tell(breaker);
        }
    }

    private UsageJournal.Begun begin(CallRecord call, OutcomeRecorder recorder, long from) {
        try {
            return database.write(transaction -> {
                UsageJournal.Begun begun = journal.begin(transaction, call);
                return begun instanceof UsageJournal.Begun.Refused(ToolOutcome outcome)
                        ? turnAway(transaction, call, outcome, recorder, from)
                        : begun;
            });
        } catch (UseRefused e) {
            return database.write(transaction ->
                    turnAway(transaction, call, RefusedIntent.why(transaction, call, clock.millis()), recorder, from));
        }
    }

    private UsageJournal.Begun turnAway(
            Transaction transaction, CallRecord call, ToolOutcome outcome, OutcomeRecorder recorder, long from) {
        if (!journal.refused(transaction, call, CallEnd.of(outcome, since(from), List.of(), redactor))) {
            return new UsageJournal.Begun.Taken();
        }
        recorder.record(transaction, outcome, Label.CLEAN);
        return new UsageJournal.Begun.Refused(outcome);
    }

    private void finish(
            Admission.Admitted admitted,
            UsageJournal.Intent intent,
            ToolOutcome outcome,
            RunningCall own,
            OutcomeRecorder recorder,
            long from) {
        CallEnd end = CallEnd.of(outcome, since(from), own.authorized().layers(), redactor);
        CallRecord call = admitted.call();
        Label label = origins.label(call.context(), admitted.operation().spec(), admitted.arguments(), outcome);
        database.writeOnly(transaction -> {
            journal.finished(transaction, call, intent, end);
            labels.raise(transaction, call.context().task(), label);
            recorder.record(transaction, outcome, label);
        });
    }

    private ToolOutcome refuse(CallRecord call, ToolOutcome outcome, OutcomeRecorder recorder, long from) {
        CallEnd end = CallEnd.of(outcome, since(from), List.of(), redactor);
        boolean written = database.write(transaction -> {
            boolean first = journal.refused(transaction, call, end);
            if (first) {
                recorder.record(transaction, outcome, Label.CLEAN);
            }
            return first;
        });
        return written ? outcome : Refusals.conflict(call);
    }

    /**
     * Why a call of the operation would be allowed now, or would not, for people; nothing runs and nothing is recorded.
     *
     * @param arguments empty to ask about the operation as such
     * @throws dev.writ.WritException with {@code not_found} when there is no such operation
     */
    public ExplainedCall explain(CallContext context, String name, Optional<ObjectNode> arguments) {
        return explanations.explain(context, name, arguments);
    }

    /** As {@link #explain(CallContext, String, Optional)}, for a call that is on record. */
    public ExplainedCall explain(CallContext context, ToolUsage record) {
        return explanations.explain(context, record);
    }

    /**
     * Records the end of a call that waited, as part of the transaction that ends the wait. False where the call does not
     * wait.
     */
    public boolean endWaiting(Transaction transaction, String call, ToolOutcome outcome) {
        return UsageRecords.find(transaction.handle(), call)
                .filter(row -> row.outcome().equals("waiting"))
                .map(row -> {
                    Duration waited = Duration.between(row.startedAt(), clock.instant());
                    CallEnd end = CallEnd.of(outcome, waited, List.of(), redactor);
                    return journal.waitEnded(transaction, CallRecord.of(row), end);
                })
                .orElse(false);
    }

    /**
     * Stops what runs for a task; its calls fail as {@code cancelled}. New ones are refused once {@code tasks.stop_asked} is
     * set, which must happen before.
     */
    public void stopTask(String task, String reason) {
        running.stopTask(task, reason);
    }

    /** As {@link #stopTask}, for all tasks of a tree. */
    public void stopTree(String tree, String reason) {
        running.stopTree(tree, reason);
    }

    /** Stops all that runs here, and comes back when it has ended; its records stay as they are. */
    public void stopAll(String reason) {
        running.stopAll(reason);
    }

    /** Stops what runs for an agent or under a grant that was suspended; new calls are refused by the record. */
    public void stopSuspended(Suspension suspension) {
        running.stopSuspended(suspension);
    }

    /** How many calls are under way in this process. */
    public int callsUnderWay() {
        return running.size();
    }

    /** How the circuit breaker of a server stands. */
    public CircuitBreaker.State breakerState(ToolServer server) {
        return serving.breaker(server).state();
    }

    /** Stops all calls under way and takes no more. */
    @Override
    public void close() {
        running.close();
    }

    private static Duration since(long from) {
        return Duration.ofNanos(System.nanoTime() - from);
    }
}
