package dev.writ.attack;

import static org.assertj.core.api.Assertions.assertThat;

import dev.writ.TestingClock;
import dev.writ.tool.GatewaySettings;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** JIT-15: limits of uses, of calls a minute and of calls at once, split over many callers at the same moment. */
class BudgetAttackTest {
    private static final String RUN = "terminal.execute_command";
    private static final String LS = "{'argv': ['ls']}";
    private static final String ANY = "{'commands': [['**']]}";

    private final AtomicInteger ran = new AtomicInteger();
    private TestingWrit writ;
    private String task;

    @BeforeEach
    void start(@TempDir Path folder) {
        writ = new TestingWrit(
                folder, GatewaySettings.defaults().withCallsPerMinute(60).withCallsPerTree(4), new TestingClock());
        writ.command(call -> {
            ran.incrementAndGet();
            return ScriptedServer.says("ran");
        });
        task = writ.task();
    }

    @AfterEach
    void stop() {
        writ.close();
    }

    /** The outcomes of so many calls made at once, counted. */
    private static Map<String, Long> atOnce(int callers, Callable<String> call) throws Exception {
        try (ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor()) {
            List<Future<String>> outcomes = threads.invokeAll(
                    IntStream.range(0, callers).mapToObj(i -> call).toList(), 30, TimeUnit.SECONDS);
            return outcomes.stream()
                    .map(Future::resultNow)
                    .collect(Collectors.groupingBy(outcome -> outcome, Collectors.counting()));
        }
    }

    @ParameterizedTest
    @ValueSource(ints = {1, 2, 3})
    void aGrantOfSoManyUsesGivesThatManyHoweverManyCallAtOnce(int uses) throws Exception {
        writ.grant(task, "terminal", ANY, Duration.ofHours(1), uses);
        Map<String, Long> outcomes = atOnce(40, () -> writ.tries(task, RUN, LS));
        assertThat(ran).as(outcomes.toString()).hasValue(uses);
        assertThat(outcomes.get("succeeded")).isEqualTo(uses);
        assertThat(writ.number("SELECT uses FROM task_tool_assignments")).isEqualTo(uses);
        assertThat(writ.number("SELECT COUNT(*) FROM events WHERE type = 'tool.started'"))
                .isEqualTo(uses);
        assertThat(writ.tries(task, RUN, LS)).isEqualTo("denied:used_up");
    }

    @Test
    void twoGrantsOfOneUseAreTwoUses() throws Exception {
        writ.grant(task, "terminal", ANY, Duration.ofHours(1), 1);
        writ.grant(task, "terminal", ANY, Duration.ofHours(1), 1);
        for (int i = 0; i < 10 && ran.get() < 2; i++) {
            atOnce(10, () -> writ.tries(task, RUN, LS));
        }
        assertThat(ran).hasValue(2);
        assertThat(writ.number("SELECT SUM(uses) FROM task_tool_assignments")).isEqualTo(2);
    }

    @Test
    void aCallThatFailsHasUsedItsGrant() {
        writ.command(call -> {
            ran.incrementAndGet();
            throw new IllegalStateException("broken");
        });
        writ.grant(task, "terminal", ANY, Duration.ofHours(1), 2);
        Stream.generate(() -> writ.tries(task, RUN, LS)).limit(10).forEach(outcome -> {});
        assertThat(ran).hasValue(2);
    }

    @Test
    void deniedCallsUseNothingUp() {
        writ.grant(task, "terminal", "{'commands': [['ls']]}", Duration.ofHours(1), 1);
        for (int i = 0; i < 10; i++) {
            assertThat(writ.tries(task, RUN, "{'argv': ['rm']}")).isEqualTo("denied:scope");
        }
        assertThat(writ.tries(task, RUN, LS)).isEqualTo("succeeded");
    }

    @Test
    void noMoreCallsAMinuteAreMadeByMakingThemAtOnce() throws Exception {
        writ.grant(task, "terminal", ANY);
        Map<String, Long> outcomes = atOnce(120, () -> writ.tries(task, RUN, LS));
        assertThat(ran.get()).isBetween(1, 60);
        assertThat(outcomes.getOrDefault("denied:rate", 0L)).isGreaterThanOrEqualTo(60);
        // A clock that is set back fills nothing up.
        int before = ran.get();
        writ.clock.advance(Duration.ofMinutes(-10));
        assertThat(writ.tries(task, RUN, LS)).isEqualTo("denied:rate");
        assertThat(ran).hasValue(before);
    }

    @Test
    void refusedCallsCountAgainstTheRateSoThatProbingIsSlow() throws Exception {
        Map<String, Long> outcomes = atOnce(100, () -> writ.tries(task, "no.such_thing", "{}"));
        assertThat(outcomes).containsEntry("failed:unknown_operation", 60L).containsEntry("denied:rate", 40L);
    }

    @Test
    void noMoreCallsOfATreeRunAtOnceByMakingThemFromSubtasks() throws Exception {
        AtomicInteger now = new AtomicInteger();
        AtomicInteger most = new AtomicInteger();
        CountDownLatch go = new CountDownLatch(1);
        writ.command(call -> {
            most.accumulateAndGet(now.incrementAndGet(), Math::max);
            boolean released = go.await(10, TimeUnit.SECONDS);
            now.decrementAndGet();
            return ScriptedServer.says("ran " + released);
        });
        List<String> tasks =
                Stream.generate(() -> writ.subtask(task, "worker")).limit(6).toList();
        tasks.forEach(one -> writ.grant(one, "terminal", ANY));
        AtomicInteger next = new AtomicInteger();
        AtomicInteger refused = new AtomicInteger();
        Map<String, Long> outcomes = atOnce(24, () -> {
            String outcome = writ.tries(tasks.get(next.getAndIncrement() % tasks.size()), RUN, LS);
            if (refused.addAndGet(outcome.equals("denied:rate") ? 1 : 0) == 20) {
                go.countDown();
            }
            return outcome;
        });
        assertThat(most.get()).isBetween(1, 4);
        assertThat(outcomes.get("denied:rate")).isGreaterThanOrEqualTo(20);
    }
}
