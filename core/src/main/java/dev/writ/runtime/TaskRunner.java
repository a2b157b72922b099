package dev.writ.runtime;

import dev.writ.Failure;
import dev.writ.FailureCode;
import dev.writ.WritException;
import dev.writ.process.Process;
import dev.writ.process.ProcessOutcome;
import dev.writ.process.Processes;
import dev.writ.process.Runs;
import dev.writ.process.Suspended;
import dev.writ.store.Database;
import dev.writ.task.Fenced;
import dev.writ.task.Task;
import dev.writ.task.TaskState;
import dev.writ.task.TaskStore;
import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import java.util.function.Consumer;

/**
 * Runs tasks: each on one thread at a time, until it ends or waits. A task that cannot go on because the database cannot
 * be used is left as it is, and looked at again later.
 */
final class TaskRunner {
    private static final Logger LOG = System.getLogger(TaskRunner.class.getName());

    private final Database database;
    private final TaskStore tasks;
    private final Processes processes;
    private final Runs runs;
    private final Endings endings;
    private final Leases leases;
    private final Consumer<String> wakeUp;
    private final SingleRuns singleRuns = new SingleRuns();
    private final Map<String, Thread> working = new ConcurrentHashMap<>();
    private volatile boolean stopping;

    /** @param wakeUp has a task looked at again */
    TaskRunner(
            Database database,
            TaskStore tasks,
            Processes processes,
            Runs runs,
            Endings endings,
            Leases leases,
            Consumer<String> wakeUp) {
        this.database = database;
        this.tasks = tasks;
        this.processes = processes;
        this.runs = runs;
        this.endings = endings;
        this.leases = leases;
        this.wakeUp = wakeUp;
    }

    /** Runs the task until it ends or waits. Returns at once when it has ended, is held, or another thread or node runs it. */
    void run(String id) {
        singleRuns.run(id, () -> {
            working.put(id, Thread.currentThread());
            try {
                runAlone(id);
            } catch (RuntimeException | Error e) {
                if (!stopping) {
                    sayWhyItWaits(id, e);
                }
                throw e;
            } finally {
                working.remove(id);
                // Whoever interrupted meant this task, not what the thread does next.
                if (!stopping) {
                    Thread.interrupted();
                }
            }
        });
    }

    private void runAlone(String id) {
        if (!leases.take(id)) {
            return;
        }
        try {
            Task task = tasks.get(id);
            if (!stopping
                    && !task.state().isFinal()
                    && task.state() != TaskState.MANUAL_HOLD
                    && !endings.waitsForOthers(task)) {
                runProcess(task);
            }
        } finally {
            if (leases.giveBack(id)) {
                wakeUp.accept(id);
            }
        }
    }

    private static void sayWhyItWaits(String id, Throwable thrown) {
        if (thrown instanceof WritException writ) {
            LOG.log(
                    Level.WARNING,
                    writ.failure().message() + " " + writ.failure().hint() + " Task " + id
                            + " waits, and goes on by itself then.");
        } else {
            LOG.log(Level.WARNING, "task " + id + " could not go on, and is looked at again later", thrown);
        }
    }

    /** Interrupts whatever works on the task on this node. */
    void interrupt(String id) {
        // While the entry is held the thread cannot leave the task, so that no other task is interrupted.
        working.computeIfPresent(id, (task, thread) -> {
            thread.interrupt();
            return thread;
        });
    }

    /**
     * Interrupts all that is worked on here, and waits until it has ended, or the waiting thread is interrupted; more may
     * come.
     */
    void dropEverything() {
        List<Thread> threads = List.copyOf(working.values());
        for (String task : List.copyOf(working.keySet())) {
            interrupt(task);
        }
        while (!Thread.currentThread().isInterrupted() && threads.stream().anyMatch(working::containsValue)) {
            LockSupport.parkNanos(TimeUnit.MILLISECONDS.toNanos(20));
        }
    }

    /** From now on nothing is started, and what breaks off is not recorded as a failure. */
    void stop() {
        stopping = true;
    }

    private void runProcess(Task task) {
        try {
            end(task, outcome(task));
        } catch (Suspended | Fenced e) {
            LOG.log(Level.TRACE, () -> "task " + task.id() + ": " + e.getMessage());
        }
    }

    /** The outcome, where a failure of the work is one too; a failure of the store is thrown. */
    private ProcessOutcome outcome(Task task) {
        try {
            endings.checkDependencies(task);
            Process process = processes.get(task.process());
            return process.run(runs.of(task));
        } catch (WritException e) {
            if (stopping || isStoreFailure(e.failure())) {
                throw e;
            }
            return new ProcessOutcome.Failed(e.failure());
        } catch (Suspended | Fenced e) {
            throw e;
        } catch (RuntimeException | StackOverflowError | LinkageError | AssertionError e) {
            // Such errors would come again with every repetition.
            if (stopping) {
                throw e;
            }
            LOG.log(Level.ERROR, "task " + task.id() + " failed inside Writ", e);
            return new ProcessOutcome.Failed(Failure.of(
                    FailureCode.INTERNAL,
                    "The task failed inside Writ: " + e.getClass().getSimpleName() + ".",
                    "See the server's log, and please report this."));
        }
    }

    private void end(Task before, ProcessOutcome outcome) {
        boolean parentIsHere = !before.parent().isEmpty() && singleRuns.runsOnThisThread(before.parent());
        database.writeOnly(transaction -> {
            Task task = tasks.get(transaction.handle(), before.id());
            if (task.state().isFinal()) {
                return;
            }
            if (outcome instanceof ProcessOutcome.Completed && task.state() != TaskState.PROCESS_ASSIGNED) {
                task = tasks.move(transaction, task, TaskState.PROCESS_ASSIGNED, "engine");
            }
            Task ended =
                    switch (outcome) {
                        case ProcessOutcome.Completed completed ->
                            tasks.complete(transaction, task, completed.result());
                        case ProcessOutcome.Failed failed ->
                            tasks.fail(transaction, task, failed.failure(), Optional.of(failed.result()));
                    };
            endings.follow(transaction, ended, parentIsHere);
        });
    }

    private static boolean isStoreFailure(Failure failure) {
        return switch (failure.code()) {
            case STORE_LOCKED, STORE_FULL, STORE_READ_ONLY, STORE_DAMAGED, STORE_UNREACHABLE -> true;
            default -> false;
        };
    }
}
