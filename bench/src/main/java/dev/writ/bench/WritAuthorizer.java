package dev.writ.bench;

import dev.writ.Json;
import dev.writ.TimeOrderedIds;
import dev.writ.event.EventLog;
import dev.writ.permission.Access;
import dev.writ.permission.Allow;
import dev.writ.permission.BasePermissions;
import dev.writ.permission.Ceiling;
import dev.writ.permission.CeilingSettings;
import dev.writ.permission.DatabasePermissionManager;
import dev.writ.permission.Decision;
import dev.writ.store.Database;
import dev.writ.store.SqliteStore;
import dev.writ.store.Transaction;
import java.nio.file.Path;
import java.time.Duration;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;

/** Writ's own {@link DatabasePermissionManager} over a database of live assignments, all in memory. */
final class WritAuthorizer implements Authorizer<WritAuthorizer.Call>, AutoCloseable {
    private static final int TASKS_A_TREE = 10;
    private static final int ROWS_A_BATCH = 50_000;
    private static final InstantSource CLOCK = InstantSource.system();

    private final Database database;
    private final DatabasePermissionManager permissions;

    /** A call as the gateway asks about it. */
    record Call(String task, String tool, String operation, List<Access> accesses) {}

    private WritAuthorizer(Database database) {
        this.database = database;
        TimeOrderedIds ids = new TimeOrderedIds(CLOCK, new Random(1));
        EventLog events = new EventLog(database, CLOCK, ids);
        this.permissions =
                new DatabasePermissionManager(database, events, CLOCK, ids, new BasePermissions(database, events));
    }

    static WritAuthorizer with(Rules rules, Path file) {
        WritAuthorizer authorizer = new WritAuthorizer(SqliteStore.open(file));
        authorizer.fill(rules);
        authorizer.permissions.loadAll();
        return authorizer;
    }

    private void fill(Rules rules) {
        String ceiling = Json.write(Ceiling.forSubmission(true, Set.of(Allow.EDIT), CeilingSettings.defaults())
                .toJson());
        long now = CLOCK.millis();
        long expiry = CLOCK.instant().plus(Duration.ofDays(1)).toEpochMilli();
        inBatches((rules.tasks() + TASKS_A_TREE - 1) / TASKS_A_TREE, """
                INSERT INTO trees (id, request, submitted_by, workspace, ceiling, budget, approval_seconds, started_at)
                SELECT printf('tree_%020d', i), 'measure', 'person:user', '/workspace', :ceiling, '{}', 60, :now
                FROM numbers""", Map.of("ceiling", ceiling, "now", now));
        inBatches(rules.tasks(), """
                INSERT INTO tasks (id, tree, depth, title, instruction, process, agent, state, version, created_at,
                                   updated_at)
                SELECT printf('task_%020d', i), printf('tree_%020d', i / 10), 0, 'measure', 'measure', 'single_agent',
                       'worker', 'tool_processing', 1, :now, :now
                FROM numbers""", Map.of("now", now));
        for (Rules.Verb verb : Rules.Verb.values()) {
            String scope =
                    switch (verb) {
                        case READ -> "'{\"read\":[\"src/module' || (i % 1000) || '/**\"],\"write\":[]}'";
                        case WRITE -> "'{\"read\":[],\"write\":[\"src/module' || (i % 1000) || '/**\"]}'";
                    };
            inBatches(
                    rules.tasks(),
                    """
                    INSERT INTO task_tool_assignments (id, task, tree, agent, tool, operations, scope, reason,
                                                       approved_by, granted_at, expires_at, state)
                    SELECT :tool || printf('_%%020d', i), printf('task_%%020d', i), printf('tree_%%020d', i / 10),
                           'worker', :tool, :operations, %s, 'to be measured', 'policy', :now, :expiry, 'live'
                    FROM numbers""".formatted(scope),
                    Map.of(
                            "tool",
                            verb.tool(),
                            "operations",
                            Json.write(List.of(verb.operation())),
                            "now",
                            now,
                            "expiry",
                            expiry));
        }
    }

    /** Runs an insertion for the numbers from 0, some thousand in each transaction. */
    private void inBatches(int count, String insertion, Map<String, ?> parameters) {
        for (int from = 0; from < count; from += ROWS_A_BATCH) {
            int first = from;
            int until = Math.min(count, from + ROWS_A_BATCH);
            database.writeOnly(transaction -> run(transaction, first, until, insertion, parameters));
        }
    }

    private static void run(Transaction transaction, int from, int until, String insertion, Map<String, ?> parameters) {
        transaction
                .handle()
                .createUpdate("WITH RECURSIVE numbers (i) AS "
                        + "(VALUES (:from) UNION ALL SELECT i + 1 FROM numbers WHERE i + 1 < :until) " + insertion)
                .bind("from", from)
                .bind("until", until)
                .bindMap(parameters)
                .execute();
    }

    @Override
    public Call prepare(Question question) {
        Access access =
                switch (question.verb()) {
                    case READ -> new Access.FileAccess(question.path(), Access.FileVerb.READ);
                    case WRITE -> new Access.FileAccess(question.path(), Access.FileVerb.WRITE);
                };
        return new Call(question.task(), question.verb().tool(), question.verb().operation(), List.of(access));
    }

    @Override
    public boolean allows(Call call) {
        return permissions.check(call.task(), call.tool(), call.operation(), call.accesses())
                instanceof Decision.Allowed;
    }

    @Override
    public void close() {
        database.close();
    }
}
