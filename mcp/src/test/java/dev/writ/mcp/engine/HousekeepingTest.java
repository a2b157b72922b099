package dev.writ.mcp.engine;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

class HousekeepingTest {
    @Test
    void eachChoreIsDoneOverAndOverWhateverHappensToTheOthers() throws InterruptedException {
        CountDownLatch rounds = new CountDownLatch(3);
        Runnable breaks = () -> {
            throw new IllegalStateException("on purpose");
        };
        try (Housekeeping housekeeping = Housekeeping.start(Duration.ofMillis(1), breaks, rounds::countDown)) {
            assertThat(rounds.await(10, TimeUnit.SECONDS)).isTrue();
            assertThat(housekeeping).isNotNull();
        }
    }
}
