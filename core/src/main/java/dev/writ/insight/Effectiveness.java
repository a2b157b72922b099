package dev.writ.insight;

import dev.writ.FailureCode;
import dev.writ.WritException;
import dev.writ.entity.EntityKind;
import dev.writ.store.Database;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Duration;
import java.util.List;
import java.util.OptionalDouble;

/** How well each agent, process, tool or document serves, and whether it gets better. Safe for use by many threads. */
public final class Effectiveness {
    /**
     * @param entity name of the agent, process or tool, id of the document
     * @param uses ended tasks (agents, processes, documents) or calls (tools)
     * @param successes how many of them completed or succeeded
     * @param average duration of a use; zero where there are none
     */
    public record Figures(
            EntityKind kind,
            String entity,
            long uses,
            long successes,
            Duration average,
            long previousUses,
            long previousSuccesses,
            Duration previousAverage) {
        /** 0 to 1; 0 without uses. */
        public double successRate() {
            return uses == 0 ? 0 : (double) successes / uses;
        }

        /** Success rate less that of the period before; empty where one of the two has no uses. */
        public OptionalDouble trend() {
            return uses == 0 || previousUses == 0
                    ? OptionalDouble.empty()
                    : OptionalDouble.of(successRate() - (double) previousSuccesses / previousUses);
        }
    }

    private static final String TASKS_BY = """
            SELECT %s AS entity, finished_at AS at, finished_at - created_at AS millis,
                   CASE WHEN state = 'completed' THEN 1 ELSE 0 END AS success
            FROM tasks WHERE state IN ('completed', 'failed') AND %1$s <> ''
            """;

    private static final String TOOL_CALLS = """
            SELECT tool AS entity, started_at AS at, duration_micros / 1000.0 AS millis,
                   CASE WHEN outcome = 'succeeded' THEN 1 ELSE 0 END AS success
            FROM tool_usage_events WHERE outcome IN ('succeeded', 'failed')
            """;

    /** A document is used by the tasks it is related to. */
    private static final String DOCUMENT_TASKS = """
            SELECT r.target AS entity, t.finished_at AS at, t.finished_at - t.created_at AS millis,
                   CASE WHEN t.state = 'completed' THEN 1 ELSE 0 END AS success
            FROM (SELECT DISTINCT source, target FROM entity_relationships
                  WHERE source_kind = 'task' AND target_kind = 'document') r
            JOIN tasks t ON t.id = r.source
            WHERE t.state IN ('completed', 'failed')
            """;

    private final Database database;

    public Effectiveness(Database database) {
        this.database = database;
    }

    /**
     * Figures of all entities of the kind that were used in the period or in the one before, the most used first.
     *
     * @throws WritException with {@code invalid_arguments} for tasks and events, which are not used
     */
    public List<Figures> of(EntityKind kind, Period period) {
        String uses =
                switch (kind) {
                    case AGENT -> TASKS_BY.formatted("agent");
                    case PROCESS -> TASKS_BY.formatted("process");
                    case TOOL -> TOOL_CALLS;
                    case DOCUMENT -> DOCUMENT_TASKS;
                    case TASK, EVENT ->
                        throw new WritException(
                                FailureCode.INVALID_ARGUMENTS,
                                "A " + kind.id() + " has no effectiveness.",
                                "Ask for agents, processes, tools or documents.");
                };
        return database.read(handle -> handle.createQuery("""
                        SELECT entity,
                               SUM(CASE WHEN at >= :from THEN 1 ELSE 0 END) AS uses,
                               SUM(CASE WHEN at >= :from THEN success ELSE 0 END) AS successes,
                               AVG(CASE WHEN at >= :from THEN 1.0 * millis END) AS average,
                               SUM(CASE WHEN at < :from THEN 1 ELSE 0 END) AS previous_uses,
                               SUM(CASE WHEN at < :from THEN success ELSE 0 END) AS previous_successes,
                               AVG(CASE WHEN at < :from THEN 1.0 * millis END) AS previous_average
                        FROM (%s) uses
                        WHERE at >= :before AND at < :until
                        GROUP BY entity
                        ORDER BY uses DESC, entity
                        """.formatted(uses))
                .bind("before", period.previous().from().toEpochMilli())
                .bind("from", period.from().toEpochMilli())
                .bind("until", period.until().toEpochMilli())
                .map((row, context) -> read(kind, row))
                .list());
    }

    private static Figures read(EntityKind kind, ResultSet row) throws SQLException {
        return new Figures(
                kind,
                row.getString("entity"),
                row.getLong("uses"),
                row.getLong("successes"),
                Duration.ofMillis(Math.round(row.getDouble("average"))),
                row.getLong("previous_uses"),
                row.getLong("previous_successes"),
                Duration.ofMillis(Math.round(row.getDouble("previous_average"))));
    }
}
