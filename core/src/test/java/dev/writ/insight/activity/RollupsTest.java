package dev.writ.insight.activity;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowable;
import static org.assertj.core.api.Assumptions.assumeThat;

import dev.writ.event.NewEvent;
import dev.writ.insight.Period;
import dev.writ.store.Dialect;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;

class RollupsTest extends ActivityTest {
    private record Call(Instant at, Activity activity, String outcome, Duration took) {}

    @Test
    void sumsAreThoseOfAnIndependentCount() {
        List<Call> calls = randomCalls(2_000);
        rollups.advance(100);
        Map<Activity, List<Call>> groups = calls.stream().collect(Collectors.groupingBy(Call::activity));
        Map<Activity, Tally> tallies = figures(Stage.TOOL).byActivity();
        assertThat(tallies.keySet()).isEqualTo(groups.keySet());
        tallies.forEach((activity, tally) -> {
            List<Call> group = groups.get(activity);
            assertThat(tally.calls()).isEqualTo(group.size());
            assertThat(tally.denied()).isEqualTo(count(group, "denied"));
            assertThat(tally.failed()).isEqualTo(count(group, "failed"));
            assertThat(tally.totalNanos())
                    .isEqualTo(group.stream()
                            .filter(call -> !call.outcome().equals("denied"))
                            .mapToLong(call -> call.took().toNanos())
                            .sum());
            assertThat(tally.durations().size()).isEqualTo(group.size() - count(group, "denied"));
        });
        assertThat(figures(Stage.DENIAL).total().denied()).isEqualTo(count(calls, "denied"));
        Tally anyAgent = new Activities(records.database())
                .of(Stage.TOOL, ALL, Activity.ANY_AGENT, "")
                .total();
        assertThat(anyAgent.calls()).isEqualTo(calls.size());
        assertThat(anyAgent.durations().toBytes())
                .isEqualTo(figures(Stage.TOOL).total().durations().toBytes());
    }

    @Test
    void periodsThatBeginAndEndWithinDaysCountWholeHours() {
        List<Call> calls = randomCalls(1_000);
        rollups.advance(100);
        Instant from = START.plus(Duration.ofHours(19));
        for (int hours : new int[] {1, 30, 100, 200}) {
            Instant until = from.plus(Duration.ofHours(hours));
            long counted = new Activities(records.database())
                    .of(Stage.TOOL, new Period(from, until))
                    .total()
                    .calls();
            assertThat(counted)
                    .isEqualTo(calls.stream()
                            .filter(call ->
                                    !call.at().isBefore(from) && call.at().isBefore(until))
                            .count());
        }
    }

    @Test
    void eachEventCountsOnceHoweverManyReadAtTheSameTime() throws InterruptedException {
        List<Call> calls = randomCalls(3_000);
        List<Thread> readers = new ArrayList<>();
        for (int i = 0; i < 4; i++) {
            readers.add(Thread.ofVirtual().start(() -> rollups.advance(100)));
        }
        for (Thread reader : readers) {
            reader.join();
        }
        rollups.advance(100);
        assertThat(figures(Stage.TOOL).total().calls()).isEqualTo(calls.size());
        assertThat(rollups.standing().behind()).isZero();
    }

    @Test
    void aTransactionThatFailsLeavesThePlaceWhereItWas() {
        assumeThat(records.database().dialect()).isEqualTo(Dialect.SQLITE);
        randomCalls(50);
        records.database().writeOnly(transaction -> transaction.handle().execute("""
                        CREATE TRIGGER broken BEFORE INSERT ON activity
                        BEGIN SELECT RAISE(ABORT, 'the disk is full'); END
                        """));
        assertThat(catchThrowable(() -> rollups.advance(1))).isNotNull();
        assertThat(rollups.standing().seq()).isZero();
        records.database().writeOnly(transaction -> transaction.handle().execute("DROP TRIGGER broken"));
        rollups.advance(1);
        assertThat(figures(Stage.TOOL).total().calls()).isEqualTo(50);
    }

    @Test
    void checksModelCallsAndWaitsAreToldApart() {
        records.setTime(START);
        records.event(tool("tool.started").with("check_nanos", 25_000));
        records.event(tool("tool.succeeded").with("waited", "yes").ended("succeeded", Duration.ofMinutes(3)));
        records.event(NewEvent.of("model.called", "model_call", "task_1.1")
                .ended("succeeded", Duration.ofMillis(800))
                .with("agent", "worker")
                .with("model", "playbook")
                .with("input_tokens", 100)
                .with("output_tokens", 20)
                .with("cost_micros", 7));
        rollups.advance(1);
        assertThat(figures(Stage.PERMISSION_CHECK).total().totalNanos()).isEqualTo(25_000);
        assertThat(figures(Stage.WAITING).total().totalNanos())
                .isEqualTo(Duration.ofMinutes(3).toNanos());
        assertThat(figures(Stage.TOOL).total().calls()).isZero();
        Tally model = figures(Stage.MODEL).byActivity().get(new Activity(Stage.MODEL, "worker", "playbook", ""));
        assertThat(model).isNotNull();
        assertThat(model.tokens()).isEqualTo(120);
        assertThat(model.costMicros()).isEqualTo(7);
    }

    @Test
    void tasksWaitUntilTheyAreTakenUpAndGrantsCountFromTheirRequest() {
        records.task("task_1", "worker", "neutral_task", "created", 0, -1, 0);
        records.setTime(START.plusMillis(40));
        records.event(NewEvent.of("task.state_changed", "task", "task_1")
                .in("tree_1", "task_1")
                .with("from", "created")
                .with("to", "process_assigned"));
        records.event(NewEvent.of("grant.requested", "task", "task_1").in("tree_1", "task_1"));
        records.setTime(START.plusMillis(47));
        records.event(issued("policy", "needed"));
        records.event(issued("policy", "predicted: it is about files"));
        records.event(issued("person:me", "needed"));
        rollups.advance(1);
        assertThat(figures(Stage.QUEUE).total().totalNanos()).isEqualTo(40_000_000);
        Tally assignment = figures(Stage.ASSIGNMENT).total();
        assertThat(assignment.calls()).isEqualTo(1);
        assertThat(assignment.totalNanos()).isEqualTo(7_000_000);
    }

    private static NewEvent issued(String by, String reason) {
        return NewEvent.of("grant.issued", "grant", "grant_1")
                .in("tree_1", "task_1")
                .with("agent", "worker")
                .with("tool", "terminal")
                .with("approved_by", by)
                .with("reason", reason);
    }

    private static NewEvent tool(String type) {
        return NewEvent.of(type, "tool_call", "call_1")
                .by("agent:worker")
                .with("agent", "worker")
                .with("tool", "message_user")
                .with("operation", "ask_user");
    }

    private List<Call> randomCalls(int size) {
        Random random = new Random(size);
        List<Call> calls = new ArrayList<>();
        for (int i = 0; i < size; i++) {
            String operation = List.of("x", "y", "z").get(random.nextInt(3));
            Call call = new Call(
                    START.plusSeconds(random.nextInt(20 * 24 * 3_600)),
                    new Activity(Stage.TOOL, "agent" + random.nextInt(3), "tool" + random.nextInt(2), operation),
                    List.of("succeeded", "failed", "denied").get(random.nextInt(3)),
                    Duration.ofMillis(random.nextInt(5_000)));
            calls.add(call);
        }
        records.events(calls.stream()
                .map(call -> Map.entry(
                        call.at(),
                        event(
                                call.activity().agent(),
                                call.activity().subject() + "."
                                        + call.activity().detail(),
                                call.outcome(),
                                call.took())))
                .toList());
        return calls;
    }

    private static long count(List<Call> calls, String outcome) {
        return calls.stream().filter(call -> call.outcome().equals(outcome)).count();
    }
}
