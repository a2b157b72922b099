package dev.writ.process;

import dev.writ.IdSource;
import dev.writ.Json;
import dev.writ.permission.ApprovalRequest;
import dev.writ.permission.Approvals;
import dev.writ.permission.DatabasePermissionManager;
import dev.writ.store.Database;
import dev.writ.store.Transaction;
import dev.writ.task.NewTask;
import dev.writ.task.Task;
import dev.writ.task.TaskState;
import dev.writ.task.TaskStore;
import dev.writ.task.Tree;
import dev.writ.task.TreeStore;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.function.BiFunction;
import java.util.function.Function;
import java.util.function.Predicate;
import java.util.function.Supplier;
import org.jdbi.v3.core.Handle;
import tools.jackson.databind.JsonNode;

/** A run of a task's process over its journal. Every write checks that the task is still as this run knows it. */
public final class JournaledRun implements ProcessRun {
    private final Services services;
    private final Journal journal;
    private final Tree tree;
    private Task task;

    /** What every run needs. */
    public record Services(
            Database database,
            InstantSource clock,
            IdSource ids,
            TaskStore tasks,
            TreeStore trees,
            Approvals approvals,
            DatabasePermissionManager permissions,
            AgentLoop agents,
            Execution execution) {}

    JournaledRun(Services services, Task task) {
        this.services = services;
        this.task = task;
        this.tree = services.trees().get(task.tree());
        this.journal = new Journal(services.database(), services.clock(), task.id());
    }

    @Override
    public Task task() {
        return task;
    }

    @Override
    public Tree tree() {
        return tree;
    }

    @Override
    public String newTaskId() {
        return services.ids().next("task");
    }

    @Override
    public <T> T step(String name, Class<T> type, Supplier<T> work) {
        Optional<JsonNode> recorded = journal.replay(name);
        if (recorded.isPresent()) {
            return Json.convert(recorded.get(), type);
        }
        Instant startedAt = services.clock().instant();
        T result = work.get();
        services.database().writeOnly(transaction -> {
            services.tasks().checkUnchanged(transaction, task);
            journal.record(transaction, name, result, startedAt);
        });
        return result;
    }

    @Override
    public <T> T stepWriting(String name, Class<T> type, Function<Transaction, T> work) {
        return stepWriting(name, type, () -> Boolean.TRUE, (transaction, ignored) -> work.apply(transaction));
    }

    @Override
    public <P, T> T stepWriting(String name, Class<T> type, Supplier<P> before, BiFunction<Transaction, P, T> work) {
        Optional<JsonNode> recorded = journal.replay(name);
        if (recorded.isPresent()) {
            return Json.convert(recorded.get(), type);
        }
        Instant startedAt = services.clock().instant();
        P known = before.get();
        return services.database().write(transaction -> {
            services.tasks().checkUnchanged(transaction, task);
            T result = work.apply(transaction, known);
            journal.record(transaction, name, result, startedAt);
            return result;
        });
    }

    @Override
    public void assignAgent(String agent) {
        Optional<JsonNode> recorded = journal.replay("agent");
        if (recorded.isPresent()) {
            return;
        }
        task = services.database().write(transaction -> {
            services.tasks().checkUnchanged(transaction, task);
            Task assigned = task;
            if (!task.agent().equals(agent)) {
                services.permissions().taskChanged(transaction, task.id());
                assigned = services.tasks().assignAgent(transaction, task, agent);
            }
            journal.record(transaction, "agent", agent, services.clock().instant());
            return assigned;
        });
    }

    @Override
    public Task child(String step, Function<ProcessRun, NewTask> draft) {
        String id = stepWriting(step, String.class, transaction -> create(transaction, draft.apply(this)));
        if (!journal.has(step + ":ended")) {
            services.execution().runHere(id);
        }
        awaitAll(step, List.of(id));
        return services.tasks().get(id);
    }

    @Override
    public List<Task> children(String step, Function<ProcessRun, List<NewTask>> drafts) {
        String[] ids = stepWriting(
                step,
                String[].class,
                transaction -> drafts.apply(this).stream()
                        .map(draft -> {
                            String id = create(transaction, draft);
                            services.execution().enqueue(transaction, id);
                            return id;
                        })
                        .toArray(String[]::new));
        awaitAll(step, List.of(ids));
        return Arrays.stream(ids).map(services.tasks()::get).toList();
    }

    @Override
    public Task ended(String process) {
        awaitThat("ended:" + process, handle -> completedChild(process).isPresent());
        return completedChild(process).orElseThrow();
    }

    private Optional<Task> completedChild(String process) {
        return services.tasks().children(task.id()).stream()
                .filter(child -> child.process().equals(process) && child.state() == TaskState.COMPLETED)
                .findFirst();
    }

    @Override
    public ProcessOutcome agent() {
        AgentLoop.Ended ended = services.agents().run(task, tree);
        task = ended.task();
        return ended.outcome();
    }

    @Override
    public ApprovalRequest decision(String approval) {
        awaitThat(
                "decided:" + approval,
                handle -> services.approvals().get(approval).state() != ApprovalRequest.State.PENDING);
        return services.approvals().get(approval);
    }

    @Override
    public void until(String step, Predicate<Handle> condition) {
        awaitThat(step, condition);
    }

    private String create(Transaction transaction, NewTask draft) {
        return services.tasks()
                .create(transaction, draft, "process:" + task.process())
                .id();
    }

    private void awaitAll(String step, List<String> ids) {
        awaitThat(
                step + ":ended",
                handle -> ids.stream()
                        .allMatch(id -> services.tasks().get(handle, id).state().isFinal()));
    }

    /**
     * Goes on if the condition holds, and then for ever: that it held is a step of the journal. Else leaves the task
     * waiting, decided in the very transaction that looked.
     */
    private void awaitThat(String step, Predicate<Handle> condition) {
        if (journal.replay(step).isPresent()) {
            return;
        }
        Instant startedAt = services.clock().instant();
        boolean ready = services.database().write(transaction -> {
            services.tasks().checkUnchanged(transaction, task);
            boolean holds = condition.test(transaction.handle());
            TaskState next = holds ? TaskState.PROCESS_ASSIGNED : TaskState.WAITING_ON_DEPENDENCIES;
            task = services.tasks().move(transaction, task, next, "engine");
            if (holds) {
                journal.record(transaction, step, true, startedAt);
            }
            return holds;
        });
        if (!ready) {
            throw new Suspended();
        }
    }
}
