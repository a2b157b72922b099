package dev.writ.prediction;

import static org.assertj.core.api.Assertions.assertThat;

import dev.writ.tool.sql.TestingRecords;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class GrantTimesTest {
    private static final Duration USUAL = Duration.ofHours(8);

    private static void used(TestingRecords records, int number, long minutes) {
        records.task("t" + number, "worker", "neutral_task", "completed", 0, 1, 1);
        records.insert(
                "task_tool_assignments",
                Map.ofEntries(
                        Map.entry("id", "g" + number),
                        Map.entry("task", "t" + number),
                        Map.entry("tree", "tree_1"),
                        Map.entry("agent", "worker"),
                        Map.entry("tool", "file_edit"),
                        Map.entry("operations", "[]"),
                        Map.entry("scope", "{}"),
                        Map.entry("reason", "asked"),
                        Map.entry("approved_by", "policy"),
                        Map.entry("granted_at", TestingRecords.millis(number)),
                        Map.entry("last_used_at", TestingRecords.millis(number + 60 * minutes)),
                        Map.entry("expires_at", TestingRecords.millis(number + 100_000)),
                        Map.entry("uses", 1),
                        Map.entry("state", "task_ended")));
    }

    @Test
    void the_time_offered_is_what_nearly_all_needed_and_half_as_much_again(@TempDir Path folder) {
        try (TestingRecords records = new TestingRecords(folder)) {
            records.tree("tree_1");
            GrantTimes times = new GrantTimes(records.database());
            for (int i = 1; i <= 9; i++) {
                used(records, i, 2 * i);
            }
            assertThat(times.offered("file_edit", "worker", USUAL))
                    .as("nine are too few")
                    .isEqualTo(USUAL);
            used(records, 10, 20);
            assertThat(times.offered("file_edit", "worker", USUAL)).isEqualTo(Duration.ofMinutes(30));
            assertThat(times.offered("file_edit", "worker", Duration.ofMinutes(15)))
                    .as("never more than usual")
                    .isEqualTo(Duration.ofMinutes(15));
            assertThat(times.offered("file_edit", "other", USUAL)).isEqualTo(USUAL);
        }
    }

    @Test
    void what_is_used_at_once_still_has_ten_minutes(@TempDir Path folder) {
        try (TestingRecords records = new TestingRecords(folder)) {
            records.tree("tree_1");
            for (int i = 1; i <= 12; i++) {
                used(records, i, 0);
            }
            assertThat(new GrantTimes(records.database()).offered("file_edit", "worker", USUAL))
                    .isEqualTo(Duration.ofMinutes(10));
        }
    }
}
