package dev.writ.insight.anomaly;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import dev.writ.FailureCode;
import dev.writ.Json;
import dev.writ.TimeOrderedIds;
import dev.writ.WritException;
import dev.writ.event.EventFilter;
import dev.writ.event.EventLog;
import dev.writ.insight.activity.Rollups;
import dev.writ.permission.Suspensions;
import dev.writ.tool.sql.TestingRecords;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Four weeks of ordinary work, and what is planted into the day after. */
class AnomaliesTest {
    /** A Monday. */
    private static final Instant FIRST = Instant.parse("2026-10-05T00:00:00Z");

    /** The Monday four weeks later, when it is ten o'clock. */
    private static final Instant NOW = Instant.parse("2026-11-02T10:00:00Z");

    @TempDir
    Path folder;

    private TestingRecords records;
    private EventLog events;
    private Suspensions suspensions;
    private final Traffic traffic = new Traffic();
    private final List<Anomaly> alerted = new ArrayList<>();

    @BeforeEach
    void open() {
        records = new TestingRecords(folder);
        records.tree("tree_1");
        events = new EventLog(records.database(), records.clock(), new TimeOrderedIds(records.clock(), new Random(1)));
        suspensions = new Suspensions(records.database(), records.clock());
    }

    @AfterEach
    void close() {
        records.close();
    }

    @ParameterizedTest
    @ValueSource(longs = {1, 2})
    void ordinaryWorkRaisesNothing(long seed) {
        traffic.work(new Random(seed), FIRST, 33);
        traffic.write(records.database());
        AnomalyWatch watch = watch("{}");
        // What came before is history; from then on somebody looks at every hour of the last week.
        List<Anomaly> raised = new ArrayList<>();
        for (int hour = 0; hour < 5 * 24; hour++) {
            raised.addAll(lookAt(watch, NOW.plus(Duration.ofHours(hour)).minusSeconds(1)));
        }
        assertThat(raised)
                .extracting(anomaly -> anomaly.finding().explanation())
                .isEmpty();
    }

    @Test
    void farMoreCallsThanEverAreARate() {
        history();
        for (int i = 0; i < 300; i++) {
            traffic.add(NOW.plusSeconds(i * 5), "worker", "read_file");
        }
        Anomaly anomaly = only(AnomalyKind.RATE, NOW.plus(Duration.ofMinutes(30)));
        assertThat(anomaly.finding().measured()).isGreaterThanOrEqualTo(300);
        assertThat(anomaly.finding().explanation()).contains("'worker'").contains("robust z-score");
        assertThat(anomaly.finding().figures().path("robust_z").asDouble()).isGreaterThan(8);
        assertThat(anomaly.finding().evidence())
                .hasSize(AnomalyTable.MOST_EVIDENCE)
                .allSatisfy(seq -> assertThat(
                                events.find(EventFilter.all().after(seq - 1).atMost(1))
                                        .getFirst()
                                        .actor())
                        .isEqualTo("agent:worker"));
        assertThat(alerted).hasSize(1);
    }

    @Test
    void megabytesWhereItWasKilobytesAreAVolume() {
        history();
        for (int i = 0; i < 10; i++) {
            traffic.add(new Traffic.Call(
                    NOW.plusSeconds(i),
                    "review_agent",
                    "task_review_agent",
                    "file_system_listing",
                    "read_file",
                    "",
                    "h",
                    "[]",
                    400_000));
        }
        assertThat(only(AnomalyKind.VOLUME, NOW.plusSeconds(60)).finding().explanation())
                .contains("4.0 MB");
    }

    @Test
    void aHostNeverUsedBeforeIsAFirstUse() {
        history();
        traffic.add(new Traffic.Call(
                NOW,
                "worker",
                "task_worker",
                "file_system_listing",
                "read_file",
                "",
                "h",
                "[{\"command\":[\"curl\"],\"hosts\":[\"example.org\"]}]",
                1));
        List<Anomaly> raised = plantedBy(NOW.plusSeconds(1));
        assertThat(raised)
                .extracting(anomaly -> anomaly.finding().pattern())
                .containsExactlyInAnyOrder("first_use:worker:host:example.org", "first_use:worker:program:curl");
        assertThat(raised.getFirst().finding().evidence()).hasSize(1);
    }

    @Test
    void workAtNightIsAnUnusualHour() {
        history();
        Instant night = NOW.plus(Duration.ofHours(17));
        for (int i = 0; i < 5; i++) {
            traffic.add(night.plusSeconds(i), "worker", "read_file");
        }
        assertThat(only(AnomalyKind.UNUSUAL_HOUR, night.plusSeconds(60))
                        .finding()
                        .explanation())
                .contains("between 3:00 and 4:00 UTC");
    }

    @Test
    void manyDenialsInMinutesAreABurst() {
        history();
        for (int i = 0; i < 20; i++) {
            traffic.addDenied(NOW.plusSeconds(i), "worker", "task_x", "rate", "same");
        }
        Anomaly anomaly = only(AnomalyKind.DENIAL_BURST, NOW.plusSeconds(60));
        assertThat(anomaly.finding().measured()).isEqualTo(20);
        assertThat(anomaly.finding().evidence()).hasSize(20);
    }

    @Test
    void oneTargetAfterTheOtherOutsideOfItsScopeIsProbing() {
        history();
        for (int i = 0; i < 9; i++) {
            traffic.addDenied(NOW.plusSeconds(i * 20), "worker", "task_x", "scope", "path" + i);
        }
        assertThat(only(AnomalyKind.SCOPE_PROBING, NOW.plusSeconds(300))
                        .finding()
                        .subject()
                        .task())
                .isEqualTo("task_x");
    }

    @Test
    void whatIsExpectedIsNotRaisedAgainUntilItDiffers() {
        history();
        Anomaly first = burst(20, NOW);
        Anomalies anomalies = anomalies("{}");
        anomalies.feedback(first.id(), "expected", "person:me");
        assertThat(bursts(25, NOW.plus(Duration.ofDays(2)))).isEmpty();
        assertThat(bursts(40, NOW.plus(Duration.ofDays(4)))).hasSize(1);
        anomalies.feedback(first.id(), "unexpected", "person:me");
        assertThat(bursts(20, NOW.plus(Duration.ofDays(7)))).hasSize(1);
    }

    @Test
    void theSameIsRaisedOnceADayUnlessItDoubles() {
        history();
        burst(20, NOW);
        assertThat(bursts(22, NOW.plus(Duration.ofHours(1)))).isEmpty();
        assertThat(bursts(45, NOW.plus(Duration.ofHours(2)))).hasSize(1);
    }

    @Test
    void anAgentIsSuspendedByPolicyUntilAPersonHasLooked() {
        history();
        for (int i = 0; i < 20; i++) {
            traffic.addDenied(NOW.plusSeconds(i), "worker", "task_x", "rate", "same");
        }
        traffic.write(records.database());
        Anomaly anomaly = lookAt(watch("{\"denial_burst\": [\"suspend_agent\"]}"), NOW.plusSeconds(60))
                .getFirst();
        assertThat(anomaly.reactions()).containsExactly(Reaction.SUSPEND_AGENT);
        assertThat(alerted).isEmpty();
        assertThat(suspensions.list())
                .extracting(Suspensions.Suspension::subject, Suspensions.Suspension::cause)
                .containsExactly(org.assertj.core.groups.Tuple.tuple("worker", anomaly.id()));
        Anomaly resolved = anomalies("{}").resolve(anomaly.id(), "a broken instruction", "person:me");
        assertThat(resolved.state()).isEqualTo("resolved");
        assertThat(suspensions.list()).isEmpty();
        assertThat(catchThrowableOfType(
                                WritException.class, () -> anomalies("{}").resolve(anomaly.id(), "", "person:me"))
                        .failure()
                        .code())
                .isEqualTo(FailureCode.CONFLICT);
        assertThat(events.find(EventFilter.all().ofType("anomaly").about("anomaly", anomaly.id())))
                .extracting(event -> event.type())
                .containsExactly("anomaly.raised", "anomaly.resolved");
    }

    @Test
    void settingsThatMeanNothingAreRefused() {
        for (String wrong : List.of("{\"speed\": [\"alert\"]}", "{\"rate\": [\"panic\"]}", "{\"rate\": \"alert\"}")) {
            assertThat(catchThrowableOfType(WritException.class, () -> AnomalyPolicy.read(Json.parse(wrong)))
                            .failure()
                            .code())
                    .isEqualTo(FailureCode.INVALID_ARGUMENTS);
        }
    }

    private void history() {
        traffic.work(new Random(3), FIRST, 28);
        traffic.write(records.database());
        assertThat(lookAt(watch("{}"), NOW.minusSeconds(1))).isEmpty();
    }

    private Anomaly burst(int size, Instant at) {
        return bursts(size, at).getFirst();
    }

    private List<Anomaly> bursts(int size, Instant at) {
        for (int i = 0; i < size; i++) {
            traffic.addDenied(at.plusSeconds(i), "worker", "task_x", "rate", "same");
        }
        return plantedBy(at.plusSeconds(60)).stream()
                .filter(anomaly -> anomaly.finding().kind() == AnomalyKind.DENIAL_BURST)
                .toList();
    }

    private Anomaly only(AnomalyKind kind, Instant at) {
        List<Anomaly> raised = plantedBy(at);
        assertThat(raised).extracting(anomaly -> anomaly.finding().kind()).containsExactly(kind);
        return raised.getFirst();
    }

    private List<Anomaly> plantedBy(Instant at) {
        traffic.write(records.database());
        return lookAt(watch("{}"), at);
    }

    private List<Anomaly> lookAt(AnomalyWatch watch, Instant at) {
        records.setTime(at);
        new Rollups(records.database()).advance(1_000);
        return watch.look();
    }

    private AnomalyWatch watch(String policy) {
        return new AnomalyWatch(records.database(), records.clock(), anomalies(policy));
    }

    private Anomalies anomalies(String policy) {
        return new Anomalies(
                records.database(),
                events,
                records.clock(),
                new TimeOrderedIds(records.clock(), new Random(2)),
                suspensions,
                AnomalyPolicy.read(Json.parse(policy)),
                (transaction, anomaly) -> alerted.add(anomaly));
    }
}
