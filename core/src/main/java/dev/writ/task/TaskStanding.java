package dev.writ.task;

import dev.writ.FailureCode;
import dev.writ.WritException;
import org.jdbi.v3.core.Handle;

/**
 * What a call must know of its task, without the rest of the task and its tree.
 *
 * @param workspace of the tree; "" where it has none
 */
public record TaskStanding(String task, String tree, String agent, TaskState state, String workspace) {
    static TaskStanding read(Handle handle, String id) {
        return handle.createQuery("""
                        SELECT t.id, t.tree, t.agent, t.state, r.workspace
                        FROM tasks t JOIN trees r ON r.id = t.tree WHERE t.id = :id
                        """)
                .bind("id", id)
                .map((row, context) -> new TaskStanding(
                        row.getString(1),
                        row.getString(2),
                        row.getString(3),
                        TaskState.parse(row.getString(4)),
                        row.getString(5)))
                .findOne()
                .orElseThrow(() -> notFound(id));
    }

    static WritException notFound(String id) {
        return new WritException(
                FailureCode.NOT_FOUND, "There is no task '" + id + "'.", "List them with `writ task ls`.");
    }
}
