package dev.writ.insight;

import static java.util.stream.Collectors.groupingBy;
import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.function.Function;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class UsageTest extends InsightTest {
    private record Call(String agent, String operation, String outcome, long began, long millis) {
        String tool() {
            return operation.substring(0, operation.indexOf('.'));
        }
    }

    @ParameterizedTest
    @ValueSource(ints = {1, 2, 3})
    void figuresAreThoseOfAnIndependentCount(int seed) {
        List<Call> calls = randomCalls(new Random(seed), 300);
        Usage usage = new Usage(records.database());
        compare(usage.by(Usage.Grouping.TOOL, ALL), calls, call -> call.tool() + "||");
        compare(
                usage.by(Usage.Grouping.OPERATION, ALL),
                calls,
                call -> call.operation().replace('.', '|') + "|");
        compare(usage.by(Usage.Grouping.AGENT, ALL), calls, call -> "||" + call.agent());
        compare(
                usage.by(Usage.Grouping.AGENT_AND_OPERATION, ALL),
                calls,
                call -> call.operation().replace('.', '|') + "|" + call.agent());
    }

    @Test
    void onlyCallsThatBeganInThePeriodCount() {
        records.call("t", "worker", "a.x", "succeeded", 0, 1, "");
        records.call("t", "worker", "a.x", "succeeded", 10, 1, "");
        records.call("t", "worker", "a.x", "succeeded", 20, 1, "");
        assertThat(new Usage(records.database()).by(Usage.Grouping.TOOL, new Period(at(10), at(20))))
                .singleElement()
                .satisfies(figures -> assertThat(figures.calls()).isEqualTo(1));
    }

    @Test
    void deniedCallsHaveNoDuration() {
        records.call("t", "worker", "a.x", "denied", 0, 500, "");
        assertThat(new Usage(records.database()).by(Usage.Grouping.TOOL, ALL))
                .singleElement()
                .satisfies(figures -> {
                    assertThat(figures.denied()).isEqualTo(1);
                    assertThat(figures.p99()).isEqualTo(Duration.ZERO);
                    assertThat(figures.successRate()).isZero();
                });
    }

    private List<Call> randomCalls(Random random, int size) {
        List<Call> calls = new ArrayList<>();
        for (int i = 0; i < size; i++) {
            Call call = new Call(
                    "agent" + random.nextInt(3),
                    List.of("a.x", "a.y", "b.x").get(random.nextInt(3)),
                    List.of("succeeded", "succeeded", "failed", "denied", "running")
                            .get(random.nextInt(5)),
                    random.nextInt(900),
                    random.nextInt(50));
            calls.add(call);
            records.call("t", call.agent(), call.operation(), call.outcome(), call.began(), call.millis(), "");
        }
        return calls;
    }

    private static void compare(List<Usage.Figures> figures, List<Call> calls, Function<Call, String> key) {
        Map<String, List<Call>> groups = calls.stream().collect(groupingBy(key));
        assertThat(figures).hasSameSizeAs(groups.keySet());
        assertThat(figures).isSortedAccordingTo((a, b) -> Long.compare(b.calls(), a.calls()));
        for (Usage.Figures row : figures) {
            List<Call> group = groups.get(row.tool() + "|" + row.operation() + "|" + row.agent());
            assertThat(row.calls()).isEqualTo(group.size());
            assertThat(row.succeeded()).isEqualTo(count(group, "succeeded"));
            assertThat(row.failed()).isEqualTo(count(group, "failed"));
            assertThat(row.denied()).isEqualTo(count(group, "denied"));
            assertThat(row.successRate()).isEqualTo((double) count(group, "succeeded") / group.size());
            List<Long> durations = group.stream()
                    .filter(call ->
                            call.outcome().equals("succeeded") || call.outcome().equals("failed"))
                    .map(Call::millis)
                    .sorted()
                    .toList();
            assertThat(row.p50()).isEqualTo(rank(durations, 50));
            assertThat(row.p95()).isEqualTo(rank(durations, 95));
            assertThat(row.p99()).isEqualTo(rank(durations, 99));
        }
    }

    private static long count(List<Call> calls, String outcome) {
        return calls.stream().filter(call -> call.outcome().equals(outcome)).count();
    }

    private static Duration rank(List<Long> sorted, int percent) {
        return Duration.ofMillis(sorted.get((int) Math.ceil(sorted.size() * percent / 100.0) - 1));
    }
}
