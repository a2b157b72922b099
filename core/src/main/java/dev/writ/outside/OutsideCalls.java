package dev.writ.outside;

import dev.writ.Failure;
import dev.writ.FailureCode;
import dev.writ.WritException;
import dev.writ.agent.ToolCaller;
import dev.writ.event.EventFilter;
import dev.writ.event.EventLog;
import dev.writ.permission.ApprovalRequest;
import dev.writ.permission.Approvals;
import dev.writ.process.Controls;
import dev.writ.process.OutsideAgent;
import dev.writ.process.PendingResults;
import dev.writ.runtime.Steering;
import dev.writ.store.Database;
import dev.writ.task.Message;
import dev.writ.task.PendingCalls;
import dev.writ.task.Task;
import dev.writ.task.TaskStanding;
import dev.writ.task.TaskState;
import dev.writ.task.TaskStore;
import dev.writ.tool.ToolOutcome;
import java.lang.System.Logger.Level;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutionException;
import tools.jackson.databind.node.ObjectNode;

/**
 * Takes the calls of outside agents to the gateway and waits for their results. What a call waits for goes on, and its end
 * is recorded, when the agent no longer listens, and after a restart.
 */
public final class OutsideCalls implements AutoCloseable {
    /** The ids of calls that came over MCP begin with it. */
    public static final String ID_KIND = "mcp";

    private static final System.Logger LOG = System.getLogger(OutsideCalls.class.getName());
    private static final Duration LOOK_AGAIN = Duration.ofSeconds(30);
    private static final Duration SHORT_LOOK = Duration.ofSeconds(1);
    private static final Duration TO_STOP = Duration.ofSeconds(2);

    private final Database database;
    private final EventLog events;
    private final TaskStore tasks;
    private final PendingCalls pendingCalls;
    private final ToolCaller caller;
    private final PendingResults results;
    private final Approvals approvals;
    private final Withdrawals withdrawals;
    private final Controls controls;
    private final Map<String, CompletableFuture<ToolOutcome>> open = new ConcurrentHashMap<>();
    private final Set<Thread> waiting = ConcurrentHashMap.newKeySet();
    private volatile boolean closed;

    public OutsideCalls(
            Database database,
            EventLog events,
            TaskStore tasks,
            PendingCalls pendingCalls,
            Approvals approvals,
            ToolCaller caller,
            PendingResults results,
            Steering steering,
            Controls controls) {
        this.database = database;
        this.events = events;
        this.tasks = tasks;
        this.pendingCalls = pendingCalls;
        this.approvals = approvals;
        this.caller = caller;
        this.results = results;
        this.controls = controls;
        this.withdrawals = new Withdrawals(database, approvals, steering);
    }

    /** Goes on waiting for what outside agents were waiting for when Writ last stopped. */
    public void start() {
        List<String> tasksThatWait = database.read(handle -> handle.createQuery("""
                        SELECT DISTINCT p.task FROM pending_calls p JOIN tasks t ON t.id = p.task
                        WHERE t.process = :process
                        """)
                .bind("process", OutsideAgent.NAME)
                .mapTo(String.class)
                .list());
        for (String task : tasksThatWait) {
            for (PendingCalls.Pending pending : pendingCalls.ofTask(task)) {
                CompletableFuture<ToolOutcome> _ = wait(tasks.get(task), pending);
            }
        }
    }

    /**
     * Makes a call. Where its result comes later, {@link #follow} waits for it.
     *
     * @param callId never used before within the task; one that is on record is not made again
     */
    public CallProgress begin(String taskId, String callId, String function, ObjectNode arguments) {
        TaskStanding standing = tasks.standing(taskId);
        if (standing.state() == TaskState.MANUAL_HOLD) {
            return new CallProgress.NotMade(held());
        }
        Message.Call call = new Message.Call(callId, function, arguments);
        if (!controls.mayCall(standing, call)) {
            return new CallProgress.NotMade(heldAtBreakpoint());
        }
        ToolOutcome outcome = caller.callFirst(standing, call);
        if (!(outcome instanceof ToolOutcome.Waiting)) {
            return new CallProgress.Ended(outcome);
        }
        Optional<PendingCalls.Pending> pending = pendingCalls.ofTask(taskId).stream()
                .filter(one -> one.messageCall().equals(callId))
                .findFirst();
        if (pending.isEmpty()) {
            return new CallProgress.Ended(new ToolOutcome.Failed(taskOver()));
        }
        CompletableFuture<ToolOutcome> _ = wait(tasks.get(taskId), pending.get());
        return new CallProgress.Waits(
                pending.get().target(), pending.get().kind().equals("answer"));
    }

    /**
     * Waits for the end of a call, however long a person takes to decide.
     *
     * @param untilAsked whether to come back when a person must decide
     * @throws InterruptedException where the agent no longer waits: what the call waits for goes on
     */
    public CallProgress follow(String taskId, String target, boolean untilAsked) throws InterruptedException {
        CompletableFuture<ToolOutcome> result = open.get(target);
        if (result != null) {
            return end(tasks.get(taskId), target, result, untilAsked);
        }
        Task ended = tasks.get(target);
        return new CallProgress.Ended(
                ended.state().isFinal() ? PendingResults.ofTask(ended) : new ToolOutcome.Failed(taskOver()));
    }

    /**
     * Ends what a call of the agent waits for: a request for tools is then no longer open, a subtask is cancelled. Nothing
     * happens where it has ended. A question to the user stays, and may be answered.
     */
    public void withdraw(String taskId, String target) {
        boolean waits = pendingCalls.ofTask(taskId).stream()
                .anyMatch(one -> one.kind().equals("task") && one.target().equals(target));
        if (waits) {
            withdrawals.withdraw(target, "agent:" + tasks.get(taskId).agent());
        }
    }

    private CallProgress end(Task task, String target, CompletableFuture<ToolOutcome> result, boolean untilAsked)
            throws InterruptedException {
        while (untilAsked && !result.isDone()) {
            long seen = events.lastSeq();
            Optional<ApprovalRequest> asked =
                    approvals.list(Optional.of(ApprovalRequest.State.PENDING), task.id(), task.tree(), 1).stream()
                            .findFirst();
            if (asked.isPresent()) {
                return new CallProgress.Asks(asked.get(), target);
            }
            if (!result.isDone()) {
                events.feed()
                        .next(EventFilter.all().inTree(task.tree()).after(seen).atMost(1), SHORT_LOOK);
            }
        }
        try {
            return new CallProgress.Ended(result.get());
        } catch (ExecutionException e) {
            throw e.getCause() instanceof WritException writ ? writ : new IllegalStateException(e.getCause());
        }
    }

    private CompletableFuture<ToolOutcome> wait(Task task, PendingCalls.Pending pending) {
        CompletableFuture<ToolOutcome> result = new CompletableFuture<>();
        open.put(pending.target(), result);
        Thread thread = Thread.ofVirtual().name("writ-outside-wait").unstarted(() -> {
            try {
                result.complete(follow(task, pending));
            } catch (InterruptedException e) {
                result.complete(new ToolOutcome.Failed(Failure.of(
                        FailureCode.UNAVAILABLE,
                        "Writ is shutting down; the call goes on when it is back.",
                        "Look at the task then.")));
            } catch (RuntimeException e) {
                if (!closed) {
                    LOG.log(
                            Level.WARNING,
                            "The end of a call could not be recorded; it is tried again at the next start.",
                            e);
                }
                result.completeExceptionally(e);
            } finally {
                open.remove(pending.target());
                waiting.remove(Thread.currentThread());
            }
        });
        waiting.add(thread);
        thread.start();
        return result;
    }

    private ToolOutcome follow(Task task, PendingCalls.Pending pending) throws InterruptedException {
        while (true) {
            long seen = events.lastSeq();
            Optional<ToolOutcome> outcome = results.advance(pending);
            if (outcome.isPresent()) {
                return outcome.get();
            }
            if (tasks.get(task.id()).state().isFinal()) {
                return new ToolOutcome.Failed(taskOver());
            }
            events.feed().next(EventFilter.all().inTree(task.tree()).after(seen).atMost(1), LOOK_AGAIN);
        }
    }

    private static Failure held() {
        return Failure.of(
                FailureCode.UNAVAILABLE,
                "A person holds this task, so nothing is done for it now.",
                "Wait, and try again when it goes on.");
    }

    private static Failure heldAtBreakpoint() {
        return Failure.of(
                FailureCode.UNAVAILABLE,
                "A person wants to look at this call before it is made; nothing was done, and the task is held.",
                "Make the same call again when the task goes on.");
    }

    private static Failure taskOver() {
        return Failure.of(
                FailureCode.CANCELLED, "The task ended before the call had its result.", "Nothing is left to do.");
    }

    /** What is waited for is taken up again at the next start. */
    @Override
    public void close() {
        closed = true;
        List<Thread> threads = List.copyOf(waiting);
        threads.forEach(Thread::interrupt);
        try {
            for (Thread thread : threads) {
                thread.join(TO_STOP);
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
