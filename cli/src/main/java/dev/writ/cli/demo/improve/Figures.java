package dev.writ.cli.demo.improve;

import dev.writ.cli.demo.Facts;
import java.util.Arrays;
import java.util.List;
import java.util.Map;

/**
 * What requests of one kind came to, as the database has it.
 *
 * @param tasks how many ended
 * @param failed how many of them did not complete
 * @param seconds median of the time from the request to its end
 * @param tokens and {@code modelCalls} and {@code toolCalls}: mean of one task; calls of the core toolkit are none of them
 */
public record Figures(int tasks, int failed, double seconds, double tokens, double modelCalls, double toolCalls) {
    /** Of all that were handed in for a purpose. */
    static Figures of(Facts facts, String purpose, Work work) {
        List<double[]> rows = facts.rows("""
                        SELECT CASE t.state WHEN 'completed' THEN 0 ELSE 1 END || ' ' || (r.finished_at - r.started_at)
                               || ' ' || r.tokens || ' ' || r.model_calls || ' '
                               || (SELECT COUNT(*) FROM tool_usage_events u WHERE u.tree = r.id AND u.tool <> 'core')
                        FROM trees r JOIN tasks t ON t.id = r.id
                        WHERE r.submission_key LIKE :keys AND r.finished_at IS NOT NULL
                        """, Map.of("keys", Traffic.keys(purpose, work))).stream()
                .map(row -> Arrays.stream(row.split(" ", -1))
                        .mapToDouble(Double::parseDouble)
                        .toArray())
                .toList();
        return new Figures(
                rows.size(),
                (int) rows.stream().filter(row -> row[0] > 0).count(),
                median(rows) / 1_000,
                mean(rows, 2),
                mean(rows, 3),
                mean(rows, 4));
    }

    private static double median(List<double[]> rows) {
        double[] sorted = rows.stream().mapToDouble(row -> row[1]).sorted().toArray();
        return sorted.length == 0 ? 0 : sorted[(sorted.length - 1) / 2];
    }

    private static double mean(List<double[]> rows, int column) {
        return rows.stream().mapToDouble(row -> row[column]).average().orElse(0);
    }
}
