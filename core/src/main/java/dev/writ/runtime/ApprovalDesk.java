package dev.writ.runtime;

import dev.writ.permission.ApprovalRequest;
import dev.writ.permission.ApprovalRequest.Answer;
import dev.writ.permission.Approvals;
import dev.writ.permission.StandingRules;
import dev.writ.store.Database;
import dev.writ.store.Transaction;
import java.time.Duration;
import java.util.List;

/** Where a person's decision on what an agent asks for arrives: with it, whoever waited for the same answer goes on. */
public final class ApprovalDesk {
    private final Database database;
    private final Approvals approvals;
    private final StandingRules rules;
    private final Engine engine;

    public ApprovalDesk(Database database, Approvals approvals, StandingRules rules, Engine engine) {
        this.database = database;
        this.approvals = approvals;
        this.rules = rules;
        this.engine = engine;
    }

    /**
     * Decides, durably. Where two people have to agree, the first yes leaves the request pending.
     *
     * @param by {@code person:NAME}
     * @throws dev.writ.WritException where there is no such request, or it is decided or too late
     */
    public ApprovalRequest decide(String id, Answer answer, String by, String reason) {
        return database.write(transaction -> decide(transaction, id, answer, by, reason));
    }

    /**
     * Approves, and lets the answer stand for later requests of the same kind; both or neither.
     *
     * @param lasting how long the rule holds
     * @throws dev.writ.WritException as {@link #decide} and {@link StandingRules#create}
     */
    public ApprovalRequest approveAsRule(String id, Answer.Approve answer, Duration lasting, String by, String reason) {
        return database.write(transaction -> {
            ApprovalRequest decided = decide(transaction, id, answer, by, reason);
            rules.create(transaction, decided, lasting, by);
            return decided;
        });
    }

    private ApprovalRequest decide(Transaction transaction, String id, Answer answer, String by, String reason) {
        List<ApprovalRequest> alike = approvals.waitingWith(transaction, id);
        ApprovalRequest decided = approvals.decide(transaction, id, answer, by, reason);
        if (decided.state() != ApprovalRequest.State.PENDING) {
            alike.forEach(one -> engine.enqueue(transaction, one.task()));
        }
        return decided;
    }
}
