package dev.writ.insight.detector;

import static org.assertj.core.api.Assertions.assertThat;

import dev.writ.store.Database;
import dev.writ.store.SqliteStore;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What detectors ask is answered by an index on the period, however long the records are. */
class QueryPlansTest {
    @TempDir
    Path folder;

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            SELECT call FROM tool_usage_events WHERE cut <> '' AND cut = ? AND tool = ? AND operation = ? AND started_at >= ? AND started_at < ? ORDER BY started_at DESC, call DESC LIMIT 5 | usage_cut
            SELECT call FROM tool_usage_events WHERE tool = ? AND operation = ? AND started_at >= ? AND started_at < ? AND outcome = 'succeeded' ORDER BY started_at DESC, call DESC LIMIT 5 | usage_by_tool
            SELECT call FROM tool_usage_events WHERE outcome = 'failed' AND started_at >= ? AND started_at < ? ORDER BY started_at DESC, call DESC LIMIT 5 | usage_failed
            SELECT call FROM tool_usage_events WHERE outcome = 'denied' AND rule = 'not_assigned' AND started_at >= ? AND started_at < ? ORDER BY started_at DESC, call DESC LIMIT 5 | usage_denied
            SELECT id FROM tasks WHERE created_at >= ? AND created_at < ? ORDER BY created_at DESC, id DESC LIMIT 5 | tasks_by_creation
            SELECT task FROM process_steps WHERE started_at >= ? AND started_at < ? ORDER BY started_at DESC LIMIT 5 | steps_by_time
            SELECT data FROM events WHERE type = ? AND seq >= COALESCE((SELECT seq FROM events WHERE at >= ? ORDER BY at, seq LIMIT 1), 0) ORDER BY seq DESC LIMIT 5 | events_by_type
            SELECT tool FROM task_tool_assignments WHERE granted_at >= ? AND granted_at < ? AND agent = ? | assignments_by_grant
            """)
    void anIndexAnswers(String query, String index) {
        try (Database database = SqliteStore.open(folder.resolve("writ.db"))) {
            List<String> plan = database.read(handle -> {
                var statement = handle.createQuery("EXPLAIN QUERY PLAN " + query);
                for (int i = 0; i < query.chars().filter(c -> c == '?').count(); i++) {
                    statement.bind(i, 1);
                }
                return statement.map((row, context) -> row.getString("detail")).list();
            });
            assertThat(plan).anyMatch(step -> step.contains(index));
            assertThat(plan).noneMatch(step -> step.startsWith("SCAN"));
        }
    }
}
