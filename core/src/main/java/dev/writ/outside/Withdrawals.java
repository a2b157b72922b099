package dev.writ.outside;

import dev.writ.FailureCode;
import dev.writ.Json;
import dev.writ.WritException;
import dev.writ.permission.Approvals;
import dev.writ.runtime.Steering;
import dev.writ.store.Database;
import java.util.List;

/** Ends what an agent waited for and does not want any more. Safe for use by many threads. */
final class Withdrawals {
    private final Database database;
    private final Approvals approvals;
    private final Steering steering;

    Withdrawals(Database database, Approvals approvals, Steering steering) {
        this.database = database;
        this.approvals = approvals;
        this.steering = steering;
    }

    /**
     * Cancels the task of a call, and closes what it has asked a person. Nothing happens where it has ended.
     *
     * @param by {@code agent:NAME}
     */
    void withdraw(String task, String by) {
        try {
            steering.cancel(task, by, "the agent withdrew it");
        } catch (WritException e) {
            if (e.failure().code() != FailureCode.ILLEGAL_TRANSITION) {
                throw e;
            }
        }
        List<String> asked = askedBy(task);
        database.writeOnly(transaction -> asked.forEach(id -> approvals.withdraw(transaction, id, by)));
    }

    /** The requests that nobody else waits for: who asks for the same again joins the request that waits. */
    private List<String> askedBy(String task) {
        return database.read(handle -> handle.createQuery("""
                        SELECT s.result FROM process_steps s
                        WHERE s.task = :task AND s.name LIKE 'ask:%'
                          AND NOT EXISTS (SELECT 1 FROM process_steps o JOIN tasks t ON t.id = o.task
                                          WHERE o.task <> :task AND o.name LIKE 'ask:%' AND o.result = s.result
                                            AND t.state NOT IN ('completed', 'failed', 'cancelled'))
                        """)
                .bind("task", task)
                .mapTo(String.class)
                .map(result -> Json.parse(result).asString(""))
                .list());
    }
}
