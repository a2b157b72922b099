package dev.writ.prediction;

import dev.writ.FailureCode;
import dev.writ.WritException;
import dev.writ.permission.Assignment;
import dev.writ.permission.AssignmentView;
import dev.writ.permission.DatabasePermissionManager;
import dev.writ.store.Database;
import dev.writ.tool.UsedScopes;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;

/**
 * Lets grants keep what is used of them: once half of its time is over, a grant that was used narrows to the operations and
 * the scope of its calls so far. Whoever needs the rest again asks for it.
 */
public final class Retention {
    private final Database database;
    private final DatabasePermissionManager permissions;
    private final InstantSource clock;

    public Retention(Database database, DatabasePermissionManager permissions, InstantSource clock) {
        this.database = database;
        this.permissions = permissions;
        this.clock = clock;
    }

    /** Narrows what is due; how many grants became narrower. */
    public int narrow() {
        int narrowed = 0;
        for (String id : due()) {
            Optional<AssignmentView> grant = permissions.assignment(id);
            if (grant.isPresent() && narrow(grant.get().assignment())) {
                narrowed++;
            }
        }
        return narrowed;
    }

    private List<String> due() {
        return database.read(handle -> handle.createQuery("""
                        SELECT a.id FROM task_tool_assignments a
                        WHERE a.state = 'live' AND a.uses > 0 AND a.expires_at > :now
                          AND a.granted_at + a.expires_at <= 2 * :now
                          AND NOT EXISTS (SELECT 1 FROM events e
                                          WHERE e.kind = 'grant' AND e.entity = a.id AND e.type = 'grant.narrowed')
                        ORDER BY a.granted_at LIMIT 200
                        """)
                .bind("now", clock.millis())
                .mapTo(String.class)
                .list());
    }

    private boolean narrow(Assignment grant) {
        Optional<UsedScopes.Used> used =
                database.read(handle -> UsedScopes.ofAssignment(handle, grant.id(), grant.tool()));
        if (used.isEmpty()
                || (used.get().scope().covers(grant.scope())
                        && used.get().operations().equals(grant.operations()))
                || !grant.scope().covers(used.get().scope())) {
            return false;
        }
        try {
            database.writeOnly(transaction -> permissions.narrow(
                    transaction, grant.id(), used.get().operations(), used.get().scope(), grant.expiresAt(), "engine"));
            return true;
        } catch (WritException e) {
            if (e.failure().code() == FailureCode.NOT_FOUND || e.failure().code() == FailureCode.DENIED) {
                // It ended or became narrower in between.
                return false;
            }
            throw e;
        }
    }
}
