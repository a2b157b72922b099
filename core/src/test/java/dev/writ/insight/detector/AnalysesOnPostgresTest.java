package dev.writ.insight.detector;

import static org.assertj.core.api.Assertions.assertThat;

import dev.writ.TimeOrderedIds;
import dev.writ.entity.Definitions;
import dev.writ.entity.EntityKind;
import dev.writ.event.EventLog;
import dev.writ.insight.Effectiveness;
import dev.writ.insight.ErrorSignatures;
import dev.writ.insight.HarmfulDocuments;
import dev.writ.insight.Patterns;
import dev.writ.insight.Performance;
import dev.writ.insight.Period;
import dev.writ.insight.TaskStatistics;
import dev.writ.insight.Usage;
import dev.writ.insight.activity.PerformanceReports;
import dev.writ.insight.activity.UsageReports;
import dev.writ.insight.knowledge.Knowledge;
import dev.writ.store.Database;
import dev.writ.store.TestingPostgres;
import dev.writ.tool.sql.TestingRecords;
import java.nio.file.Path;
import java.time.Duration;
import java.time.InstantSource;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * PostgreSQL understands every question of every analysis. What they answer is tested on files; {@code
 * -Dwrit.store=postgresql} runs those tests on it, too.
 */
class AnalysesOnPostgresTest {
    private static final InstantSource CLOCK = InstantSource.fixed(TestingRecords.START);
    private static final Period ALL = new Period(TestingRecords.START, TestingRecords.START.plus(Duration.ofDays(1)));

    @Test
    void every_question_is_understood(@TempDir Path folder) {
        try (Database database = TestingPostgres.open(folder)) {
            TimeOrderedIds ids = new TimeOrderedIds(CLOCK, new Random(3));
            EventLog events = new EventLog(database, CLOCK, ids);
            Definitions definitions = new Definitions(database, events, CLOCK, ids);
            assertThat(Detectors.all(database, definitions).in(ALL)).isEmpty();
            assertThat(new HarmfulDocuments(database, 1).detect(ALL)).isEmpty();
            assertThat(new ErrorSignatures(database).in(ALL, 10)).isEmpty();
            assertThat(new Patterns(database).in(ALL, 2, 10)).isEmpty();
            assertThat(new Performance(database).paces(ALL)).isEmpty();
            assertThat(new TaskStatistics(database).of(ALL).tasks()).isZero();
            for (EntityKind kind :
                    List.of(EntityKind.AGENT, EntityKind.PROCESS, EntityKind.TOOL, EntityKind.DOCUMENT)) {
                assertThat(new Effectiveness(database).of(kind, ALL)).isEmpty();
            }
            for (Usage.Grouping grouping : Usage.Grouping.values()) {
                assertThat(new Usage(database).by(grouping, ALL)).isEmpty();
            }
            assertThat(new UsageReports(database).of(ALL, "", "")).isNotNull();
            assertThat(new PerformanceReports(database).of(ALL, "", 10)).isNotNull();
            try (Knowledge knowledge = new Knowledge(database, events, CLOCK, definitions)) {
                knowledge.measure();
                assertThat(knowledge.find("anything at all", 3)).isNotNull();
            }
        }
    }
}
