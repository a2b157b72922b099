package dev.writ.insight.activity;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.tuple;

import dev.writ.event.NewEvent;
import dev.writ.insight.Period;
import dev.writ.insight.activity.UsageReport.GrantUse;
import dev.writ.insight.activity.UsageReport.Recommendation;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class ReportsTest extends ActivityTest {
    @Test
    void grantsShowWhatWasPredictedAskedForAndUsed() {
        records.task("task_1", "worker", "neutral_task", "completed", 0, 10, 1);
        for (int i = 0; i < 6; i++) {
            grant("file_system_listing", "predicted: about files", i < 2 ? 1 : 0);
            grant("terminal", "needed", 3);
        }
        records.grant("task_1", "worker", "github", "live", 0, 0);
        rollups.advance(1);
        UsageReport report = new UsageReports(records.database()).of(ALL, "", "");
        assertThat(report.grants())
                .containsExactlyInAnyOrder(
                        new GrantUse("worker", "file_system_listing", 6, 2, 0, 0, 0, 0),
                        new GrantUse("worker", "terminal", 0, 0, 6, 6, 0, 0),
                        new GrantUse("worker", "github", 0, 0, 0, 0, 1, 1));
        assertThat(report.prediction().precision()).isEqualTo(2 / 6.0);
        assertThat(report.prediction().recall()).isEqualTo(2 / 8.0);
        assertThat(report.recommendations())
                .extracting(Recommendation::kind, Recommendation::subject)
                .contains(tuple("unused_grants", "file_system_listing"), tuple("predict", "terminal"));
    }

    @Test
    void whatFailsOrIsDeniedOftenIsNamedAndWhatIsRareIsNot() {
        List<Map.Entry<Instant, NewEvent>> calls = new ArrayList<>();
        Duration took = Duration.ofMillis(5);
        for (int i = 0; i < 30; i++) {
            String one = i < 20 ? "failed" : "succeeded";
            calls.add(Map.entry(START, event("worker", "terminal.execute_command", one, took)));
            String other = i < 12 ? "denied" : "succeeded";
            calls.add(Map.entry(START, event("worker", "file_edit.write_file", other, took)));
            String rarely = i == 0 ? "failed" : "succeeded";
            calls.add(Map.entry(START, event("worker", "sql_lite.describe", rarely, took)));
        }
        records.events(calls);
        call(START, "other", "github.push", "failed", Duration.ofMillis(5));
        rollups.advance(1);
        assertThat(new UsageReports(records.database()).of(ALL, "", "").recommendations())
                .extracting(Recommendation::kind, Recommendation::detail)
                .containsExactlyInAnyOrder(
                        tuple("unreliable_operation", "execute_command"), tuple("denied_often", "write_file"));
    }

    @Test
    void theBottleneckIsWhereMostTimeOfTheMachineWent() {
        records.events(Collections.nCopies(
                100, Map.entry(START, event("worker", "file_edit.write_file", "succeeded", Duration.ofMillis(2)))));
        call(START, "worker", "terminal.execute_command", "succeeded", Duration.ofSeconds(3));
        rollups.advance(1);
        PerformanceReport report = new PerformanceReports(records.database()).of(ALL, "", 10);
        assertThat(report.bottleneck()).hasValueSatisfying(bottleneck -> {
            assertThat(bottleneck.activity().detail()).isEqualTo("execute_command");
            assertThat(bottleneck.share()).isEqualTo(3_000 / 3_200.0);
            assertThat(bottleneck.sentence())
                    .contains("terminal.execute_command")
                    .contains("94 %");
        });
        assertThat(report.stages())
                .singleElement()
                .satisfies(stage -> assertThat(stage.slowest())
                        .extracting(share -> share.activity().detail())
                        .containsExactly("execute_command", "write_file"));
    }

    @Test
    void timesAreBesideThoseOfThePeriodBefore() {
        Period now = new Period(START, START.plus(Duration.ofHours(1)));
        call(START.minus(Duration.ofMinutes(30)), "worker", "a.x", "succeeded", Duration.ofMillis(10));
        call(START, "worker", "a.x", "succeeded", Duration.ofMillis(30));
        rollups.advance(1);
        PerformanceReport.StageTimes times = new PerformanceReports(records.database())
                .of(now, "", 10)
                .stages()
                .getFirst();
        assertThat(times.total().totalNanos()).isEqualTo(30_000_000);
        assertThat(times.before().totalNanos()).isEqualTo(10_000_000);
    }

    @Test
    void everyNumberLeadsToItsEvents() {
        List<Map.Entry<Instant, NewEvent>> calls = new ArrayList<>();
        for (int i = 0; i < 200; i++) {
            Instant at = START.plus(Duration.ofHours(i % 70));
            calls.add(Map.entry(at, event("agent" + i % 2, "a.x", "succeeded", Duration.ofMillis(i))));
            calls.add(Map.entry(at, event("agent" + i % 2, "a.y", "denied", Duration.ofMillis(i))));
        }
        records.events(calls);
        rollups.advance(1);
        TimedEvents events = new TimedEvents(records.database());
        assertThat(events.find(wanted("agent1", "x", "", 0), 1_000))
                .hasSize(100)
                .allSatisfy(event -> assertThat(event.activity().agent()).isEqualTo("agent1"))
                .isSortedAccordingTo((a, b) -> b.at().compareTo(a.at()));
        assertThat(events.find(wanted("", "x", "", 150_000_000), 1_000)).hasSize(50);
        assertThat(events.find(wanted("", "", "denied", 0), 1_000)).hasSize(200);
        assertThat(events.find(wanted("", "", "", 0), 7)).hasSize(7);
    }

    private static TimedEvents.Wanted wanted(String agent, String detail, String outcome, long nanos) {
        return new TimedEvents.Wanted(Stage.TOOL, agent, "", detail, outcome, nanos, ALL);
    }

    private void grant(String tool, String reason, int uses) {
        String id = records.grant("task_1", "worker", tool, "task_ended", 0, uses);
        records.database()
                .writeOnly(transaction -> transaction
                        .handle()
                        .createUpdate("UPDATE task_tool_assignments SET reason = :reason WHERE id = :id")
                        .bindMap(Map.of("reason", reason, "id", id))
                        .execute());
        ended(id, List.of("grant.ended", "grant.unused").get(uses > 0 ? 0 : 1));
    }
}
