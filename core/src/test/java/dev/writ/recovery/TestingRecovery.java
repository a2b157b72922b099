package dev.writ.recovery;

import dev.writ.FailureCode;
import dev.writ.Json;
import dev.writ.WritException;
import dev.writ.entity.Definitions;
import dev.writ.entity.EntityRef;
import dev.writ.entity.Quarantine;
import dev.writ.permission.Approvals;
import dev.writ.permission.BasePermissions;
import dev.writ.permission.DatabasePermissionManager;
import dev.writ.permission.TwoPeople;
import dev.writ.process.Execution;
import dev.writ.process.JournaledRun;
import dev.writ.process.ProcessOutcome;
import dev.writ.process.ProcessRun;
import dev.writ.process.Runs;
import dev.writ.process.Suspended;
import dev.writ.recovery.health.Finding;
import dev.writ.recovery.health.Sighting;
import dev.writ.recovery.health.Sign;
import dev.writ.recovery.health.Subject;
import dev.writ.store.Database;
import dev.writ.store.TestingStore;
import dev.writ.store.Transaction;
import dev.writ.task.Budget;
import dev.writ.task.NewTask;
import dev.writ.task.Task;
import dev.writ.task.TaskStore;
import dev.writ.task.Tree;
import dev.writ.task.TreeStore;
import dev.writ.tool.message.MessageRoutes;
import dev.writ.tool.message.Outbox;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Proxy;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.Consumer;
import java.util.function.Supplier;

/** The recovery process over a real journal, run by hand, with what it reaches outside written down. */
final class TestingRecovery implements AutoCloseable {
    final TestingStore store;
    final Definitions definitions;
    final Incidents incidents;
    final Recovery parts;
    final List<String> starts = new ArrayList<>();
    final Set<String> handedIn = new LinkedHashSet<>();
    boolean failing;
    private final TreeStore trees;
    private final TaskStore tasks;
    private final Runs runs;

    /** The end of the process, as by kill -9. */
    static final class Killed extends Error {
        private static final long serialVersionUID = 1L;
    }

    TestingRecovery(Path folder) {
        this.store = TestingStore.open(folder);
        Database database = store.database();
        this.trees = new TreeStore(database, store.clock());
        this.tasks = new TaskStore(database, store.events(), store.clock());
        this.definitions = new Definitions(database, store.events(), store.clock(), store.ids());
        Quarantine quarantine = new Quarantine(store.events(), store.clock());
        DatabasePermissionManager permissions = new DatabasePermissionManager(
                database, store.events(), store.clock(), store.ids(), new BasePermissions(database, store.events()));
        this.incidents =
                new Incidents(database, store.events(), store.clock(), store.ids(), quarantine, Limits.STANDARD);
        this.parts = Recovery.of(
                incidents,
                new Repairs(database, definitions, quarantine, permissions, reach()),
                Limits.STANDARD,
                new Outbox(store.events(), store.clock(), store.ids(), MessageRoutes.stored()),
                definitions,
                store.events(),
                store.clock());
        this.runs = Runs.journaled(new JournaledRun.Services(
                database,
                store.clock(),
                store.ids(),
                tasks,
                trees,
                new Approvals(database, store.events(), store.clock(), store.ids(), permissions, TwoPeople.NEVER),
                permissions,
                null,
                new Execution() {
                    @Override
                    public void enqueue(Transaction transaction, String task) {}

                    @Override
                    public void runHere(String task) {}
                }));
    }

    private Repairs.Reach reach() {
        return new Repairs.Reach() {
            @Override
            public String handIn(String task, String key) {
                handedIn.add(key);
                return "task_" + key;
            }

            @Override
            public void wake(Transaction transaction, String task) {}

            @Override
            public void startServer(String name) {
                if (failing) {
                    throw new WritException(FailureCode.UNAVAILABLE, "It does not come up.", "See its log.");
                }
                starts.add(name);
            }

            @Override
            public boolean endExperiment(EntityRef definition, String reason) {
                return false;
            }
        };
    }

    Finding finding(Sign sign, Subject subject, String signature) {
        return new Finding(
                sign,
                signature,
                subject,
                "What is seen: " + signature,
                true,
                List.of(new Sighting("", store.clock().instant())),
                1,
                Json.object());
    }

    Optional<Incident> see(Finding finding) {
        Task task = root();
        return incidents.see(finding, (transaction, incident) -> task.id());
    }

    Incident open(Finding finding) {
        Task task = root();
        Incident incident = incidents
                .see(finding, (transaction, opened) -> {
                    transaction.execute(
                            "UPDATE tasks SET parameters = ?, process = 'recovery' WHERE id = ?",
                            Json.write(Json.object().put("incident", opened.id())),
                            task.id());
                    return task.id();
                })
                .orElseThrow();
        return incident;
    }

    private Task root() {
        String id = store.ids().next("task");
        return store.database().write(transaction -> {
            trees.create(
                    transaction,
                    new Tree(
                            id,
                            "recover",
                            "policy",
                            "",
                            Json.object(),
                            Budget.DEFAULT,
                            Duration.ofMinutes(10),
                            false,
                            new Tree.Spent(0, 0, 0, 0),
                            store.clock().instant(),
                            Optional.empty()),
                    "");
            return tasks.create(
                    transaction,
                    new NewTask(
                            id,
                            id,
                            "",
                            "",
                            0,
                            "recover",
                            "recover",
                            "neutral_task",
                            "",
                            Json.object(),
                            0,
                            false,
                            List.of()),
                    "policy");
        });
    }

    void incidents(Consumer<Transaction> work) {
        store.database().writeOnly(work);
    }

    /** Runs until it waits, which gives nothing, or ends. */
    Optional<ProcessOutcome> run(Incident incident) {
        return run(runs.of(task(incident)));
    }

    private Optional<ProcessOutcome> run(ProcessRun run) {
        try {
            return Optional.of(new RecoveryProcess(parts).run(run));
        } catch (Suspended e) {
            return Optional.empty();
        }
    }

    /** Runs until one more step is in the journal, and no further. */
    Optional<ProcessOutcome> runKilledAfterNewStep(Incident incident) {
        int before = steps(incident);
        ProcessRun real = runs.of(task(incident));
        return run(decorated(
                real,
                () -> {
                    if (steps(incident) > before) {
                        throw new Killed();
                    }
                },
                ""));
    }

    /** Runs, and breaks off when the work of the step is done and not yet in the journal. */
    Optional<ProcessOutcome> runKilledInside(Incident incident, String step) {
        return run(decorated(runs.of(task(incident)), () -> {}, step));
    }

    private static ProcessRun decorated(ProcessRun real, Runnable after, String killedInside) {
        return (ProcessRun) Proxy.newProxyInstance(
                ProcessRun.class.getClassLoader(), new Class<?>[] {ProcessRun.class}, (proxy, method, arguments) -> {
                    if (method.getName().equals("step") && arguments[0].equals(killedInside)) {
                        Supplier<?> work = (Supplier<?>) arguments[2];
                        arguments[2] = (Supplier<?>) () -> {
                            Object _ = work.get();
                            throw new Killed();
                        };
                    }
                    try {
                        Object result = method.invoke(real, arguments);
                        after.run();
                        return result;
                    } catch (InvocationTargetException e) {
                        throw e.getCause();
                    }
                });
    }

    private int steps(Incident incident) {
        return store.database()
                .read(handle -> handle.createQuery("SELECT COUNT(*) FROM process_steps WHERE task = :task")
                        .bind("task", incident.task())
                        .mapTo(Integer.class)
                        .one());
    }

    private Task task(Incident incident) {
        return tasks.get(incident.task());
    }

    /** Answers whatever is asked. */
    void answer(String words) {
        incidents(transaction -> transaction.execute(
                "UPDATE user_messages SET state = 'answered', answer = ? WHERE state = 'asked'", words));
    }

    /** A request that has failed. */
    String failedRequest() {
        Task task = root();
        incidents(transaction -> transaction.execute("UPDATE tasks SET state = 'failed' WHERE id = ?", task.id()));
        return task.id();
    }

    /** Has the request done something that cannot be repeated. */
    void unsafeCall(String task) {
        incidents(transaction -> transaction.execute("""
                INSERT INTO tool_usage_events (call, task, tree, agent, tool, operation, authority, arguments_hash,
                                               arguments, accesses, effect, started_at, outcome)
                VALUES ('c', ?, ?, 'worker', 'github', 'push', 'grant', '', '{}', '[]', 'unsafe', 0, 'succeeded')
                """, task, task));
    }

    @Override
    public void close() {
        store.close();
    }
}
