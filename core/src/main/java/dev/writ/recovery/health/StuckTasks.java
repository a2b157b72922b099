package dev.writ.recovery.health;

import dev.writ.Json;
import dev.writ.store.Database;
import java.time.Duration;
import java.time.Instant;
import java.util.List;

/** Tasks that somebody should be working on, and to which nothing has happened for long. */
record StuckTasks(Database database, Duration limit) implements HealthCheck {
    private static final int MOST = 20;

    @Override
    public List<Finding> look(Instant now) {
        return database.read(handle -> handle.createQuery("""
                        SELECT id, state, updated_at FROM tasks
                        WHERE state IN ('process_assigned', 'ready_for_agent', 'agent_responding', 'tool_processing')
                          AND process <> 'recovery' AND updated_at < :before
                          AND NOT EXISTS (SELECT 1 FROM tool_usage_events u
                                          WHERE u.task = tasks.id AND u.outcome = 'started')
                          AND NOT EXISTS (SELECT 1 FROM tasks c WHERE c.parent = tasks.id
                                          AND c.state NOT IN ('completed', 'failed', 'cancelled'))
                        ORDER BY updated_at, id LIMIT :most
                        """)
                .bind("before", now.minus(limit).toEpochMilli())
                .bind("most", MOST)
                .map((row, context) -> {
                    String id = row.getString("id");
                    String state = row.getString("state");
                    return new Finding(
                            Sign.TASK_STUCK,
                            "no progress as " + state,
                            new Subject("task", id),
                            "Nothing has happened to the task since it became " + state + ".",
                            false,
                            List.of(new Sighting(id, Instant.ofEpochMilli(row.getLong("updated_at")))),
                            1,
                            Json.object().put("task", id));
                })
                .list());
    }
}
