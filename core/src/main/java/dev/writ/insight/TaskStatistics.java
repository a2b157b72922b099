package dev.writ.insight;

import dev.writ.store.Database;
import dev.writ.task.TaskState;
import java.time.Duration;
import java.util.Collections;
import java.util.EnumMap;
import java.util.Map;
import org.jdbi.v3.core.Handle;

/** How many tasks there were, how they ended, and how long they took. Safe for use by many threads. */
public final class TaskStatistics {
    /**
     * Of the tasks created in a period.
     *
     * @param byState every state, with 0 where no task stands in it
     * @param average from creation to end, of the tasks that completed or failed; zero where there are none, as for the
     *     nearest-rank percentiles
     */
    public record Figures(Map<TaskState, Long> byState, Duration length, Duration average, Duration p50, Duration p95) {
        public Figures {
            byState = Collections.unmodifiableMap(new EnumMap<>(byState));
        }

        public long count(TaskState state) {
            return byState.getOrDefault(state, 0L);
        }

        public long tasks() {
            return byState.values().stream().mapToLong(Long::longValue).sum();
        }

        /** Share of completed among completed and failed tasks, 0 to 1. */
        public double successRate() {
            long ended = count(TaskState.COMPLETED) + count(TaskState.FAILED);
            return ended == 0 ? 0 : (double) count(TaskState.COMPLETED) / ended;
        }

        /** Tasks created in an hour of the period, on average. */
        public double perHour() {
            return length.isZero() ? 0 : tasks() * 3_600_000.0 / length.toMillis();
        }
    }

    private final Database database;

    public TaskStatistics(Database database) {
        this.database = database;
    }

    public Figures of(Period period) {
        return database.read(handle -> {
            Map<TaskState, Long> byState = byState(handle, period);
            return handle.createQuery("""
                            WITH ranked AS (
                                SELECT finished_at - created_at AS millis,
                                       ROW_NUMBER() OVER (ORDER BY finished_at - created_at) AS place,
                                       COUNT(*) OVER () AS group_size
                                FROM tasks
                                WHERE state IN ('completed', 'failed') AND created_at >= :from AND created_at < :until
                            )
                            SELECT AVG(1.0 * millis) AS average,
                                   MIN(CASE WHEN place * 100 >= group_size * 50 THEN millis END) AS p50,
                                   MIN(CASE WHEN place * 100 >= group_size * 95 THEN millis END) AS p95
                            FROM ranked
                            """)
                    .bind("from", period.from().toEpochMilli())
                    .bind("until", period.until().toEpochMilli())
                    .map((row, context) -> new Figures(
                            byState,
                            period.length(),
                            Duration.ofMillis(Math.round(row.getDouble("average"))),
                            Duration.ofMillis(row.getLong("p50")),
                            Duration.ofMillis(row.getLong("p95"))))
                    .one();
        });
    }

    private static Map<TaskState, Long> byState(Handle handle, Period period) {
        Map<TaskState, Long> byState = new EnumMap<>(TaskState.class);
        for (TaskState state : TaskState.values()) {
            byState.put(state, 0L);
        }
        handle.createQuery("""
                        SELECT state, COUNT(*) AS tasks FROM tasks
                        WHERE created_at >= :from AND created_at < :until
                        GROUP BY state
                        """)
                .bind("from", period.from().toEpochMilli())
                .bind("until", period.until().toEpochMilli())
                .map((row, context) -> Map.entry(TaskState.parse(row.getString("state")), row.getLong("tasks")))
                .forEach(entry -> byState.put(entry.getKey(), entry.getValue()));
        return byState;
    }
}
