package dev.writ.tool;

import dev.writ.permission.Assignment;
import dev.writ.permission.Suspensions.Suspension;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ScheduledFuture;
import java.util.concurrent.ScheduledThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import java.util.function.Predicate;

/**
 * The calls under way in this process, and their end from outside: a deadline, a stopped task, an ended assignment. A call
 * that was stopped and does not return within the grace is interrupted, again and again until it does. Safe for use by many
 * threads.
 */
final class RunningCalls implements AutoCloseable {
    /** Whether a call could be taken in. */
    enum Entry {
        ENTERED,
        SAME_CALL_RUNS,
        TREE_IS_FULL,
        SHUTTING_DOWN
    }

    private static final String ENDED = "the grant it ran under ended (%s)";

    private final Duration grace;
    private final int mostPerTree;
    private final Map<String, RunningCall> calls = new ConcurrentHashMap<>();
    private final Map<String, Integer> perTree = new ConcurrentHashMap<>();
    private final ScheduledThreadPoolExecutor timer;

    RunningCalls(Duration grace, int mostPerTree) {
        this.grace = grace;
        this.mostPerTree = mostPerTree;
        this.timer = new ScheduledThreadPoolExecutor(
                1, Thread.ofPlatform().name("writ-call-timer").daemon().factory());
        timer.setRemoveOnCancelPolicy(true);
    }

    Entry enter(RunningCall call) {
        if (timer.isShutdown()) {
            return Entry.SHUTTING_DOWN;
        }
        if (calls.putIfAbsent(call.context().callId(), call) != null) {
            return Entry.SAME_CALL_RUNS;
        }
        int running = perTree.merge(call.context().tree(), 1, Integer::sum);
        if (running > mostPerTree) {
            remove(call);
            return Entry.TREE_IS_FULL;
        }
        return Entry.ENTERED;
    }

    void remove(RunningCall call) {
        if (calls.remove(call.context().callId(), call)) {
            perTree.computeIfPresent(call.context().tree(), (tree, running) -> running == 1 ? null : running - 1);
        }
    }

    /** Stops the call after so long; cancelling the future takes that back. */
    ScheduledFuture<?> stopAfter(RunningCall call, Duration limit) {
        return timer.schedule(
                () -> {
                    String reason = "it took longer than " + SpokenTime.of(limit);
                    call.lateBecause(reason);
                    stop(call, reason);
                },
                limit.toNanos(),
                TimeUnit.NANOSECONDS);
    }

    /**
     * Stops the call when its grant is over, if nobody has before: what ends grants looks at the clock of the machine, which
     * can be set back, and at the database, which can be away; this counts the time itself.
     */
    ScheduledFuture<?> stopAfterGrant(RunningCall call, Duration left) {
        return timer.schedule(
                () -> stop(call, ENDED.formatted(Assignment.State.EXPIRED.id())), left.toNanos(), TimeUnit.NANOSECONDS);
    }

    void stopTask(String task, String reason) {
        stopAll(call -> call.context().task().equals(task), reason);
    }

    void stopTree(String tree, String reason) {
        stopAll(call -> call.context().tree().equals(tree), reason);
    }

    /** Stops what runs under an assignment that ended. One that was merely used up lets its last call finish. */
    void stopUnder(Assignment ended) {
        if (ended.state() != Assignment.State.USED_UP) {
            String reason = ENDED.formatted(ended.state().id());
            stopAll(call -> call.runsUnder(ended.id()), reason);
        }
    }

    void stopSuspended(Suspension suspension) {
        String reason = "The " + suspension.kind() + " is suspended until a person has looked.";
        stopAll(
                call -> suspension.kind().equals("agent")
                        ? call.context().agent().equals(suspension.subject())
                        : call.runsUnder(suspension.subject()),
                reason);
    }

    /** Stops all that runs, and waits until it has ended, or the waiting thread is interrupted; more may come. */
    void stopAll(String reason) {
        List<RunningCall> running = List.copyOf(calls.values());
        running.forEach(call -> stop(call, reason));
        while (!Thread.currentThread().isInterrupted()
                && running.stream().anyMatch(call -> calls.containsValue(call))) {
            LockSupport.parkNanos(TimeUnit.MILLISECONDS.toNanos(20));
        }
    }

    boolean contains(String callId) {
        return calls.containsKey(callId);
    }

    int size() {
        return calls.size();
    }

    private void stopAll(Predicate<RunningCall> which, String reason) {
        calls.values().stream().filter(which).forEach(call -> stop(call, reason));
    }

    private void stop(RunningCall call, String reason) {
        // On threads of their own: who stops a call may be the writer of the database, and must not wait for processes.
        if (call.authorized().stop(reason, Thread::startVirtualThread)) {
            interruptAfterGrace(call);
        }
    }

    private void interruptAfterGrace(RunningCall call) {
        if (timer.isShutdown()) {
            call.interrupt();
            return;
        }
        call.willBeInterruptedBy(timer.schedule(
                () -> {
                    if (call.interrupt()) {
                        interruptAfterGrace(call);
                    }
                },
                grace.toNanos(),
                TimeUnit.NANOSECONDS));
    }

    /** Stops all that runs. */
    @Override
    public void close() {
        stopAll(call -> true, "Writ is shutting down");
        timer.setExecuteExistingDelayedTasksAfterShutdownPolicy(true);
        timer.shutdown();
    }
}
