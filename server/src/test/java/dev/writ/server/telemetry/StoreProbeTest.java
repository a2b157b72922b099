package dev.writ.server.telemetry;

import static org.assertj.core.api.Assertions.assertThat;

import dev.writ.FailureCode;
import dev.writ.WritException;
import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Asking whether the store can be written costs little, whatever the store does. */
@Timeout(60)
class StoreProbeTest {
    private final AtomicInteger writes = new AtomicInteger();

    @Test
    void many_questions_at_once_are_one_write() {
        StoreProbe probe = new StoreProbe(writes::incrementAndGet);
        for (int i = 0; i < 100; i++) {
            assertThat(probe.problem()).isEmpty();
        }
        assertThat(writes.get()).isBetween(1, 3);
    }

    @Test
    void a_write_that_hangs_is_told_after_two_seconds_and_not_begun_again() {
        CountDownLatch goOn = new CountDownLatch(1);
        StoreProbe probe = new StoreProbe(() -> {
            writes.incrementAndGet();
            try {
                goOn.await();
            } catch (InterruptedException e) {
                throw new IllegalStateException(e);
            }
        });
        long from = System.nanoTime();
        assertThat(probe.problem()).contains("The store has not taken a write for 2 s.");
        assertThat(Duration.ofNanos(System.nanoTime() - from)).isLessThan(Duration.ofSeconds(20));
        assertThat(probe.problem()).isPresent();
        assertThat(writes).hasValue(1);
        goOn.countDown();
        assertThat(probe.problem()).isEmpty();
    }

    @Test
    void what_the_store_says_is_passed_on() {
        StoreProbe probe = new StoreProbe(() -> {
            throw new WritException(FailureCode.STORE_FULL, "The disk is full.", "Make room.");
        });
        assertThat(probe.problem()).contains("The store cannot be written: The disk is full.");
    }

    @Test
    void an_unexpected_error_is_told_too() {
        StoreProbe probe = new StoreProbe(() -> {
            throw new IllegalStateException("broken");
        });
        assertThat(probe.problem()).hasValueSatisfying(text -> assertThat(text).contains("broken"));
    }
}
