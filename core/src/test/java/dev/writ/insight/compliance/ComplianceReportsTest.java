package dev.writ.insight.compliance;

import static org.assertj.core.api.Assertions.assertThat;

import dev.writ.Json;
import dev.writ.TimeOrderedIds;
import dev.writ.event.EventLog;
import dev.writ.event.NewEvent;
import dev.writ.insight.Period;
import dev.writ.insight.anomaly.Anomalies;
import dev.writ.insight.anomaly.Anomaly;
import dev.writ.insight.anomaly.AnomalyKind;
import dev.writ.insight.anomaly.AnomalyPolicy;
import dev.writ.insight.anomaly.Finding;
import dev.writ.insight.compliance.Section.Figure;
import dev.writ.insight.compliance.Section.Line;
import dev.writ.permission.Suspensions;
import dev.writ.tool.sql.TestingRecords;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ComplianceReportsTest {
    private static final Instant START = TestingRecords.START;
    private static final Period DAY = new Period(START.minus(Duration.ofHours(1)), START.plus(Duration.ofHours(23)));
    private static final List<SandboxLayer> LAYERS =
            List.of(new SandboxLayer("sandbox: seccomp", true, "system calls"), new SandboxLayer("x", false, "gone"));

    @TempDir
    Path folder;

    private TestingRecords records;
    private Anomalies anomalies;
    private ComplianceReports reports;

    @BeforeEach
    void open() {
        records = new TestingRecords(folder);
        Suspensions suspensions = new Suspensions(records.database(), records.clock());
        anomalies = new Anomalies(
                records.database(),
                new EventLog(records.database(), records.clock(), new TimeOrderedIds(records.clock(), new Random(1))),
                records.clock(),
                new TimeOrderedIds(records.clock(), new Random(2)),
                suspensions,
                AnomalyPolicy.read(Json.parse("{\"denial_burst\": [\"suspend_agent\"]}")),
                (transaction, anomaly) -> {});
        reports = new ComplianceReports(
                records.database(),
                records.clock(),
                anomalies,
                suspensions,
                () -> dev.writ.event.audit.Verification.ofNothing(
                        records.clock().instant()));
    }

    @AfterEach
    void close() {
        records.close();
    }

    @Test
    void withNothingOnRecordEverySectionSaysSo() {
        ComplianceReport report = report();
        assertThat(report.sections())
                .extracting(Section::id)
                .containsExactly(
                        "access",
                        "ceilings",
                        "decisions",
                        "grants",
                        "calls",
                        "endings",
                        "denials",
                        "anomalies",
                        "changes",
                        "sandbox",
                        "log");
        assertThat(report.sections())
                .filteredOn(section -> !section.id().equals("sandbox"))
                .allSatisfy(section -> {
                    assertThat(section.rows()).isEmpty();
                    assertThat(section.leftOut()).isZero();
                    assertThat(section.figures()).extracting(Figure::value).containsOnly(0L);
                });
        assertThat(section(report, "log").note()).contains("verifies: 0 events");
    }

    @Test
    void decisionsSayWhoSaidWhatToWhom() {
        records.tree("tree_1");
        records.task("task_1", "worker", "neutral_task", "completed", 0, 10, 1);
        asked("approval_1", "approved");
        asked("approval_2", "denied");
        decided("approval_1", "approved", "person:me", START);
        decided("approval_2", "denied", "person:me", START.plusSeconds(60));
        decided("approval_9", "denied", "person:me", START.plus(Duration.ofDays(3)));
        Section decisions = section(report(), "decisions");
        assertThat(value(decisions, "approved")).isEqualTo(1);
        assertThat(value(decisions, "denied")).isEqualTo(1);
        assertThat(decisions.rows())
                .extracting(row -> row.values().get("answer"))
                .containsExactly("denied", "approved");
        assertThat(decisions.rows().getFirst().values())
                .containsEntry("by", "person:me")
                .containsEntry("agent", "worker")
                .containsEntry("tool", "terminal")
                .containsEntry("asked_because", "to build it")
                .containsEntry("answered_because", "as said");
        assertThat(decisions.rows().getFirst().behind()).isEqualTo(new Behind.OneEvent(2));
    }

    @Test
    void grantsTellWhatWasUsedAndHowTheyEnded() {
        records.tree("tree_1");
        records.task("task_1", "worker", "neutral_task", "completed", 0, 10, 1);
        ended(records.grant("task_1", "worker", "terminal", "expired", 2, 1), "grant.expired", "policy");
        ended(records.grant("task_1", "worker", "terminal", "revoked", 0, 0), "grant.revoked", "person:me");
        records.grant("task_1", "worker", "github", "live", 0, 0);
        ComplianceReport report = report();
        Section grants = section(report, "grants");
        assertThat(value(grants, "used")).isEqualTo(1);
        assertThat(value(grants, "unused")).isEqualTo(1);
        assertThat(value(grants, "live_unused")).isEqualTo(1);
        Section endings = section(report, "endings");
        assertThat(value(endings, "expired")).isEqualTo(1);
        assertThat(endings.rows())
                .singleElement()
                .satisfies(row -> assertThat(row.values())
                        .containsEntry("by", "person:me")
                        .containsEntry("reason", "enough"));
    }

    @Test
    void callsAndDenialsAreCountedInWholeHours() {
        call("succeeded", START);
        call("failed", START.plusSeconds(1));
        call("denied", START.plusSeconds(2));
        call("succeeded", START.plus(Duration.ofDays(2)));
        ComplianceReport report = report();
        assertThat(section(report, "calls").rows())
                .singleElement()
                .satisfies(row -> assertThat(row.values())
                        .containsEntry("calls", 3L)
                        .containsEntry("succeeded", 1L)
                        .containsEntry("failed", 1L)
                        .containsEntry("denied", 1L));
        assertThat(section(report, "denials").rows())
                .singleElement()
                .satisfies(row -> assertThat(row.values()).containsEntry("rule", "scope"));
        assertThat(value(section(report, "log"), "events")).isEqualTo(3);
        assertThat(value(section(report, "log"), "last")).isEqualTo(3);
        assertThat(report.behind()).isZero();
    }

    @Test
    void aClockThatWasSetBackHidesNothingAndAddsNothing() {
        records.tree("tree_1");
        records.task("task_1", "worker", "neutral_task", "completed", 0, 10, 1);
        decided("approval_1", "approved", "person:me", START.plusSeconds(7200));
        decided("approval_2", "denied", "person:me", START.minus(Duration.ofDays(3)));
        decided("approval_3", "denied", "person:me", START);
        ComplianceReport report = report();
        assertThat(section(report, "decisions").rows())
                .extracting(row -> row.values().get("answer"))
                .containsExactly("denied", "approved");
        assertThat(value(section(report, "decisions"), "denied")).isEqualTo(1);
        assertThat(value(section(report, "log"), "events")).isEqualTo(2);
    }

    @Test
    void anomaliesCarryWhatAPersonSaid() {
        Anomaly raised = records.database()
                .write(transaction -> anomalies.raise(
                        transaction,
                        new Finding(
                                AnomalyKind.DENIAL_BURST,
                                "denial_burst:worker",
                                new Finding.Subject("worker", "", "", "", "", ""),
                                DAY,
                                20,
                                "20 of 20 calls were denied.",
                                Json.object(),
                                List.of(1L))))
                .orElseThrow();
        Section before = section(report(), "anomalies");
        assertThat(value(before, "suspended")).isEqualTo(1);
        anomalies.feedback(raised.id(), "expected", "person:me");
        anomalies.resolve(raised.id(), "the nightly run", "person:me");
        Section after = section(report(), "anomalies");
        assertThat(value(after, "suspended")).isZero();
        assertThat(value(after, "resolved")).isEqualTo(1);
        assertThat(after.rows()).singleElement().satisfies(row -> {
            assertThat(row.values())
                    .containsEntry("feedback", "expected")
                    .containsEntry("note", "the nightly run")
                    .containsEntry("resolved_by", "person:me")
                    .containsEntry("reactions", List.of("suspend_agent"));
            assertThat(row.behind()).isEqualTo(Behind.Logged.about("anomaly", raised.id()));
        });
    }

    @Test
    void moreThanCanBeListedIsCounted() {
        for (int i = 0; i < Section.MOST_ROWS + 7; i++) {
            records.event(NewEvent.of("entity.updated", "agent", "agent_" + i)
                    .by("person:me")
                    .with("name", "worker")
                    .with("version", i));
        }
        records.event(NewEvent.of("entity.updated", "document", "document_1").by("agent:writer"));
        Section changes = section(report(), "changes");
        assertThat(changes.rows()).hasSize(Section.MOST_ROWS);
        assertThat(changes.leftOut()).isEqualTo(7);
        assertThat(changes.rows().getFirst().values()).containsEntry("version", String.valueOf(Section.MOST_ROWS + 6));
    }

    @Test
    void ceilingsAreGroupedByWhatTheySay() {
        records.tree("tree_1");
        records.tree("tree_2");
        Section ceilings = section(report(), "ceilings");
        assertThat(value(ceilings, "requests")).isEqualTo(2);
        assertThat(ceilings.rows())
                .singleElement()
                .satisfies(row -> assertThat(row.values()).containsEntry("requests", 2L));
    }

    @Test
    void theSandboxIsToldAsItIs() {
        Section sandbox = section(report(), "sandbox");
        assertThat(value(sandbox, "present")).isEqualTo(1);
        assertThat(value(sandbox, "missing")).isEqualTo(1);
    }

    @Test
    void everyControlNamesSectionsThatThereAreAndWhatIsNotCovered() {
        ComplianceReport report = report();
        Set<String> sections = new HashSet<>();
        report.sections().forEach(section -> sections.add(section.id()));
        assertThat(report.controls()).hasSizeGreaterThan(15).allSatisfy(control -> {
            assertThat(control.sections()).isNotEmpty().isSubsetOf(sections);
            assertThat(control.evidence()).endsWith(".");
            assertThat(control.notCovered()).endsWith(".");
        });
        assertThat(report.controls())
                .extracting(control -> control.framework() + control.id())
                .doesNotHaveDuplicates();
    }

    @Test
    void everyRowHasAValueForEveryColumn() {
        decisionsSayWhoSaidWhatToWhom();
        assertThat(report().sections())
                .allSatisfy(section -> assertThat(section.rows())
                        .extracting(Line::values)
                        .allSatisfy(values -> assertThat(values)
                                .containsOnlyKeys(section.columns().stream()
                                        .map(Section.Column::key)
                                        .toArray(String[]::new))));
    }

    private ComplianceReport report() {
        return reports.of(DAY, LAYERS);
    }

    private static Section section(ComplianceReport report, String id) {
        return report.sections().stream()
                .filter(section -> section.id().equals(id))
                .findFirst()
                .orElseThrow();
    }

    private static long value(Section section, String figure) {
        return section.figures().stream()
                .filter(one -> one.id().equals(figure))
                .findFirst()
                .orElseThrow()
                .value();
    }

    private void asked(String id, String state) {
        records.insert(
                "approvals",
                Map.ofEntries(
                        Map.entry("id", id),
                        Map.entry("task", "task_1"),
                        Map.entry("tree", "tree_1"),
                        Map.entry("agent", "worker"),
                        Map.entry("kind", "grant"),
                        Map.entry("proposal", "{\"tool\":\"terminal\",\"reason\":\"to build it\"}"),
                        Map.entry("reason", "no rule"),
                        Map.entry("state", state),
                        Map.entry("decision_reason", "as said"),
                        Map.entry("created_at", START.toEpochMilli()),
                        Map.entry("expires_at", START.toEpochMilli())));
    }

    private void decided(String approval, String answer, String by, Instant at) {
        records.events(List.of(Map.entry(
                at,
                NewEvent.of("approval." + answer, "approval", approval)
                        .by(by)
                        .ended(answer, Duration.ofSeconds(9))
                        .with("tool", "terminal"))));
    }

    private void ended(String grant, String type, String by) {
        records.event(NewEvent.of(type, "grant", grant)
                .by(by)
                .ended("ended", Duration.ofMinutes(5))
                .with("tool", "terminal")
                .with("agent", "worker")
                .with("reason", "enough"));
    }

    private void call(String outcome, Instant at) {
        records.events(List.of(Map.entry(
                at,
                NewEvent.of("tool." + outcome, "tool_call", "call")
                        .by("agent:worker")
                        .ended(outcome, Duration.ofMillis(3))
                        .with("tool", "terminal")
                        .with("operation", "execute_command")
                        .with("agent", "worker")
                        .with("rule", outcome.equals("denied") ? "scope" : ""))));
    }
}
