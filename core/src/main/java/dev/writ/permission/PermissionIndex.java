package dev.writ.permission;

import dev.writ.Json;
import dev.writ.store.Database;
import dev.writ.task.TaskState;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import org.jdbi.v3.core.Handle;
import org.jspecify.annotations.Nullable;

/**
 * What the checks read: one immutable entry a task, loaded from the tables on first use. Changes reach it after the
 * commit that made them. Safe for use by many threads.
 */
final class PermissionIndex {
    private static final int MOST_CEILINGS = 1_000;

    // INVARIANT: loading happens inside the map's own lock on the key, so a change that commits meanwhile is applied to
    // the loaded entry afterwards, and no entry is ever older than the last change that was made known.
    private final ConcurrentHashMap<String, TaskEntry> entries = new ConcurrentHashMap<>();
    private final ConcurrentHashMap<String, CompiledCeiling> ceilings = new ConcurrentHashMap<>();
    private final Database database;

    PermissionIndex(Database database) {
        this.database = database;
    }

    /** The entry of a task that is not over; of one that is over only what it was and whom it served. */
    Optional<TaskEntry> find(String task) {
        TaskEntry known = entries.get(task);
        return known != null ? Optional.of(known) : load(task);
    }

    /** The entry of a task if it is in memory, without waiting. */
    @Nullable
    TaskEntry known(String task) {
        return entries.get(task);
    }

    private Optional<TaskEntry> load(String task) {
        List<TaskEntry> passing = new ArrayList<>(1);
        TaskEntry kept = entries.computeIfAbsent(task, id -> {
            Optional<TaskEntry> loaded = database.read(handle -> read(handle, id));
            // Tasks that are over, or that have no agent yet, may still change in ways nobody announces.
            if (loaded.isEmpty() || loaded.get().ended() || loaded.get().agent().isEmpty()) {
                loaded.ifPresent(passing::add);
                return null;
            }
            return loaded.get();
        });
        return kept != null ? Optional.of(kept) : passing.stream().findFirst();
    }

    /** Loads every task that has live assignments, so that no first check has to. */
    void loadAll() {
        List<String> tasks = database.read(
                handle -> handle.createQuery("SELECT DISTINCT task FROM task_tool_assignments WHERE state = 'live'")
                        .mapTo(String.class)
                        .list());
        tasks.forEach(this::find);
    }

    /** Makes known how an assignment now stands. */
    void apply(Assignment assignment) {
        entries.computeIfPresent(assignment.task(), (task, entry) -> entry.with(assignment));
    }

    /** Lets the entry be loaded anew. */
    void forget(String task) {
        entries.remove(task);
    }

    private Optional<TaskEntry> read(Handle handle, String task) {
        return handle.createQuery("""
                        SELECT t.tree, t.agent, t.delegated_by, t.state, r.ceiling
                        FROM tasks t JOIN trees r ON r.id = t.tree WHERE t.id = :task
                        """)
                .bind("task", task)
                .map((row, context) -> {
                    List<Assignment> all = AssignmentTable.ofTask(handle, task);
                    return new TaskEntry(
                            task,
                            row.getString("tree"),
                            row.getString("agent"),
                            row.getString("delegated_by"),
                            TaskState.parse(row.getString("state")).isFinal(),
                            ceiling(row.getString("ceiling")),
                            all.stream().filter(PermissionIndex::isLive).toList(),
                            all.stream().filter(one -> !isLive(one)).toList());
                })
                .findOne();
    }

    private static boolean isLive(Assignment assignment) {
        return assignment.state() == Assignment.State.LIVE;
    }

    /** Trees with the same ceiling share one in memory. */
    private CompiledCeiling ceiling(String json) {
        if (ceilings.size() > MOST_CEILINGS) {
            ceilings.clear();
        }
        return ceilings.computeIfAbsent(json, text -> new CompiledCeiling(Ceiling.read(Json.parse(text))));
    }
}
