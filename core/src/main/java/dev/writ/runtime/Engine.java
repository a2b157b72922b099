package dev.writ.runtime;

import dev.writ.FailureCode;
import dev.writ.IdSource;
import dev.writ.WritException;
import dev.writ.agent.AgentDirectory;
import dev.writ.event.EventLog;
import dev.writ.permission.Approvals;
import dev.writ.permission.Ceiling;
import dev.writ.permission.CeilingBasis;
import dev.writ.permission.CeilingSettings;
import dev.writ.permission.DatabasePermissionManager;
import dev.writ.process.Execution;
import dev.writ.process.ProcessSpec;
import dev.writ.process.Processes;
import dev.writ.process.Runs;
import dev.writ.sandbox.Workspace;
import dev.writ.store.Database;
import dev.writ.store.Transaction;
import dev.writ.task.NewTask;
import dev.writ.task.Task;
import dev.writ.task.TaskStore;
import dev.writ.task.Tree;
import dev.writ.task.TreeStore;
import dev.writ.tool.ArgumentValidator;
import dev.writ.tool.git.RepositorySharing;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.BiConsumer;
import java.util.function.Function;

/**
 * The engine: takes requests in, wakes tasks, and brings them through crashes. What it has accepted is in the database
 * before it answers. Safe for use by many threads.
 */
public final class Engine implements Execution, AutoCloseable {
    private final Database database;
    private final InstantSource clock;
    private final IdSource ids;
    private final TaskStore tasks;
    private final TreeStore trees;
    private final CeilingSettings ceilings;
    private final Workspaces workspaces;
    private final WaitingLine line;
    private final Endings endings;
    private final Work work;
    private final TaskRunner runner;
    private final Dispatcher dispatcher;
    private final List<BiConsumer<Transaction, Task>> onAccept = new CopyOnWriteArrayList<>();
    private final Leases leases;

    /** The stored things the engine works on. */
    public record Stores(
            Database database,
            EventLog events,
            TaskStore tasks,
            TreeStore trees,
            DatabasePermissionManager permissions,
            Approvals approvals,
            OpenWaits waits) {}

    /** How tasks are worked on; processes need the engine and the engine needs them, so they are made inside it. */
    public record Work(Processes processes, AgentDirectory agents, Runs runs) {}

    /**
     * How much is taken on.
     *
     * @param concurrentTasks how many tasks are worked on at a time
     * @param queuedRequests how many requests may wait to be begun; more are refused, and some are kept free for those who
     *     have none there
     */
    public record Capacity(int concurrentTasks, int queuedRequests) {}

    public Engine(
            Stores stores,
            InstantSource clock,
            IdSource ids,
            CeilingSettings ceilings,
            Workspaces workspaces,
            Capacity capacity,
            Function<Execution, Work> work) {
        this.database = stores.database();
        this.clock = clock;
        this.ids = ids;
        this.tasks = stores.tasks();
        this.trees = stores.trees();
        this.ceilings = ceilings;
        this.workspaces = workspaces;
        this.line = new WaitingLine(capacity.queuedRequests());
        this.work = work.apply(this);
        this.endings =
                new Endings(database, tasks, trees, stores.permissions(), stores.approvals(), stores.waits(), this);
        this.leases = Leases.of(database);
        this.runner =
                new TaskRunner(database, tasks, this.work.processes(), this.work.runs(), endings, leases, this::wakeUp);
        this.dispatcher = new Dispatcher(database, ids, capacity.concurrentTasks(), runner::run);
    }

    /** Has the listener write in the transaction that accepts a request, with its first task. */
    public void onAccept(BiConsumer<Transaction, Task> listener) {
        onAccept.add(listener);
    }

    /** Goes on with whatever was under way when Writ last stopped, and takes new work. */
    public void start() {
        dispatcher.start();
        List<String> open = database.read(
                handle -> handle.createQuery("""
                        SELECT id FROM tasks
                        WHERE state NOT IN ('completed', 'failed', 'cancelled', 'manual_hold') ORDER BY depth, id
                        """).mapTo(String.class).list());
        if (!open.isEmpty()) {
            database.writeOnly(transaction -> open.forEach(id -> enqueue(transaction, id)));
        }
    }

    /**
     * Accepts a request; it is durable when this returns.
     *
     * @throws WritException with {@code workspace_unusable} when the workspace cannot be worked in, with {@code not_found}
     *     when there is no such process or agent, with {@code invalid_arguments} when the parameters are not the process's,
     *     with {@code limit_reached} when as many requests wait to be begun as may, in all or of this person
     */
    public Task submit(Submission submission) {
        return submit(submission, (transaction, task) -> {});
    }

    /**
     * As {@link #submit(Submission)}, with more that is written in the same transaction.
     *
     * @param more does not run where the key is that of an earlier submission
     */
    public Task submit(Submission submission, BiConsumer<Transaction, Task> more) {
        checkNames(submission);
        Optional<Workspace> workspace = submission.workspace().map(workspaces::open);
        Ceiling ceiling = ceiling(submission, workspace);
        return database.write(transaction -> {
            Optional<Task> known = known(transaction, submission);
            if (known.isPresent()) {
                return known.get();
            }
            line.checkRoom(transaction, submission.submittedBy());
            return accept(transaction, submission, workspace, ceiling, more);
        });
    }

    /**
     * As {@link #submit(Submission)} for a request of Writ's own without a workspace, as part of the caller's transaction.
     * It is taken however many wait.
     */
    public Task submit(Transaction transaction, Submission submission) {
        Ceiling ceiling = Ceiling.forSubmission(false, submission.allow(), ceilings);
        return known(transaction, submission)
                .orElseGet(() -> accept(transaction, submission, Optional.empty(), ceiling, (same, task) -> {}));
    }

    /**
     * The ceiling under which a submission would be worked on; nothing is written.
     *
     * @throws WritException as {@link #submit(Submission)} does
     */
    public Ceiling ceiling(Submission submission) {
        checkNames(submission);
        return ceiling(submission, submission.workspace().map(workspaces::open));
    }

    private Ceiling ceiling(Submission submission, Optional<Workspace> workspace) {
        return new CeilingBasis(workspace.isPresent(), submission.allow(), isShared(workspace)).under(ceilings);
    }

    private void checkNames(Submission submission) {
        ProcessSpec process = work.processes().get(submission.process()).spec();
        if (!submission.agent().isEmpty()) {
            work.agents().get(submission.agent());
        }
        if (submission.parameters().isEmpty() && !process.parameters().has("required")) {
            return;
        }
        ArgumentValidator.compile(process.parameters())
                .firstMistake(submission.parameters())
                .ifPresent(mistake -> {
                    throw new WritException(
                            FailureCode.INVALID_ARGUMENTS,
                            "The parameters do not fit: " + mistake,
                            "See what it takes with `writ processes get " + process.name() + "`.");
                });
    }

    /** What an earlier submission with the same key became. */
    private Optional<Task> known(Transaction transaction, Submission submission) {
        return submission.key().isEmpty()
                ? Optional.empty()
                : trees.bySubmissionKey(transaction.handle(), submission.key())
                        .map(id -> tasks.get(transaction.handle(), id));
    }

    private Task accept(
            Transaction transaction,
            Submission submission,
            Optional<Workspace> workspace,
            Ceiling ceiling,
            BiConsumer<Transaction, Task> more) {
        String id = ids.next("task");
        trees.create(transaction, tree(id, submission, workspace, ceiling), submission.key());
        Task task = tasks.create(transaction, root(id, submission), submission.submittedBy());
        more.accept(transaction, task);
        for (BiConsumer<Transaction, Task> listener : onAccept) {
            listener.accept(transaction, task);
        }
        enqueue(transaction, id);
        return task;
    }

    /** A repository that nobody else shares has no branches to protect from a local commit. */
    private static boolean isShared(Optional<Workspace> workspace) {
        return workspace
                .filter(folder -> RepositorySharing.isUnshared(folder.root()))
                .isEmpty();
    }

    private Tree tree(String id, Submission submission, Optional<Workspace> workspace, Ceiling ceiling) {
        return new Tree(
                id,
                submission.request(),
                submission.submittedBy(),
                workspace.map(folder -> folder.root().toString()).orElse(""),
                ceiling.toJson(),
                submission.budget(),
                submission.approvalTimeout(),
                submission.stepMode(),
                new Tree.Spent(0, 0, 0, 0),
                clock.instant(),
                Optional.<Instant>empty());
    }

    private static NewTask root(String id, Submission submission) {
        return new NewTask(
                id,
                id,
                "",
                "",
                0,
                submission.request().lines().findFirst().orElse("").strip(),
                submission.request(),
                submission.process(),
                submission.agent(),
                submission.parameters(),
                submission.priority(),
                false,
                List.of());
    }

    /** Of the same priority, what has begun goes before what has not. */
    @Override
    public void enqueue(Transaction transaction, String task) {
        long priority = transaction
                .handle()
                .createQuery("""
                        SELECT 2 * priority + CASE WHEN state = 'created' AND parent = '' THEN 0 ELSE 1 END
                        FROM tasks WHERE id = :id
                        """)
                .bind("id", task)
                .mapTo(Long.class)
                .one();
        dispatcher.enqueue(transaction, task, Math.clamp(priority, Integer.MIN_VALUE, Integer.MAX_VALUE));
    }

    @Override
    public void runHere(String task) {
        runner.run(task);
    }

    /** Does what follows from the end of a task that was cancelled; its open subtasks are cancelled too. */
    void followEnd(Transaction transaction, Task ended) {
        endings.follow(transaction, ended, false);
    }

    /** Interrupts what works on the task on this node; the caller has changed the task's state before. */
    void interrupt(String task) {
        runner.interrupt(task);
    }

    private void wakeUp(String task) {
        database.writeOnly(transaction -> enqueue(transaction, task));
    }

    /** Looks whether another node has left something to do. */
    void lookForWork() {
        dispatcher.look();
    }

    /** Goes on with what dead nodes were working on. */
    void takeOver() {
        if (!leases.someAreLeft()) {
            return;
        }
        database.writeOnly(transaction -> leases.free(transaction).forEach(task -> enqueue(transaction, task)));
    }

    /** Breaks off all that is under way here, as in a crash, and comes back when it has ended. */
    void dropEverything() {
        runner.dropEverything();
    }

    /** Whether tasks are worked on: it was started and is not being stopped. */
    public boolean isRunning() {
        return dispatcher.isRunning();
    }

    /** Stops taking work. What is under way breaks off as in a crash and goes on at the next start. */
    @Override
    public void close() {
        runner.stop();
        dispatcher.close();
    }
}
