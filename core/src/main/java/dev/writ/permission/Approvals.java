package dev.writ.permission;

import dev.writ.FailureCode;
import dev.writ.IdSource;
import dev.writ.WritException;
import dev.writ.event.AuditedTable;
import dev.writ.event.EventLog;
import dev.writ.event.NewEvent;
import dev.writ.permission.ApprovalRequest.Answer;
import dev.writ.permission.ApprovalRequest.State;
import dev.writ.store.Database;
import dev.writ.store.Transaction;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jdbi.v3.core.Handle;

/**
 * Grants that wait for a person. The first answer counts, silence means no, no agent answers, and exactly what was
 * approved is granted, once. Safe for use by many threads.
 */
public final class Approvals {
    private static final int MOST_AT_ONCE = 10_000;

    private final Database database;
    private final EventLog events;
    private final InstantSource clock;
    private final IdSource ids;
    private final DatabasePermissionManager permissions;
    private final TwoPeople twoPeople;

    /** @param twoPeople for what one yes is not enough */
    public Approvals(
            Database database,
            EventLog events,
            InstantSource clock,
            IdSource ids,
            DatabasePermissionManager permissions,
            TwoPeople twoPeople) {
        this.database = database;
        this.events = events;
        this.clock = clock;
        this.ids = ids;
        this.permissions = permissions;
        this.twoPeople = twoPeople;
    }

    /**
     * Asks a person. Asking again for the same, while it waits, gives the request that waits already.
     *
     * @param why why no rule approves it, in one sentence
     * @throws WritException with {@code not_found} when there is no such task
     */
    public ApprovalRequest request(Transaction transaction, GrantProposal asked, String why, Instant expiresAt) {
        GrantProposal proposal = permissions.pinned(asked);
        Handle handle = transaction.handle();
        Optional<ApprovalRequest> waiting = pendingOf(handle, proposal.task()).stream()
                .filter(request -> request.proposal().asksSameAs(proposal)
                        && clock.instant().isBefore(request.expiresAt()))
                .findFirst();
        if (waiting.isPresent()) {
            return waiting.get();
        }
        record Asker(String tree, String agent) {}
        Asker asker = handle.createQuery("SELECT tree, agent FROM tasks WHERE id = :task")
                .bind("task", proposal.task())
                .map((row, context) -> new Asker(row.getString("tree"), row.getString("agent")))
                .findOne()
                .orElseThrow(() -> new WritException(
                        FailureCode.NOT_FOUND,
                        "There is no task " + Quoted.of(proposal.task()) + ".",
                        "List them with `writ task ls`."));
        ApprovalRequest request = new ApprovalRequest(
                ids.next("approval"),
                proposal.task(),
                asker.tree(),
                asker.agent(),
                proposal,
                why,
                State.PENDING,
                Optional.empty(),
                "",
                "",
                Optional.empty(),
                "",
                Instant.ofEpochMilli(clock.millis()),
                Instant.ofEpochMilli(expiresAt.toEpochMilli()),
                Optional.empty());
        ApprovalTable.insert(handle, request, ApprovalBinding.of(handle, request));
        events.append(
                transaction,
                event("approval.requested", request, "agent:" + request.agent())
                        .withData(proposal.toJson().put("why", why)),
                AuditedTable.APPROVAL.row(request.id()));
        return request;
    }

    /**
     * Answers for a person. Whoever of the same agent and tree waits for the same powers gets the same answer. Where two
     * people have to agree, the first yes is only kept, and the request waits for somebody else's; one no is enough.
     *
     * @param by {@code person:NAME}
     * @return the request with its decision
     * @throws WritException with {@code denied} when an agent answers or more is approved than was asked, with {@code
     *     conflict} when it was decided before, by this very person or finally, or when agent or tool are not those it
     *     was asked for, with {@code approval_expired} when it is too late, with {@code not_found}
     */
    public ApprovalRequest decide(Transaction transaction, String id, Answer answer, String by, String reason) {
        ApprovalRequest request = get(transaction.handle(), id);
        if (!Person.is(by)) {
            throw new WritException(
                    FailureCode.DENIED,
                    by.equals("agent:" + request.agent())
                            ? "Nobody approves their own request."
                            : "Only a person decides on a request, not " + Quoted.of(by) + ".",
                    "Wait for a person's answer.");
        }
        if (request.state() != State.PENDING && request.state() != State.EXPIRED) {
            throw new WritException(
                    FailureCode.CONFLICT,
                    "The request was already decided: " + request.state().id() + " by " + request.decidedBy() + ".",
                    "Look at it with `writ approvals ls`; a grant can still be revoked.");
        }
        if (request.state() == State.EXPIRED || !clock.instant().isBefore(request.expiresAt())) {
            throw new WritException(
                    FailureCode.APPROVAL_EXPIRED,
                    "The request expired at " + request.expiresAt() + ", which counts as no.",
                    "Have the agent ask again.");
        }
        for (ApprovalRequest alike : waitingWith(transaction.handle(), request)) {
            switch (answer) {
                case Answer.Approve approve -> {
                    checkBinding(transaction.handle(), alike);
                    GrantProposal approved = narrowed(alike.most(), approve);
                    if (twoPeople.needed(approved.tool()) && alike.firstYes().isEmpty()) {
                        firstYes(transaction, alike, approved, by, reason);
                    } else {
                        checkOther(alike, by);
                        end(transaction, alike, State.APPROVED, Optional.of(approved), by, reason);
                    }
                }
                case Answer.Deny ignored -> end(transaction, alike, State.DENIED, Optional.empty(), by, reason);
            }
        }
        return get(transaction.handle(), id);
    }

    /** Whether two people have to agree to it. */
    public boolean needsTwoPeople(ApprovalRequest request) {
        return twoPeople.needed(request.proposal().tool());
    }

    /** This pending request, and those that an answer to it answers too; their tasks are to be woken then. */
    public List<ApprovalRequest> waitingWith(Transaction transaction, String id) {
        return waitingWith(transaction.handle(), get(transaction.handle(), id));
    }

    private List<ApprovalRequest> waitingWith(Handle handle, ApprovalRequest request) {
        return pendingOfTree(handle, request.tree()).stream()
                .filter(request::asksAlike)
                .toList();
    }

    private List<ApprovalRequest> pendingOfTree(Handle handle, String tree) {
        return ApprovalTable.find(
                        handle,
                        "state = 'pending' AND (:tree = '' OR tree = :tree) AND expires_at > :now",
                        Map.of("tree", tree, "now", clock.millis()),
                        MOST_AT_ONCE)
                .reversed();
    }

    /**
     * What a person is asked now, newest first: requests for the same powers by the same agent of a tree are one question.
     *
     * @param tree only of this tree; empty for all
     */
    public List<ApprovalQuestion> questions(String tree, int limit) {
        return database.read(handle -> ApprovalQuestion.of(pendingOfTree(handle, tree))).reversed().stream()
                .limit(limit)
                .toList();
    }

    private static void checkBinding(Handle handle, ApprovalRequest request) {
        if (!ApprovalTable.boundTo(handle, request.id()).equals(ApprovalBinding.of(handle, request))) {
            throw new WritException(
                    FailureCode.CONFLICT,
                    "Since this was asked, the task got another agent or the tool another definition.",
                    "Deny it and have the agent ask again.");
        }
    }

    /**
     * Answers a request that waits with what a person said beforehand: as asked, for no longer than the rule gives.
     *
     * @param rule one that covers the request
     */
    public void decideByRule(Transaction transaction, ApprovalRequest request, StandingRule rule) {
        GrantProposal asked = request.proposal();
        Duration most = rule.proposal().duration();
        GrantProposal approved =
                asked.with(asked.scope(), asked.duration().compareTo(most) < 0 ? asked.duration() : most);
        end(transaction, request, State.APPROVED, Optional.of(approved), rule.createdBy(), "by " + rule.name());
        events.append(
                transaction,
                NewEvent.of("rule.applied", "rule", rule.id())
                        .in(request.tree(), request.task())
                        .by(rule.createdBy())
                        .with("approval", request.id()));
    }

    private void firstYes(
            Transaction transaction, ApprovalRequest request, GrantProposal approved, String by, String reason) {
        ApprovalRequest.FirstYes yes = new ApprovalRequest.FirstYes(by, approved, clock.instant());
        ApprovalTable.keepFirstYes(transaction.handle(), request.id(), yes);
        events.append(
                transaction,
                event("approval.first_yes", request, by)
                        .with("tool", request.proposal().tool())
                        .with("reason", reason)
                        .with("approved", approved.canonical()),
                AuditedTable.APPROVAL.row(request.id()));
    }

    private static void checkOther(ApprovalRequest request, String by) {
        if (request.firstYes().filter(yes -> yes.by().equals(by)).isPresent()) {
            throw new WritException(
                    FailureCode.CONFLICT,
                    "You have said yes to this already, and a second person has to.",
                    "Have somebody else approve it, or deny it.");
        }
    }

    static GrantProposal narrowed(GrantProposal proposal, Answer.Approve answer) {
        Scope scope = Scopes.boundTo(answer.scope().orElse(proposal.scope()), proposal.scope());
        Duration duration = answer.duration().orElse(proposal.duration());
        if (!proposal.scope().covers(scope) || duration.compareTo(proposal.duration()) > 0) {
            throw new WritException(
                    FailureCode.DENIED,
                    "An approval can allow less than was asked for, or than the first of two people allowed, and not more.",
                    "Approve it as asked, or with a narrower scope or a shorter time.");
        }
        return proposal.with(scope, duration);
    }

    private void end(
            Transaction transaction,
            ApprovalRequest request,
            State state,
            Optional<GrantProposal> approved,
            String by,
            String reason) {
        Instant now = clock.instant();
        if (ApprovalTable.decide(transaction.handle(), request.id(), state, approved, by, reason, now.toEpochMilli())) {
            NewEvent event = event("approval." + state.id(), request, by)
                    .ended(state.id(), Duration.between(request.createdAt(), now))
                    .with("tool", request.proposal().tool())
                    .with("reason", reason);
            events.append(
                    transaction,
                    approved.map(proposal -> event.with("approved", proposal.canonical()))
                            .orElse(event),
                    AuditedTable.APPROVAL.row(request.id()));
        }
    }

    /**
     * Makes the grant that a person approved, for the time that is left of what was allowed since the answer. Asking again
     * gives the same grant.
     *
     * @throws WritException with {@code approval_denied}, {@code approval_expired} or {@code conflict} when it is not
     *     approved, or as {@link DatabasePermissionManager#grant} does
     */
    public Assignment grant(Transaction transaction, String id) {
        ApprovalRequest request = get(transaction.handle(), id);
        if (!request.grant().isEmpty()) {
            return AssignmentTable.find(transaction.handle(), request.grant())
                    .orElseThrow()
                    .assignment();
        }
        GrantProposal approved = request.approved().orElseThrow(() -> notApproved(request));
        checkBinding(transaction.handle(), request);
        Assignment assignment = permissions.grant(transaction, fromDecision(request, approved), request.decidedBy());
        ApprovalTable.granted(transaction.handle(), id, assignment.id());
        events.append(
                transaction,
                event("approval.granted", request, "engine").with("grant", assignment.id()),
                AuditedTable.APPROVAL.row(id));
        return assignment;
    }

    /**
     * The time that was allowed counts from the answer, however long the task was held before it took its grant: nobody
     * says yes to an hour of some other day.
     */
    private GrantProposal fromDecision(ApprovalRequest request, GrantProposal approved) {
        Duration passed = Duration.ofSeconds(request.decidedAt()
                .map(decided -> Duration.between(decided, clock.instant()))
                .filter(since -> !since.isNegative())
                .orElse(Duration.ZERO)
                .toSeconds());
        if (passed.compareTo(approved.duration()) >= 0) {
            throw new WritException(
                    FailureCode.APPROVAL_EXPIRED,
                    "It was approved for " + GrantDuration.words(approved.duration())
                            + ", and that time is over before the task went on.",
                    "Ask again if it is still needed.");
        }
        return approved.with(approved.scope(), approved.duration().minus(passed));
    }

    private static WritException notApproved(ApprovalRequest request) {
        return switch (request.state()) {
            case DENIED ->
                new WritException(
                        FailureCode.APPROVAL_DENIED,
                        "The request was denied by " + request.decidedBy() + ".",
                        "Go on without it.");
            case EXPIRED ->
                new WritException(
                        FailureCode.APPROVAL_EXPIRED, "Nobody answered the request in time.", "Go on without it.");
            case PENDING, APPROVED ->
                new WritException(
                        FailureCode.CONFLICT, "The request waits for a person.", "Answer it with `writ approve`.");
        };
    }

    /** Closes what nobody answered in time; those that were closed. */
    public List<ApprovalRequest> expireDue(Transaction transaction) {
        return close(
                transaction,
                ApprovalTable.find(
                        transaction.handle(),
                        "state = 'pending' AND expires_at <= :now",
                        Map.of("now", clock.millis()),
                        MOST_AT_ONCE),
                "nobody answered in time");
    }

    /** Closes a request that who asked no longer wants answered; nothing happens where it is none, or decided. */
    public void withdraw(Transaction transaction, String id, String by) {
        ApprovalTable.find(transaction.handle(), "state = 'pending' AND id = :id", Map.of("id", id), 1)
                .forEach(request ->
                        end(transaction, request, State.EXPIRED, Optional.empty(), by, "who asked withdrew it"));
    }

    /** To be called in the transaction that ends a task: closes what it still waits for. */
    public List<ApprovalRequest> endTask(Transaction transaction, String task) {
        return close(transaction, pendingOf(transaction.handle(), task), "the task ended");
    }

    private List<ApprovalRequest> close(Transaction transaction, List<ApprovalRequest> requests, String reason) {
        requests.forEach(request -> end(transaction, request, State.EXPIRED, Optional.empty(), "engine", reason));
        return requests;
    }

    /** @throws WritException with {@code not_found} */
    public ApprovalRequest get(String id) {
        return database.read(handle -> get(handle, id));
    }

    private static ApprovalRequest get(Handle handle, String id) {
        return ApprovalTable.find(handle, "id = :id", Map.of("id", id), 1).stream()
                .findFirst()
                .orElseThrow(() -> new WritException(
                        FailureCode.NOT_FOUND,
                        "There is no approval request " + Quoted.of(id) + ".",
                        "List them with `writ approvals ls`."));
    }

    /**
     * Requests, newest first.
     *
     * @param state only these; empty for all
     * @param task only of this task; empty for all
     * @param tree only of this tree; empty for all
     */
    public List<ApprovalRequest> list(Optional<State> state, String task, String tree, int limit) {
        return database.read(handle -> ApprovalTable.find(
                handle, """
                (:state = '' OR state = :state) AND (:task = '' OR task = :task) AND (:tree = '' OR tree = :tree)
                """, Map.of("state", state.map(State::id).orElse(""), "task", task, "tree", tree), limit));
    }

    private static List<ApprovalRequest> pendingOf(Handle handle, String task) {
        return ApprovalTable.find(handle, "state = 'pending' AND task = :task", Map.of("task", task), MOST_AT_ONCE);
    }

    private static NewEvent event(String type, ApprovalRequest request, String by) {
        return NewEvent.of(type, "approval", request.id())
                .in(request.tree(), request.task())
                .by(by);
    }
}
