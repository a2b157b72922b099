package dev.writ.runtime;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;

import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;

class SingleRunsTest {
    private final SingleRuns runs = new SingleRuns();

    @Test
    void who_comes_while_one_runs_does_not_wait_and_has_it_run_once_more() throws Exception {
        AtomicInteger times = new AtomicInteger();
        CountDownLatch running = new CountDownLatch(1);
        CountDownLatch goOn = new CountDownLatch(1);
        try (ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor()) {
            Future<?> first = threads.submit(() -> runs.run("a", () -> {
                times.incrementAndGet();
                running.countDown();
                await(goOn);
            }));
            running.await();
            for (int i = 0; i < 5; i++) {
                runs.run("a", () -> times.addAndGet(100));
            }
            AtomicInteger other = new AtomicInteger();
            runs.run("b", other::incrementAndGet);
            assertThat(other).as("another name is not held up").hasValue(1);
            goOn.countDown();
            first.get();
        }
        assertThat(times).hasValue(2);
    }

    @Test
    void there_is_never_more_than_one_under_a_name_and_no_word_is_lost() throws Exception {
        AtomicInteger atOnce = new AtomicInteger();
        AtomicInteger most = new AtomicInteger();
        AtomicInteger asked = new AtomicInteger();
        AtomicInteger seen = new AtomicInteger();
        try (ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor()) {
            for (int i = 0; i < 2_000; i++) {
                threads.submit(() -> {
                    asked.incrementAndGet();
                    runs.run("a", () -> {
                        most.accumulateAndGet(atOnce.incrementAndGet(), Math::max);
                        // What was asked for before the last run began is seen by it.
                        seen.set(asked.get());
                        atOnce.decrementAndGet();
                    });
                });
            }
        }
        assertThat(most).hasValue(1);
        assertThat(seen).hasValue(2_000);
    }

    @Test
    void a_failure_reaches_its_caller_and_leaves_the_name_free() {
        assertThatIllegalStateException()
                .isThrownBy(() -> runs.run("a", () -> {
                    assertThat(runs.runsOnThisThread("a")).isTrue();
                    throw new IllegalStateException("x");
                }));
        assertThat(runs.runsOnThisThread("a")).isFalse();
        AtomicInteger times = new AtomicInteger();
        runs.run("a", times::incrementAndGet);
        assertThat(times).hasValue(1);
    }

    private static void await(CountDownLatch latch) {
        try {
            latch.await();
        } catch (InterruptedException e) {
            throw new IllegalStateException(e);
        }
    }
}
