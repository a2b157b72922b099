package dev.writ.insight;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.tuple;
import static org.assertj.core.api.Assertions.within;

import dev.writ.WritException;
import dev.writ.entity.EntityKind;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class EffectivenessTest extends InsightTest {
    private static final Period NOW = new Period(at(100), at(200));

    private List<Effectiveness.Figures> of(EntityKind kind) {
        return new Effectiveness(records.database()).of(kind, NOW);
    }

    @Test
    void agentsAndProcessesAreJudgedByTheirEndedTasks() {
        records.task("old1", "worker", "p", "completed", 10, 20, 1);
        records.task("old2", "worker", "p", "failed", 10, 40, 1);
        records.task("older", "worker", "p", "failed", -500, -400, 1);
        for (int i = 0; i < 3; i++) {
            records.task("new" + i, "worker", "p", "completed", 90, 110 + i, 1);
        }
        records.task("bad", "worker", "q", "failed", 120, 124, 1);
        records.task("running", "worker", "p", "agent_responding", 120, -1, 1);
        records.task("stopped", "worker", "p", "cancelled", 120, 130, 1);
        records.task("late", "worker", "p", "failed", 120, 200, 1);
        assertThat(of(EntityKind.AGENT)).singleElement().satisfies(worker -> {
            assertThat(worker.entity()).isEqualTo("worker");
            assertThat(worker.uses()).isEqualTo(4);
            assertThat(worker.successes()).isEqualTo(3);
            assertThat(worker.successRate()).isEqualTo(0.75);
            assertThat(worker.average()).isEqualTo(Duration.ofMillis((20_000 + 21_000 + 22_000 + 4_000) / 4));
            assertThat(worker.previousUses()).isEqualTo(2);
            assertThat(worker.previousAverage()).isEqualTo(Duration.ofSeconds(20));
            assertThat(worker.trend()).hasValueCloseTo(0.25, within(1e-9));
        });
        assertThat(of(EntityKind.PROCESS))
                .extracting(Effectiveness.Figures::entity, Effectiveness.Figures::uses)
                .containsExactly(tuple("p", 3L), tuple("q", 1L));
    }

    @Test
    void toolsAreJudgedByTheirCalls() {
        records.call("t", "worker", "a.x", "failed", 50, 10, "x");
        records.call("t", "worker", "a.x", "succeeded", 150, 10, "");
        records.call("t", "worker", "a.y", "succeeded", 151, 30, "");
        records.call("t", "worker", "a.y", "denied", 151, 0, "");
        assertThat(of(EntityKind.TOOL)).singleElement().satisfies(tool -> {
            assertThat(tool.uses()).isEqualTo(2);
            assertThat(tool.average()).isEqualTo(Duration.ofMillis(20));
            assertThat(tool.trend()).hasValue(1.0);
        });
    }

    @Test
    void documentsAreJudgedByTheTasksTheyAreRelatedTo() {
        records.task("t1", "worker", "p", "completed", 110, 120, 1);
        records.task("t2", "worker", "p", "failed", 110, 130, 1);
        for (String task : List.of("t1", "t2")) {
            for (String type : List.of("context", "mentions")) {
                records.insert(
                        "entity_relationships",
                        Map.of(
                                "source_kind",
                                "task",
                                "source",
                                task,
                                "target_kind",
                                "document",
                                "target",
                                "doc_1",
                                "type",
                                type,
                                "strength",
                                1.0,
                                "created_at",
                                1));
            }
        }
        assertThat(of(EntityKind.DOCUMENT)).singleElement().satisfies(document -> {
            assertThat(document.entity()).isEqualTo("doc_1");
            assertThat(document.uses()).isEqualTo(2);
            assertThat(document.successes()).isEqualTo(1);
            assertThat(document.trend()).isEmpty();
        });
    }

    @Test
    void tasksAndEventsHaveNone() {
        assertThatThrownBy(() -> of(EntityKind.EVENT)).isInstanceOf(WritException.class);
        assertThatThrownBy(() -> of(EntityKind.TASK)).isInstanceOf(WritException.class);
    }
}
