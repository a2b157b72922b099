package dev.writ.bench;

import dev.writ.Json;
import dev.writ.Redacted;
import dev.writ.TimeOrderedIds;
import dev.writ.event.EventLog;
import dev.writ.permission.Allow;
import dev.writ.permission.BasePermissions;
import dev.writ.permission.Ceiling;
import dev.writ.permission.CeilingSettings;
import dev.writ.permission.DatabasePermissionManager;
import dev.writ.permission.GrantProposal;
import dev.writ.permission.Scope;
import dev.writ.sandbox.Workspace;
import dev.writ.store.Database;
import dev.writ.store.SqliteStore;
import dev.writ.task.Budget;
import dev.writ.task.NewTask;
import dev.writ.task.TaskStore;
import dev.writ.task.Tree;
import dev.writ.task.TreeStore;
import dev.writ.tool.CallContext;
import dev.writ.tool.GatewayCall;
import dev.writ.tool.GatewaySettings;
import dev.writ.tool.OutcomeRecorder;
import dev.writ.tool.ToolGateway;
import dev.writ.tool.ToolOutcome;
import dev.writ.tool.ToolRegistry;
import dev.writ.tool.file.FileSystemServer;
import dev.writ.tool.sql.SqlServer;
import dev.writ.tool.sql.SqlSource;
import java.nio.file.Path;
import java.time.Duration;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.Set;
import tools.jackson.databind.node.ObjectNode;

/** The real gateway with the file and query tools as they ship, and one task that was granted them. */
final class WorkingGateway implements AutoCloseable {
    private static final InstantSource CLOCK = InstantSource.system();
    private static final String AGENT = "worker";
    private static final String TASK = "task_00000000000000000001";

    private final Database database;
    private final ToolGateway gateway;
    private final DatabasePermissionManager permissions;
    private final Optional<Workspace> workspace;
    private int calls;

    WorkingGateway(Path file, Path root, Map<String, SqlSource> sources) {
        this.database = SqliteStore.open(file);
        this.workspace = Optional.of(Workspace.open(root));
        TimeOrderedIds ids = new TimeOrderedIds(CLOCK, new Random(1));
        EventLog events = new EventLog(database, CLOCK, ids);
        SqlServer queries = new SqlServer(sources, CLOCK);
        this.permissions = new DatabasePermissionManager(
                database, events, CLOCK, ids, new BasePermissions(database, events), queries);
        ToolRegistry registry = new ToolRegistry(
                List.of(new FileSystemServer(database, events, CLOCK, ids), queries), database, events, CLOCK);
        this.gateway = new ToolGateway(
                database,
                events,
                registry,
                permissions,
                permissions::useCounted,
                raw -> Redacted.of(raw).text(),
                CLOCK,
                ids,
                GatewaySettings.defaults().withCallsPerMinute(Integer.MAX_VALUE));
        TaskStore tasks = new TaskStore(database, events, CLOCK);
        TreeStore trees = new TreeStore(database, CLOCK);
        database.writeOnly(transaction -> {
            trees.create(transaction, tree(), "");
            tasks.create(transaction, newTask(), "person:user");
        });
        grant("file_system_listing", new Scope.FileScope(List.of("**"), List.of()));
        grant("file_edit", new Scope.FileScope(List.of("**"), List.of("**")));
        grant("sql_lite", new Scope.QueryScope(List.of("shop:*")));
    }

    private void grant(String tool, Scope scope) {
        database.writeOnly(transaction -> permissions.grant(
                transaction,
                new GrantProposal(TASK, tool, Set.of(), scope, Duration.ofHours(1), 0, "to be measured"),
                "person:user"));
    }

    private static Tree tree() {
        return new Tree(
                TASK,
                "measure",
                "person:user",
                "",
                Ceiling.forSubmission(true, Set.of(Allow.values()), CeilingSettings.defaults())
                        .toJson(),
                Budget.DEFAULT,
                Duration.ofMinutes(1),
                false,
                new Tree.Spent(0, 0, 0, 0),
                CLOCK.instant(),
                Optional.empty());
    }

    private static NewTask newTask() {
        return new NewTask(
                TASK, TASK, "", "", 0, "measure", "measure", "single_agent", AGENT, Json.object(), 0, false, List.of());
    }

    /** Makes a call that must succeed; how long its text is. */
    int call(String operation, ObjectNode arguments) {
        CallContext context = new CallContext("call_" + ++calls, TASK, TASK, AGENT, workspace);
        ToolOutcome outcome = gateway.call(new GatewayCall(context, operation, arguments), OutcomeRecorder.NONE);
        if (outcome instanceof ToolOutcome.Succeeded(var result)) {
            return result.text().length();
        }
        throw new IllegalStateException("The call did not succeed: " + outcome);
    }

    @Override
    public void close() {
        gateway.close();
        database.close();
    }
}
