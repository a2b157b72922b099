package dev.writ.permission;

import dev.writ.Json;
import dev.writ.permission.TaskEntry.TaskFacts;
import dev.writ.store.Database;
import dev.writ.task.TaskState;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Consumer;
import org.jdbi.v3.core.Handle;
import org.jspecify.annotations.Nullable;

/**
 * What the checks read: one immutable entry a task, loaded from the tables on first use. Changes reach it after the
 * commit that made them. Safe for use by many threads.
 */
final class PermissionIndex {
    private static final int MOST_CEILINGS = 1_000;
    private static final String TASK_FACTS = """
            SELECT t.id, t.tree, t.agent, t.delegated_by, t.state, r.ceiling
            FROM tasks t JOIN trees r ON r.id = t.tree
            """;

    // INVARIANT: loading happens inside the map's own lock on the key, so a change that commits meanwhile is applied to
    // the loaded entry afterwards, and no entry is ever older than the last change that was made known.
    private final ConcurrentHashMap<String, TaskEntry> entries = new ConcurrentHashMap<>();
    private final ConcurrentHashMap<String, CompiledCeiling> ceilings = new ConcurrentHashMap<>();
    private final AtomicLong changes = new AtomicLong();
    private final Database database;

    private final List<Consumer<String>> watchers = new CopyOnWriteArrayList<>();

    PermissionIndex(Database database) {
        this.database = database;
    }

    /** The entry of a task; of one that is over only what it was and whom it served. */
    Optional<TaskEntry> find(String task) {
        TaskEntry known = entries.get(task);
        return known != null ? Optional.of(known) : load(task);
    }

    /** The entry of a task if it is in memory, without waiting. */
    @Nullable
    TaskEntry known(String task) {
        return entries.get(task);
    }

    /** Makes known how an assignment now stands. */
    void apply(Assignment assignment) {
        changes.incrementAndGet();
        entries.computeIfPresent(assignment.task(), (task, entry) -> entry.with(assignment));
        watchers.forEach(watcher -> watcher.accept(assignment.task()));
    }

    /** Calls the watcher whenever what a task may do is known to have changed, with the task; on the thread that commits. */
    void watch(Consumer<String> watcher) {
        watchers.add(watcher);
    }

    /** Lets the entry be loaded anew. */
    void forget(String task) {
        changes.incrementAndGet();
        entries.remove(task);
        watchers.forEach(watcher -> watcher.accept(task));
    }

    private Optional<TaskEntry> load(String task) {
        List<TaskEntry> passing = new ArrayList<>(1);
        TaskEntry kept = entries.computeIfAbsent(task, id -> {
            Optional<TaskEntry> loaded = database.read(handle -> read(handle, id));
            loaded.filter(entry -> !mayBeKept(entry)).ifPresent(passing::add);
            return loaded.filter(PermissionIndex::mayBeKept).orElse(null);
        });
        return kept != null ? Optional.of(kept) : passing.stream().findFirst();
    }

    /** Tasks that are over, or that have no agent yet, may still change in ways nobody announces. */
    private static boolean mayBeKept(TaskEntry entry) {
        return !entry.facts().ended() && !entry.facts().agent().isEmpty();
    }

    private Optional<TaskEntry> read(Handle handle, String task) {
        Optional<TaskFacts> facts = handle.createQuery(TASK_FACTS + "WHERE t.id = :task")
                .bind("task", task)
                .map((row, context) -> facts(row))
                .findOne();
        return facts.map(known -> {
            List<Assignment> all = AssignmentTable.ofTask(handle, task);
            return new TaskEntry(
                    known,
                    all.stream().filter(PermissionIndex::isLive).toList(),
                    all.stream().filter(assignment -> !isLive(assignment)).toList());
        });
    }

    /**
     * Loads the tasks whose assignments are all live in one go, so that no first check of theirs has to wait; the others
     * are loaded when they are asked for. Where something changes meanwhile, what is left is loaded later, too.
     */
    void loadAll() {
        long before = changes.get();
        database.read(handle -> {
            Map<String, List<Assignment>> live = new HashMap<>();
            AssignmentTable.ofTasksWithLiveOnesAlone(handle)
                    .forEach(assignment -> live.computeIfAbsent(assignment.task(), task -> new ArrayList<>())
                            .add(assignment));
            handle.createQuery(TASK_FACTS + "WHERE t.state NOT IN ('completed', 'failed', 'cancelled')")
                    .map((row, context) -> facts(row))
                    .useIterator(all -> all.forEachRemaining(facts -> {
                        TaskEntry entry = new TaskEntry(facts, live.getOrDefault(facts.task(), List.of()), List.of());
                        if (entry.size() > 0 && mayBeKept(entry)) {
                            entries.computeIfAbsent(facts.task(), task -> changes.get() == before ? entry : null);
                        }
                    }));
            return live.size();
        });
    }

    private static boolean isLive(Assignment assignment) {
        return assignment.state() == Assignment.State.LIVE;
    }

    private TaskFacts facts(ResultSet row) throws SQLException {
        return new TaskFacts(
                row.getString("id"),
                row.getString("tree"),
                row.getString("agent").intern(),
                row.getString("delegated_by"),
                TaskState.parse(row.getString("state")).isFinal(),
                ceiling(row.getString("ceiling")));
    }

    /** Trees with the same ceiling share one in memory. */
    private CompiledCeiling ceiling(String json) {
        if (ceilings.size() > MOST_CEILINGS) {
            ceilings.clear();
        }
        return ceilings.computeIfAbsent(json, text -> new CompiledCeiling(Ceiling.read(Json.parse(text))));
    }
}
