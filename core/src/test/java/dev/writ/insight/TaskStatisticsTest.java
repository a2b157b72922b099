package dev.writ.insight;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import dev.writ.task.TaskState;
import java.time.Duration;
import org.junit.jupiter.api.Test;

class TaskStatisticsTest extends InsightTest {
    private TaskStatistics.Figures figures(Period period) {
        return new TaskStatistics(records.database()).of(period);
    }

    @Test
    void tasksAreCountedAndTimed() {
        for (int i = 1; i <= 19; i++) {
            records.task("c" + i, "worker", "p", "completed", 0, i, 1);
        }
        records.task("f", "worker", "p", "failed", 0, 100, 1);
        records.task("x", "worker", "p", "cancelled", 0, 999, 1);
        records.task("r", "worker", "p", "agent_responding", 0, -1, 1);
        assertThat(figures(ALL)).satisfies(all -> {
            assertThat(all.tasks()).isEqualTo(22);
            assertThat(all.count(TaskState.COMPLETED)).isEqualTo(19);
            assertThat(all.count(TaskState.AGENT_RESPONDING)).isEqualTo(1);
            assertThat(all.count(TaskState.MANUAL_HOLD)).isZero();
            assertThat(all.successRate()).isEqualTo(0.95);
            assertThat(all.average()).isEqualTo(Duration.ofMillis((190 + 100) * 1_000 / 20));
            assertThat(all.p50()).isEqualTo(Duration.ofSeconds(10));
            assertThat(all.p95()).isEqualTo(Duration.ofSeconds(19));
            assertThat(all.perHour()).isEqualTo(22 * 3.6, within(1e-9));
        });
    }

    @Test
    void withoutTasksEverythingIsZero() {
        assertThat(figures(ALL)).satisfies(none -> {
            assertThat(none.tasks()).isZero();
            assertThat(none.successRate()).isZero();
            assertThat(none.average()).isEqualTo(Duration.ZERO);
            assertThat(none.p95()).isEqualTo(Duration.ZERO);
        });
        assertThat(figures(new Period(at(5), at(5))).perHour()).isZero();
    }

    @Test
    void aTaskBelongsToThePeriodInWhichItWasCreated() {
        records.task("a", "worker", "p", "completed", 10, 300, 1);
        assertThat(figures(new Period(at(10), at(11))).tasks()).isEqualTo(1);
        assertThat(figures(new Period(at(11), at(400))).tasks()).isZero();
        assertThat(figures(new Period(at(0), at(10))).tasks()).isZero();
    }
}
