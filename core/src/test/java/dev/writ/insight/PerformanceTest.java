package dev.writ.insight;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.tuple;

import dev.writ.tool.sql.TestingRecords;
import java.time.Duration;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class PerformanceTest extends InsightTest {
    private static final Period NOW = new Period(at(500), at(1_000));

    private int steps;

    private void step(String name, long began, long millis) {
        records.insert(
                "process_steps",
                Map.of(
                        "task",
                        "t",
                        "position",
                        ++steps,
                        "name",
                        name,
                        "result",
                        "{}",
                        "started_at",
                        TestingRecords.millis(began),
                        "finished_at",
                        TestingRecords.millis(began) + millis));
    }

    private void command(String argv, long began, long millis) {
        records.call(
                "t", "worker", "terminal.execute_command", "succeeded", began, millis, "", "{\"argv\":[" + argv + "]}");
    }

    @BeforeEach
    void stepsAndCommands() {
        records.task("t", "worker", "neutral", "completed", 0, 900, 1);
        for (int i = 0; i < 3; i++) {
            step("select", 100 + i, 10);
            step("select", 600 + i, 40 + i);
            step("context", 100 + i, 10);
            step("context", 600 + i, 11);
            step("fresh", 600 + i, 5_000);
            command("\"make\", \"test\"", 100 + i, 100);
            command("\"make\", \"test\"", 600 + i, 250);
        }
        step("gone", 100, 10);
        command("\"ls\"", 600, 1);
    }

    @Test
    void everythingThatRanIsComparedWithItsOwnHistory() {
        assertThat(new Performance(records.database()).paces(NOW))
                .containsExactly(
                        pace(Performance.Work.PROCESS_STEP, "neutral/fresh", 3, 5_000, 0, 0),
                        pace(Performance.Work.COMMAND, "make test", 3, 250, 3, 100),
                        pace(Performance.Work.PROCESS_STEP, "neutral/select", 3, 41, 3, 10),
                        pace(Performance.Work.PROCESS_STEP, "neutral/context", 3, 11, 3, 10),
                        pace(Performance.Work.COMMAND, "ls", 1, 1, 0, 0));
    }

    @Test
    void whatSlowedDownIsNamedTheWorstFirst() {
        assertThat(new Performance(records.database()).slowed(NOW, 2, 3))
                .extracting(Performance.Pace::name, Performance.Pace::factor)
                .containsExactly(tuple("neutral/select", 4.1), tuple("make test", 2.5));
        assertThat(new Performance(records.database()).slowed(NOW, 2, 4)).isEmpty();
    }

    private static Performance.Pace pace(
            Performance.Work work, String name, long runs, long average, long runsBefore, long before) {
        return new Performance.Pace(
                work, name, runs, Duration.ofMillis(average), runsBefore, Duration.ofMillis(before));
    }
}
