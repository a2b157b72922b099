package dev.writ.runtime;

import dev.writ.FailureCode;
import dev.writ.Json;
import dev.writ.WritException;
import dev.writ.permission.Approvals;
import dev.writ.permission.DatabasePermissionManager;
import dev.writ.process.Execution;
import dev.writ.store.Database;
import dev.writ.store.Transaction;
import dev.writ.task.Task;
import dev.writ.task.TaskResult;
import dev.writ.task.TaskState;
import dev.writ.task.TaskStore;
import dev.writ.task.TreeStore;
import java.util.List;

/** What follows from the end of a task: its grants end, its open subtasks are cancelled, who waited for it goes on. */
final class Endings {
    private final Database database;
    private final TaskStore tasks;
    private final TreeStore trees;
    private final DatabasePermissionManager permissions;
    private final Approvals approvals;
    private final OpenWaits waits;
    private final Execution execution;

    Endings(
            Database database,
            TaskStore tasks,
            TreeStore trees,
            DatabasePermissionManager permissions,
            Approvals approvals,
            OpenWaits waits,
            Execution execution) {
        this.database = database;
        this.tasks = tasks;
        this.trees = trees;
        this.permissions = permissions;
        this.approvals = approvals;
        this.waits = waits;
        this.execution = execution;
    }

    static TaskResult nothing() {
        return TaskResult.of("", Json.object());
    }

    /** @param parentIsHere the parent runs on this very thread and needs no wake-up */
    void follow(Transaction transaction, Task ended, boolean parentIsHere) {
        permissions.endTask(transaction, ended.id());
        approvals.endTask(transaction, ended.id());
        waits.endTask(transaction, ended.id());
        for (Task child : openChildren(transaction, ended.id())) {
            if (tasks.cancel(transaction, child, "engine", "the task that asked for it has ended")) {
                follow(transaction, child, true);
            }
        }
        for (String released : tasks.released(transaction.handle(), ended.id())) {
            execution.enqueue(transaction, released);
        }
        if (ended.parent().isEmpty()) {
            trees.finish(transaction, ended.tree());
        } else if (!parentIsHere) {
            execution.enqueue(transaction, ended.parent());
        }
    }

    /** Whether tasks this one depends on have not ended yet. */
    boolean waitsForOthers(Task task) {
        return dependencies(task).stream().anyMatch(other -> !other.isFinal());
    }

    /** @throws WritException with {@code operation_failed} when a task this one builds on did not complete */
    void checkDependencies(Task task) {
        if (dependencies(task).stream().anyMatch(other -> other != TaskState.COMPLETED)) {
            throw new WritException(
                    FailureCode.OPERATION_FAILED,
                    "A task that this one builds on did not complete.",
                    "Look at the tree with `writ task tree " + task.tree() + "`.");
        }
    }

    private List<TaskState> dependencies(Task task) {
        return database.read(handle -> handle.createQuery("""
                        SELECT t.state FROM task_dependencies d JOIN tasks t ON t.id = d.depends_on
                        WHERE d.task = :task
                        """)
                .bind("task", task.id())
                .mapTo(String.class)
                .map(TaskState::parse)
                .list());
    }

    private List<Task> openChildren(Transaction transaction, String parent) {
        return transaction
                .handle()
                .createQuery("""
                        SELECT id FROM tasks
                        WHERE parent = :parent AND state NOT IN ('completed', 'failed', 'cancelled')
                        """)
                .bind("parent", parent)
                .mapTo(String.class)
                .map(id -> tasks.get(transaction.handle(), id))
                .list();
    }
}
