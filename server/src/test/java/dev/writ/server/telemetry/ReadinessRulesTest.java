package dev.writ.server.telemetry;

import static org.assertj.core.api.Assertions.assertThat;

import dev.writ.FailureCode;
import dev.writ.WritException;
import java.time.Duration;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.Test;

/** What keeps Writ from being ready. */
class ReadinessRulesTest {
    private final AtomicReference<Duration> lag = new AtomicReference<>(Duration.ZERO);

    private Readiness readiness(boolean engineRuns) {
        return new Readiness(new StoreProbe(() -> {}), () -> engineRuns, lag::get);
    }

    @Test
    void an_engine_that_does_not_run() {
        assertThat(readiness(false).obstacles()).containsExactly("The engine does not run.");
    }

    @Test
    void events_that_nobody_follows_any_more() {
        lag.set(Duration.ofSeconds(29));
        assertThat(readiness(true).obstacles()).isEmpty();
        lag.set(Duration.ofSeconds(31));
        assertThat(readiness(true).obstacles()).containsExactly("What follows the events is 31 s behind.");
    }

    @Test
    void events_that_cannot_be_read() {
        Readiness readiness = new Readiness(new StoreProbe(() -> {}), () -> true, () -> {
            throw new WritException(FailureCode.STORE_LOCKED, "The store is locked.", "Wait.");
        });
        assertThat(readiness.obstacles()).containsExactly("The events cannot be read: The store is locked.");
    }

    @Test
    void draining_says_so_before_all_else_and_for_good() {
        Readiness readiness = readiness(false);
        readiness.drain();
        assertThat(readiness.obstacles()).containsExactly("Writ is shutting down.");
    }
}
