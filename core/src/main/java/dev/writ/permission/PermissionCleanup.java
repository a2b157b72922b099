package dev.writ.permission;

import dev.writ.permission.DatabasePermissionManager.Swept;
import dev.writ.store.Database;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.jdbi.v3.core.Handle;

/**
 * Ends what has expired or gone unused, and closes what nobody answered. Checks do not depend on it: they look at the
 * clock themselves. It needs no thread of its own; whoever runs it asks when it is due next.
 */
public final class PermissionCleanup {
    private final Database database;
    private final DatabasePermissionManager permissions;
    private final Approvals approvals;
    private final Duration idleLimit;

    /** @param idleLimit how long a grant may go unused */
    public PermissionCleanup(
            Database database, DatabasePermissionManager permissions, Approvals approvals, Duration idleLimit) {
        this.database = database;
        this.permissions = permissions;
        this.approvals = approvals;
        this.idleLimit = idleLimit;
    }

    /** @param expiredApprovals whose tasks go on now, without the grant */
    public record Cleaned(Swept grants, List<ApprovalRequest> expiredApprovals) {}

    /** Ends all that is due now, in one transaction. */
    public Cleaned run() {
        return database.write(transaction ->
                new Cleaned(permissions.sweep(transaction, idleLimit), approvals.expireDue(transaction)));
    }

    /** When the next thing is due: an expiry, an idle limit or a time to answer; empty when there is nothing to wait for. */
    public Optional<Instant> nextDue() {
        return database.read(this::nextDue);
    }

    private Optional<Instant> nextDue(Handle handle) {
        return handle.createQuery("""
                        SELECT MIN(due) FROM (
                            SELECT MIN(expires_at) AS due FROM task_tool_assignments WHERE state = 'live'
                            UNION ALL
                            SELECT MIN(last_used_at) + :idle FROM task_tool_assignments WHERE state = 'live'
                            UNION ALL
                            SELECT MIN(granted_at) + :idle FROM task_tool_assignments
                            WHERE state = 'live' AND last_used_at IS NULL
                            UNION ALL
                            SELECT MIN(expires_at) FROM approvals WHERE state = 'pending') AS dues
                        """)
                .bind("idle", idleLimit.toMillis())
                .map((row, context) -> {
                    long due = row.getLong(1);
                    return row.wasNull() ? Optional.<Instant>empty() : Optional.of(Instant.ofEpochMilli(due));
                })
                .one();
    }
}
