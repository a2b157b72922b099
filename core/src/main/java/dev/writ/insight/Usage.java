package dev.writ.insight;

import dev.writ.store.Database;
import java.time.Duration;
import java.time.temporal.ChronoUnit;
import java.util.List;

/** How tools are used, by tool, operation or agent. Safe for use by many threads. */
public final class Usage {
    /** What calls are grouped by; what a grouping leaves out is empty in its rows. */
    public enum Grouping {
        TOOL("tool, '' AS operation, '' AS agent"),
        OPERATION("tool, operation, '' AS agent"),
        AGENT("'' AS tool, '' AS operation, agent"),
        AGENT_AND_OPERATION("tool, operation, agent");

        private final String columns;

        Grouping(String columns) {
            this.columns = columns;
        }
    }

    /**
     * @param calls all calls, denied and unfinished ones too
     * @param p50 nearest-rank percentiles of the calls that succeeded or failed; zero where there are none
     */
    public record Figures(
            String tool,
            String operation,
            String agent,
            long calls,
            long succeeded,
            long failed,
            long denied,
            Duration p50,
            Duration p95,
            Duration p99) {
        /** Share of all calls that succeeded, 0 to 1. */
        public double successRate() {
            return calls == 0 ? 0 : (double) succeeded / calls;
        }
    }

    private final Database database;

    public Usage(Database database) {
        this.database = database;
    }

    /** Figures of the calls that began in the period, the most called first. */
    public List<Figures> by(Grouping grouping, Period period) {
        return database.read(handle -> handle.createQuery("""
                        WITH calls AS (
                            SELECT %s, outcome, duration_micros,
                                   CASE WHEN outcome IN ('succeeded', 'failed') THEN 1 ELSE 0 END AS ran
                            FROM tool_usage_events
                            WHERE started_at >= :from AND started_at < :until
                        ), ranked AS (
                            SELECT calls.*,
                                   ROW_NUMBER() OVER (PARTITION BY tool, operation, agent, ran
                                                      ORDER BY duration_micros) AS place,
                                   COUNT(*) OVER (PARTITION BY tool, operation, agent, ran) AS group_size
                            FROM calls
                        )
                        SELECT tool, operation, agent, COUNT(*) AS calls,
                               SUM(CASE WHEN outcome = 'succeeded' THEN 1 ELSE 0 END) AS succeeded,
                               SUM(CASE WHEN outcome = 'failed' THEN 1 ELSE 0 END) AS failed,
                               SUM(CASE WHEN outcome = 'denied' THEN 1 ELSE 0 END) AS denied,
                               MIN(CASE WHEN ran = 1 AND place * 100 >= group_size * 50 THEN duration_micros END) AS p50,
                               MIN(CASE WHEN ran = 1 AND place * 100 >= group_size * 95 THEN duration_micros END) AS p95,
                               MIN(CASE WHEN ran = 1 AND place * 100 >= group_size * 99 THEN duration_micros END) AS p99
                        FROM ranked
                        GROUP BY tool, operation, agent
                        ORDER BY calls DESC, tool, operation, agent
                        """.formatted(grouping.columns))
                .bind("from", period.from().toEpochMilli())
                .bind("until", period.until().toEpochMilli())
                .map((row, context) -> new Figures(
                        row.getString("tool"),
                        row.getString("operation"),
                        row.getString("agent"),
                        row.getLong("calls"),
                        row.getLong("succeeded"),
                        row.getLong("failed"),
                        row.getLong("denied"),
                        Duration.of(row.getLong("p50"), ChronoUnit.MICROS),
                        Duration.of(row.getLong("p95"), ChronoUnit.MICROS),
                        Duration.of(row.getLong("p99"), ChronoUnit.MICROS)))
                .list());
    }
}
