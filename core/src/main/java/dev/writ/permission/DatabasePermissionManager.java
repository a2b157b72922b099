package dev.writ.permission;

import dev.writ.FailureCode;
import dev.writ.IdSource;
import dev.writ.WritException;
import dev.writ.event.EventLog;
import dev.writ.permission.Decision.Allowed;
import dev.writ.permission.Decision.Authority;
import dev.writ.permission.Explanation.Part;
import dev.writ.permission.Explanation.Step;
import dev.writ.store.Database;
import dev.writ.store.Transaction;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Queue;
import java.util.Set;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.function.Consumer;
import java.util.function.Function;
import java.util.function.UnaryOperator;
import org.jdbi.v3.core.Handle;
import org.jspecify.annotations.Nullable;

/**
 * Permissions whose truth is in the database and whose checks are in memory. What a transaction changes is in force when
 * {@link Database#write} returns, and not at all when the transaction fails. Safe for use by many threads.
 */
public final class DatabasePermissionManager implements Permissions {
    private static final System.Logger LOG = System.getLogger(DatabasePermissionManager.class.getName());
    private static final String CORE = "core";

    private final Database database;
    private final InstantSource clock;
    private final BasePermissions base;
    private final PermissionCheck.BaseLookup lookup;
    private final PermissionIndex index;
    private final Function<String, Optional<TaskEntry>> delegators;
    private final EndListeners listeners = new EndListeners();
    private final GrantBook book;
    private final UnaryOperator<Scope> pin;
    // Seen to be expired by a check; the next sweep writes it down, even if the clock has been set back since.
    private final Queue<String> seenExpired = new ConcurrentLinkedQueue<>();

    /** For an installation without named queries, where no scope has anything to be bound to. */
    public DatabasePermissionManager(
            Database database, EventLog events, InstantSource clock, IdSource ids, BasePermissions base) {
        this(database, events, clock, ids, base, UnaryOperator.identity());
    }

    /** @param queries what each named query is by now; a grant is bound to it */
    public DatabasePermissionManager(
            Database database,
            EventLog events,
            InstantSource clock,
            IdSource ids,
            BasePermissions base,
            QueryDefinitions queries) {
        this(database, events, clock, ids, base, queries::pin);
    }

    private DatabasePermissionManager(
            Database database,
            EventLog events,
            InstantSource clock,
            IdSource ids,
            BasePermissions base,
            UnaryOperator<Scope> pin) {
        this.database = database;
        this.clock = clock;
        this.base = base;
        this.lookup = base::find;
        this.index = new PermissionIndex(database);
        this.delegators = index::find;
        this.book = new GrantBook(index, listeners, events, clock, ids, pin);
        this.pin = pin;
    }

    /** What agents of each type may always do, sorted by agent and tool. */
    public List<BasePermission> basePermissions() {
        return base.list();
    }

    @Override
    public Decision check(String task, String tool, String operation, List<Access> accesses) {
        if (tool.equals(CORE)) {
            return new Allowed(new Authority.Core());
        }
        try {
            PermissionCheck check = prepare(task, tool, operation, accesses);
            if (check == null) {
                return Receipt.noTask();
            }
            Authority authority = check.authority();
            return authority != null ? new Allowed(authority) : Receipt.of(check);
        } catch (RuntimeException e) {
            LOG.log(System.Logger.Level.ERROR, "A permission check failed, and so denied the call.", e);
            return Receipt.error();
        }
    }

    @Override
    public boolean visible(String task, String tool, String operation) {
        if (tool.equals(CORE)) {
            return true;
        }
        try {
            PermissionCheck check = prepare(task, tool, operation, List.of());
            return check != null && check.isVisible();
        } catch (RuntimeException e) {
            LOG.log(System.Logger.Level.ERROR, "A visibility check failed, and so hid the operation.", e);
            return false;
        }
    }

    @Override
    public List<Scope> scopes(String task, String tool, String operation) {
        try {
            PermissionCheck check = prepare(task, tool, operation, List.of());
            return check != null && check.isVisible() ? check.scopes() : List.of();
        } catch (RuntimeException e) {
            LOG.log(System.Logger.Level.ERROR, "The scopes of a task could not be read, and so were not shown.", e);
            return List.of();
        }
    }

    @Override
    public Explanation explain(String task, String tool, String operation, List<Access> accesses) {
        if (tool.equals(CORE)) {
            return new Explanation(
                    new Allowed(new Authority.Core()),
                    List.of(),
                    List.of(new Step(Part.TOOL, CORE, true, "The core toolkit belongs to every agent.")));
        }
        PermissionCheck check = prepare(task, tool, operation, accesses);
        return check == null
                ? ExplainedCheck.noTask(task, accesses)
                : new ExplainedCheck(check, assignments(AssignmentFilter.all().ofTask(task))).explanation();
    }

    private @Nullable PermissionCheck prepare(String task, String tool, String operation, List<Access> accesses) {
        TaskEntry entry = index.known(task);
        if (entry == null) {
            entry = index.find(task).orElse(null);
            if (entry == null) {
                return null;
            }
        }
        long now = clock.millis();
        return new PermissionCheck(withoutExpired(entry, now), delegators, lookup, now, tool, operation, accesses);
    }

    /** What has once been seen to be expired stays so, whatever the clock says later. */
    private TaskEntry withoutExpired(TaskEntry entry, long now) {
        TaskEntry current = entry;
        for (Assignment assignment : entry.expired(now)) {
            Assignment expired = assignment.in(Assignment.State.EXPIRED);
            current = current.with(expired);
            index.apply(expired);
            seenExpired.add(assignment.id());
        }
        return current;
    }

    @Override
    public Optional<Duration> timeLeft(String task, Set<String> assignments) {
        Instant now = clock.instant();
        return assignments.isEmpty()
                ? Optional.empty()
                : index.find(task)
                        .flatMap(entry -> entry.firstExpiry(assignments).map(end -> Duration.between(now, end)));
    }

    @Override
    public void onEnd(Consumer<Assignment> listener) {
        listeners.add(listener);
    }

    /**
     * Calls the watcher after a grant of a task was given, narrowed or ended and checks know of it, with the task. Watchers
     * must be quick and not throw: they run on the thread that commits.
     */
    public void onChange(Consumer<String> watcher) {
        index.watch(watcher);
    }

    /**
     * Gives a tool to a task.
     *
     * @param approvedBy {@code policy}, where the ceiling approves it by itself, or {@code person:NAME}
     * @throws WritException with {@code denied} outside the ceiling or without the approval it needs, with {@code
     *     conflict} when the task is over, with {@code not_found} when there is none
     */
    public Assignment grant(Transaction transaction, GrantProposal proposal, String approvedBy) {
        return book.grant(transaction, proposal, approvedBy);
    }

    /** The same proposal, bound to what its names mean now, so that a later answer is about what was asked. */
    GrantProposal pinned(GrantProposal proposal) {
        return proposal.with(pin.apply(proposal.scope()), proposal.duration());
    }

    /**
     * Ends one assignment now; no effect on one that has ended, but a last call under it is stopped.
     *
     * @throws WritException with {@code not_found}
     */
    public AssignmentView revoke(Transaction transaction, String id, String by, String reason) {
        book.end(
                transaction,
                "id = :id",
                Map.of("id", id),
                assignment -> assignment.id().equals(id),
                Assignment.State.REVOKED,
                by,
                reason);
        return AssignmentTable.find(transaction.handle(), id)
                .orElseThrow(() -> new WritException(
                        FailureCode.NOT_FOUND,
                        "There is no grant " + Quoted.of(id) + ".",
                        "List them with `writ grants ls`."));
    }

    /** Ends all assignments of a task; how many there were. */
    public int revokeTask(Transaction transaction, String task, String by, String reason) {
        return endTask(transaction, task, Assignment.State.REVOKED, by, reason);
    }

    /** Ends all assignments of a tree; how many there were. */
    public int revokeTree(Transaction transaction, String tree, String by, String reason) {
        return book.end(
                transaction,
                "tree = :tree",
                Map.of("tree", tree),
                assignment -> assignment.tree().equals(tree),
                Assignment.State.REVOKED,
                by,
                reason);
    }

    /** Ends every assignment there is; how many there were. */
    public int revokeAll(Transaction transaction, String by, String reason) {
        return book.end(transaction, "1 = 1", Map.of(), any -> true, Assignment.State.REVOKED, by, reason);
    }

    /** To be called in the transaction that ends a task: ends its assignments and whatever else it might do. */
    public int endTask(Transaction transaction, String task) {
        int ended = endTask(transaction, task, Assignment.State.TASK_ENDED, "engine", "the task ended");
        transaction.afterCommit(() -> index.forget(task));
        return ended;
    }

    private int endTask(Transaction transaction, String task, Assignment.State state, String by, String reason) {
        return book.end(
                transaction,
                "task = :task",
                Map.of("task", task),
                assignment -> assignment.task().equals(task),
                state,
                by,
                reason);
    }

    /** To be called in the transaction that gives a task another agent. */
    public void taskChanged(Transaction transaction, String task) {
        transaction.afterCommit(() -> index.forget(task));
    }

    /** To be called when another node may have changed what a task is or may do. */
    public void changedElsewhere(String task) {
        index.forget(task);
    }

    /** To be called when another node has granted, narrowed or ended an assignment: checks and calls under way follow. */
    public void changedElsewhere(String task, String id) {
        changedElsewhere(task);
        assignment(id)
                .map(AssignmentView::assignment)
                .filter(assignment -> assignment.state() != Assignment.State.LIVE)
                .ifPresent(listeners::tell);
    }

    /**
     * Narrows a live assignment, for which nobody needs to be asked.
     *
     * @throws WritException with {@code denied} when any part would be wider than before, with {@code not_found} when no
     *     such assignment lives
     */
    public Assignment narrow(
            Transaction transaction, String id, Set<String> operations, Scope scope, Instant expiresAt, String by) {
        return book.narrow(transaction, id, operations, scope, expiresAt, by);
    }

    /**
     * Counts one use. False when the assignment is not live any more, has expired or has no use left: the call must not
     * run then. Of a limited number of uses never more are counted, however many callers there are.
     */
    public boolean useCounted(Transaction transaction, String id) {
        return book.use(transaction, id);
    }

    /** Writes down what has expired, and ends what has gone unused for so long. */
    public Swept sweep(Transaction transaction, Duration idleLimit) {
        long now = clock.millis();
        int expired = book.end(
                transaction,
                "expires_at <= :now",
                Map.of("now", now),
                assignment -> now >= assignment.expiresAt().toEpochMilli(),
                Assignment.State.EXPIRED,
                "engine",
                "its time was over");
        List<String> seen = List.copyOf(seenExpired);
        for (String id : seen) {
            expired += book.end(
                    transaction,
                    "id = :id",
                    Map.of("id", id),
                    assignment -> assignment.id().equals(id),
                    Assignment.State.EXPIRED,
                    "engine",
                    "its time was over");
        }
        transaction.afterCommit(() -> seenExpired.removeAll(seen));
        int unused = book.end(
                transaction,
                "COALESCE(last_used_at, granted_at) <= :idle",
                Map.of("idle", now - idleLimit.toMillis()),
                assignment -> false,
                Assignment.State.UNUSED,
                "engine",
                "unused for " + GrantDuration.words(idleLimit));
        return new Swept(expired, unused);
    }

    /** How many assignments a sweep ended, and why. */
    public record Swept(int expired, int unused) {}

    /** Assignments as people see them, newest first. */
    public List<AssignmentView> assignments(AssignmentFilter filter) {
        return database.read(handle -> AssignmentTable.list(handle, filter));
    }

    public Optional<AssignmentView> assignment(String id) {
        return database.read(handle -> AssignmentTable.find(handle, id));
    }

    /** What a task holds at this moment. */
    public List<Assignment> held(String task) {
        long now = clock.millis();
        return index.find(task).map(entry -> entry.inForce(now)).orElse(List.of());
    }

    /** What another policy would have decided on what is on record, as the handle sees it. */
    public PolicyReplay replay(Handle handle, CeilingSettings policy) {
        return new PolicyReplay(handle, lookup, policy);
    }

    /** Loads into memory whatever is live, so that the first check of a task need not wait for the database. */
    public void loadAll() {
        index.loadAll();
    }
}
