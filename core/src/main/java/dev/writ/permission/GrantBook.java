package dev.writ.permission;

import dev.writ.FailureCode;
import dev.writ.IdSource;
import dev.writ.Json;
import dev.writ.WritException;
import dev.writ.event.AuditedTable;
import dev.writ.event.EventLog;
import dev.writ.store.Transaction;
import dev.writ.task.TaskState;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Predicate;
import java.util.function.UnaryOperator;
import org.jdbi.v3.core.Handle;

/** Changes assignments: the table and the event in the transaction, the index and the listeners after its commit. */
final class GrantBook {
    private final PermissionIndex index;
    private final EndListeners listeners;
    private final EventLog events;
    private final InstantSource clock;
    private final IdSource ids;
    private final UnaryOperator<Scope> pin;
    // Used up while their last call may still run; whatever would have ended them ends that call.
    private final ConcurrentHashMap<String, Assignment> usedUp = new ConcurrentHashMap<>();

    /** @param pin binds a scope to what its names mean when it is granted */
    GrantBook(
            PermissionIndex index,
            EndListeners listeners,
            EventLog events,
            InstantSource clock,
            IdSource ids,
            UnaryOperator<Scope> pin) {
        this.index = index;
        this.listeners = listeners;
        this.events = events;
        this.clock = clock;
        this.ids = ids;
        this.pin = pin;
    }

    /** The task that a grant is for, as the transaction sees it. */
    private record Receiver(String tree, String agent, Ceiling ceiling, boolean over) {}

    Assignment grant(Transaction transaction, GrantProposal proposal, String approvedBy) {
        Receiver receiver = receiver(transaction.handle(), proposal.task());
        if (receiver.over()) {
            throw new WritException(
                    FailureCode.CONFLICT,
                    "The task has ended or is being cancelled, so it can be granted nothing.",
                    "Submit the request again.");
        }
        checkApprover(ApprovalPolicy.decide(receiver.ceiling(), proposal), approvedBy);
        Instant now = Instant.ofEpochMilli(clock.millis());
        Assignment assignment = new Assignment(
                ids.next("grant"),
                proposal.task(),
                receiver.tree(),
                receiver.agent(),
                proposal.tool(),
                proposal.operations(),
                pin.apply(proposal.scope()),
                proposal.reason(),
                approvedBy,
                now,
                now.plus(proposal.duration()),
                proposal.maximumUses(),
                Assignment.State.LIVE);
        AssignmentTable.insert(transaction.handle(), assignment);
        events.append(transaction, GrantEvents.issued(assignment), AuditedTable.GRANT.row(assignment.id()));
        transaction.afterCommit(() -> index.apply(assignment));
        return assignment;
    }

    private static Receiver receiver(Handle handle, String task) {
        return handle.createQuery("""
                        SELECT t.tree, t.agent, t.state, t.stop_asked, r.ceiling
                        FROM tasks t JOIN trees r ON r.id = t.tree WHERE t.id = :task
                        """)
                .bind("task", task)
                .map((row, context) -> new Receiver(
                        row.getString("tree"),
                        row.getString("agent"),
                        Ceiling.read(Json.parse(row.getString("ceiling"))),
                        TaskState.parse(row.getString("state")).isFinal()
                                || !row.getString("stop_asked").isEmpty()))
                .findOne()
                .orElseThrow(() -> new WritException(
                        FailureCode.NOT_FOUND,
                        "There is no task " + Quoted.of(task) + ".",
                        "List them with `writ task ls`."));
    }

    private static void checkApprover(Verdict verdict, String approvedBy) {
        boolean person = Person.is(approvedBy);
        switch (verdict) {
            case Verdict.OutsideCeiling outside ->
                throw new WritException(
                        FailureCode.DENIED,
                        outside.sentence(),
                        "Submit the request again with what it needs, or change the ceiling in writ.yaml.");
            case Verdict.NeedsPerson needs -> require(person, needs.reason());
            case Verdict.Automatic ignored ->
                require(
                        person || approvedBy.equals("policy"),
                        "Only the policy or a person approves a grant, not " + Quoted.of(approvedBy) + ".");
        }
    }

    private static void require(boolean approved, String otherwise) {
        if (!approved) {
            throw new WritException(FailureCode.DENIED, otherwise, "Have a person approve it with `writ approve`.");
        }
    }

    /** Ends the live assignments that fit the condition, and the last calls of used-up ones that fit {@code alike}. */
    int end(
            Transaction transaction,
            String condition,
            Map<String, ?> parameters,
            Predicate<Assignment> alike,
            Assignment.State state,
            String by,
            String reason) {
        List<Assignment> live = AssignmentTable.live(transaction.handle(), condition, parameters);
        for (Assignment assignment : live) {
            endOne(transaction, assignment, state, by, reason);
        }
        transaction.afterCommit(() -> usedUp.values().stream().filter(alike).forEach(assignment -> {
            if (usedUp.remove(assignment.id(), assignment)) {
                listeners.tell(assignment.in(state));
            }
        }));
        return live.size();
    }

    private void endOne(
            Transaction transaction, Assignment assignment, Assignment.State state, String by, String reason) {
        Instant now = clock.instant();
        if (AssignmentTable.end(transaction.handle(), assignment.id(), state, by, reason, now.toEpochMilli())) {
            Assignment ended = assignment.in(state);
            events.append(transaction, GrantEvents.ended(ended, by, reason, now), AuditedTable.GRANT.row(ended.id()));
            transaction.afterCommit(() -> {
                index.apply(ended);
                listeners.tell(ended);
            });
        }
    }

    boolean use(Transaction transaction, String id) {
        Instant now = clock.instant();
        return switch (AssignmentTable.use(transaction.handle(), id, now.toEpochMilli())) {
            case NONE -> false;
            case COUNTED -> true;
            case LAST -> {
                AssignmentTable.find(transaction.handle(), id)
                        .map(AssignmentView::assignment)
                        .ifPresent(assignment -> useUp(transaction, assignment, now));
                yield true;
            }
        };
    }

    private void useUp(Transaction transaction, Assignment assignment, Instant now) {
        events.append(
                transaction,
                GrantEvents.ended(assignment, "engine", "last use", now),
                AuditedTable.GRANT.row(assignment.id()));
        transaction.afterCommit(() -> {
            usedUp.put(assignment.id(), assignment);
            index.apply(assignment);
        });
    }

    Assignment narrow(
            Transaction transaction, String id, Set<String> operations, Scope scope, Instant expiresAt, String by) {
        Assignment now = AssignmentTable.find(transaction.handle(), id)
                .map(AssignmentView::assignment)
                .filter(assignment -> assignment.state() == Assignment.State.LIVE)
                .orElseThrow(() -> new WritException(
                        FailureCode.NOT_FOUND,
                        "There is no live grant " + Quoted.of(id) + ".",
                        "List them with `writ grants ls`."));
        Scope bound = Scopes.boundTo(scope, now.scope());
        Assignment narrowed = now.limitedTo(operations, bound, Instant.ofEpochMilli(expiresAt.toEpochMilli()));
        boolean fewer = now.operations().isEmpty()
                || (!operations.isEmpty() && now.operations().containsAll(operations));
        if (!fewer || !now.scope().covers(bound) || narrowed.expiresAt().isAfter(now.expiresAt())) {
            throw new WritException(
                    FailureCode.DENIED,
                    "That would widen the grant, and widening needs an approval.",
                    "Ask for a new grant with need_more_tools.");
        }
        AssignmentTable.narrow(transaction.handle(), narrowed);
        events.append(transaction, GrantEvents.narrowed(narrowed, by), AuditedTable.GRANT.row(narrowed.id()));
        transaction.afterCommit(() -> index.apply(narrowed));
        return narrowed;
    }
}
