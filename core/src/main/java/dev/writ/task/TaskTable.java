package dev.writ.task;

import dev.writ.Json;
import dev.writ.label.Label;
import java.util.List;
import java.util.Optional;
import org.jdbi.v3.core.Handle;

/** The rows of {@code tasks} and {@code task_dependencies}: how they come to be, and how they are found. */
final class TaskTable {
    private TaskTable() {}

    /** @param label of what the task has read before it begins */
    static void insert(Handle handle, NewTask task, Label label, long now) {
        handle.createUpdate("""
                        INSERT INTO tasks (id, tree, parent, delegated_by, depth, title, instruction, process, agent,
                                           parameters, state, priority, step_mode, version, created_at, updated_at,
                                           integrity, confidentiality, untrusted_since)
                        VALUES (:id, :tree, :parent, :delegatedBy, :depth, :title, :instruction, :process, :agent,
                                :parameters, :state, :priority, :stepMode, 1, :now, :now,
                                :integrity, :confidentiality, :now)
                        """)
                .bind("id", task.id())
                .bind("tree", task.tree())
                .bind("parent", task.parent())
                .bind("delegatedBy", task.delegatedBy())
                .bind("depth", task.depth())
                .bind("title", task.title())
                .bind("instruction", task.instruction())
                .bind("process", task.process())
                .bind("agent", task.agent())
                .bind("parameters", Json.write(task.parameters()))
                .bind(
                        "state",
                        (task.dependsOn().isEmpty() ? TaskState.CREATED : TaskState.WAITING_ON_DEPENDENCIES).id())
                .bind("priority", task.priority())
                .bind("stepMode", task.stepMode() ? 1 : 0)
                .bind("now", now)
                .bind("integrity", label.integrity().id())
                .bind("confidentiality", label.confidentiality().id())
                .execute();
        for (String dependency : task.dependsOn()) {
            handle.createUpdate("INSERT INTO task_dependencies (task, depends_on) VALUES (:task, :on)")
                    .bind("task", task.id())
                    .bind("on", dependency)
                    .execute();
        }
    }

    static Optional<Task> find(Handle handle, String id) {
        return handle.createQuery("SELECT * FROM tasks WHERE id = :id")
                .bind("id", id)
                .map((row, context) -> TaskRow.read(row))
                .findOne();
    }

    /** Newest first. */
    static List<Task> list(Handle handle, TaskFilter filter) {
        return handle.createQuery("""
                        SELECT * FROM tasks
                        WHERE (:state = '' OR state = :state)
                          AND (:tree = '' OR tree = :tree)
                          AND (:agent = '' OR agent = :agent)
                          AND (:roots = 0 OR parent = '')
                        ORDER BY created_at DESC, id DESC LIMIT :limit
                        """)
                .bind("state", filter.state())
                .bind("tree", filter.tree())
                .bind("agent", filter.agent())
                .bind("roots", filter.rootsOnly() ? 1 : 0)
                .bind("limit", filter.limit())
                .map((row, context) -> TaskRow.read(row))
                .list();
    }

    /** Oldest first. */
    static List<Task> children(Handle handle, String parent) {
        return handle.createQuery("SELECT * FROM tasks WHERE parent = :parent ORDER BY created_at, id")
                .bind("parent", parent)
                .map((row, context) -> TaskRow.read(row))
                .list();
    }

    /** Ids of tasks that wait for this one and for nothing else. */
    static List<String> released(Handle handle, String ended) {
        return handle.createQuery("""
                        SELECT d.task FROM task_dependencies d
                        WHERE d.depends_on = :ended AND NOT EXISTS (
                            SELECT 1 FROM task_dependencies o JOIN tasks t ON t.id = o.depends_on
                            WHERE o.task = d.task AND t.state NOT IN ('completed', 'failed', 'cancelled'))
                        """).bind("ended", ended).mapTo(String.class).list();
    }
}
